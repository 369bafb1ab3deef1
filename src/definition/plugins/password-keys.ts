import type { PluginType } from '../../core/index.ts';
import type { ResolvedConnector } from '../resolved.ts';
import type { PluginCatalogue } from './catalogue.ts';
import { CONVERTERS } from './known-prefixes.ts';

/** Whether a flat key of a connector is declared as PASSWORD by the plugin it belongs to, as far as that is known. */
export function isPasswordKey(connector: ResolvedConnector, key: string, catalogue: PluginCatalogue): boolean {
  const find = (classKey: string, ...types: readonly PluginType[]) => {
    const name = connector.config.get(classKey);
    return typeof name === 'string' ? catalogue.find(name, ...types) : undefined;
  };
  const item = /^(transforms|predicates)\.([^.]+)\.(.+)$/s.exec(key);
  if (item) {
    const type = item[1] === 'transforms' ? 'transformation' : 'predicate';
    return find(`${item[1]}.${item[2]}.type`, type)?.keys.get(item[3]!)?.type === 'PASSWORD';
  }
  const converter = CONVERTERS.find((name) => key.startsWith(`${name}.`));
  if (converter) {
    return (
      find(converter, 'converter', 'header_converter')?.keys.get(key.slice(converter.length + 1))?.type === 'PASSWORD'
    );
  }
  return find('connector.class', 'source', 'sink')?.keys.get(key)?.type === 'PASSWORD';
}
