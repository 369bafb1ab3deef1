import { compare, type PluginType, pluginSuffix } from '../../core/index.ts';
import { type PluginDefinition, shortName } from './plugin-definition.ts';

/** The plugin classes that are known without a worker: those built in, and those that `schema pull` saved. */
export interface PluginCatalogue {
  /** By full name or alias, as Connect resolves it; undefined where it is unknown or two classes share the alias. */
  find(name: string, ...types: readonly PluginType[]): PluginDefinition | undefined;
  /** Full names and aliases of the types, sorted: what a typo may have meant. */
  names(...types: readonly PluginType[]): readonly string[];
  /** Whether a pull said what the workers have: a class that is missing then is worth a warning. */
  readonly isPulled: boolean;
}

/** A pulled definition stands before a built-in one of the same class. */
export function pluginCatalogue(
  builtIn: readonly PluginDefinition[],
  pulled: readonly PluginDefinition[],
): PluginCatalogue {
  const byClass = new Map<string, PluginDefinition>();
  for (const definition of [...builtIn, ...pulled]) byClass.set(definition.className, definition);
  const byName = new Map<string, PluginDefinition[]>();
  for (const definition of byClass.values()) {
    for (const name of namesOf(definition)) byName.set(name, [...(byName.get(name) ?? []), definition]);
  }
  const ofTypes = (definitions: readonly PluginDefinition[] | undefined, types: readonly PluginType[]) =>
    (definitions ?? []).filter((definition) => types.some((type) => definition.types.includes(type)));
  return {
    isPulled: pulled.length > 0,
    find(name, ...types) {
      const found = ofTypes(byName.get(name.trim()), types);
      return found.length === 1 ? found[0] : undefined;
    },
    names: (...types) =>
      [...byName]
        .filter(([, definitions]) => ofTypes(definitions, types).length === 1)
        .map(([name]) => name)
        .sort(compare),
  };
}

/**
 * The full name, the simple one, and that without its kind, as org.apache.kafka.connect.runtime.isolation.PluginUtils
 * makes aliases. An inner class (`InsertField$Value`) has none: its simple name in Java is `Value`.
 */
export function namesOf(definition: PluginDefinition): readonly string[] {
  const simple = shortName(definition.className);
  if (simple.includes('$')) return [definition.className];
  const pruned = definition.types
    .map((type) => pluginSuffix[type])
    .filter((suffix) => simple.endsWith(suffix) && simple !== suffix)
    .map((suffix) => simple.slice(0, -suffix.length));
  return [...new Set([definition.className, simple, ...pruned])];
}
