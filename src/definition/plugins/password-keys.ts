import type { PluginType } from '../../core/index.ts';
import type { ResolvedConnector } from '../resolved.ts';
import type { PluginCatalogue } from './catalogue.ts';
import { CONVERTERS, PLUGIN_LISTS } from './known-prefixes.ts';
import type { PluginDefinition } from './plugin-definition.ts';

/** The flat keys of a connector that its plugins declare as PASSWORD, as far as they are known. Most have none. */
export function passwordKeys(connector: ResolvedConnector, catalogue: PluginCatalogue): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (classKey: string, prefix: string, ...types: readonly PluginType[]): void => {
    const name = connector.config.get(classKey);
    const definition = typeof name === 'string' ? catalogue.find(name, ...types) : undefined;
    for (const key of definition ? declaredPasswords(definition) : []) keys.add(prefix + key);
  };
  add('connector.class', '', 'source', 'sink');
  for (const converter of CONVERTERS) add(converter, `${converter}.`, 'converter', 'header_converter');
  if (!PLUGIN_LISTS.some((list) => connector.config.has(list))) return keys;
  for (const key of connector.config.keys()) {
    if (!key.endsWith('.type')) continue;
    const prefix = key.slice(0, -'type'.length);
    if (key.startsWith('transforms.')) add(key, prefix, 'transformation');
    else if (key.startsWith('predicates.')) add(key, prefix, 'predicate');
  }
  return keys;
}

const declared = new WeakMap<PluginDefinition, readonly string[]>();

function declaredPasswords(definition: PluginDefinition): readonly string[] {
  let names = declared.get(definition);
  if (!names) {
    names = [...definition.keys.values()].filter(({ type }) => type === 'PASSWORD').map(({ name }) => name);
    declared.set(definition, names);
  }
  return names;
}
