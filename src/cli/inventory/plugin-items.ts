import { compare, type PluginInfo } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import type { ItemView } from '../output.ts';
import { selectNames } from './select-names.ts';

/** The plugins of a worker, connectors first, by full class name; a glob or a simple class name selects. */
export async function pluginItems(
  connection: Connection,
  selectors: readonly string[],
): Promise<readonly PluginInfo[]> {
  const plugins = [...(await connection.client.plugins())].sort(
    (a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || compare(a.class, b.class),
  );
  return selectNames(plugins, (plugin) => [plugin.class, simpleName(plugin.class)], selectors, 'plugin', connection);
}

const TYPES = ['source', 'sink', 'transformation', 'predicate', 'converter', 'header_converter'];

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

export const pluginView: ItemView<PluginInfo> = {
  nameOf: (plugin) => plugin.class,
  columns: () => [
    { header: 'CLASS', read: (plugin) => plugin.class, shrinks: true },
    { header: 'TYPE', read: (plugin) => plugin.type },
    { header: 'VERSION', read: (plugin) => plugin.version ?? '-' },
  ],
  empty: 'The worker has no plugins.',
};
