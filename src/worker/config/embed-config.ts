import { compare } from '../../core/index.ts';
import type { ConfigDef, ConfigKey } from './config-def.ts';
import { checkKey } from './parse-config.ts';

const importanceOrder = { HIGH: 0, MEDIUM: 1, LOW: 2 } as const;

/**
 * The keys of a plugin under a prefix such as `transforms.route.`, sorted and numbered as ConfigDef.embed does:
 * required ones first, then by importance and name. A validator still sees the name without the prefix.
 */
export function embedConfig(def: ConfigDef, prefix: string, group: string, firstOrder: number): ConfigKey[] {
  return [...def.keys].sort(byImportance).map((key, index) => ({
    ...prefixedKey(key, prefix),
    group,
    orderInGroup: firstOrder + index,
  }));
}

/** A key under a prefix; its validator still speaks of the name without it. */
export function prefixedKey(key: ConfigKey, prefix: string): ConfigKey {
  return {
    ...key,
    name: prefix + key.name,
    validator: key.validator && ((_name, value) => checkKey(key, value)),
    displayName: key.displayName ?? key.name,
  };
}

function byImportance(a: ConfigKey, b: ConfigKey): number {
  return (
    Number(b.required) - Number(a.required) ||
    importanceOrder[a.importance] - importanceOrder[b.importance] ||
    compare(a.name, b.name)
  );
}
