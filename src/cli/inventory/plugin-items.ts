import { compare, type PluginInfo, pluginSuffix } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import type { ItemView } from '../output.ts';
import { selectNames } from './select-names.ts';

/**
 * The plugins of a worker, connectors first, by full class name. A selector is a glob, the full class name, its last part,
 * or the alias that configs use (`FileStreamSink`).
 */
export async function pluginItems(
  connection: Connection,
  selectors: readonly string[],
): Promise<readonly PluginInfo[]> {
  const plugins = [...(await connection.client.plugins())].sort(
    (a, b) => TYPES.indexOf(a.type) - TYPES.indexOf(b.type) || compare(a.class, b.class),
  );
  return selectNames(plugins, namesOf, selectors, 'plugin', connection);
}

const TYPES = ['source', 'sink', 'transformation', 'predicate', 'converter', 'header_converter'];

function namesOf({ class: className, type }: PluginInfo): readonly string[] {
  const last = className.slice(className.lastIndexOf('.') + 1);
  const suffix = pluginSuffix[type];
  return [className, last, ...(last.endsWith(suffix) ? [last.slice(0, -suffix.length)] : [])];
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
