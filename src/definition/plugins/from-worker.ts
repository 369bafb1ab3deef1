import { type ConfigKeyInfo, compare, type PluginInfo } from '../../core/index.ts';
import { seededFreeKeys } from './free-keys.ts';
import type { PluginDefinition, PluginKey } from './plugin-definition.ts';

/**
 * What a worker says about one class, from `GET /connector-plugins/{class}/config` or the definitions inside a
 * validation. `plugins` are the rows of the plugin list for this class: one a type and version.
 */
export function definitionFromWorker(
  className: string,
  plugins: readonly PluginInfo[],
  infos: readonly ConfigKeyInfo[],
): PluginDefinition {
  const types = [...new Set(plugins.map((plugin) => plugin.type))].sort(compare);
  const versions = [...new Set(plugins.flatMap((plugin) => plugin.version ?? []))].sort(compare);
  const keys = new Map(infos.map((info) => [info.name, keyFromWorker(info)]));
  return {
    className,
    types,
    version: versions.at(-1),
    keys,
    probed: false,
    freeKeys: seededFreeKeys(className, versions.at(-1), keys.size),
  };
}

/**
 * What a further pull takes over from the file before it: the free keys, which people edit, and, while the plugin's
 * version stands and nobody probed again, the allowed values.
 */
export function mergePulled(pulled: PluginDefinition, before: PluginDefinition | undefined): PluginDefinition {
  if (!before) return pulled;
  const { freeKeys } = before;
  if (pulled.probed || before.version !== pulled.version) return { ...pulled, freeKeys };
  const keys = new Map(pulled.keys);
  for (const key of pulled.keys.values()) {
    const old = before.keys.get(key.name);
    if (old?.type === key.type) keys.set(key.name, { ...key, constraint: old.constraint });
  }
  return { ...pulled, keys, probed: before.probed, freeKeys };
}

function keyFromWorker(info: ConfigKeyInfo): PluginKey {
  return {
    name: info.name,
    type: info.type,
    required: info.required,
    defaultValue: info.default_value,
    documentation: info.documentation ?? '',
    constraint: {},
    recommended: [],
  };
}
