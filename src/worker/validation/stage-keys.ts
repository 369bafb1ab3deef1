import {
  type ConfigDef,
  ConfigError,
  type ConfigKey,
  type ConfigKeySpec,
  defineConfig,
  embedConfig,
  type NullableConfig,
  parseValue,
} from '../config/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import { requirePlugin, requireVersion, textOf } from './plugin-class.ts';

interface StageKind {
  readonly list: 'transforms' | 'predicates';
  readonly kind: 'transformation' | 'predicate';
  readonly word: 'Transformation' | 'Predicate';
  readonly group: 'Transforms' | 'Predicates';
}

const stageKinds: readonly StageKind[] = [
  { list: 'transforms', kind: 'transformation', word: 'Transformation', group: 'Transforms' },
  { list: 'predicates', kind: 'predicate', word: 'Predicate', group: 'Predicates' },
];

/** Every transform has these beside its own (TransformationStage). */
const implicitTransformKeys: readonly ConfigKeySpec[] = [
  {
    name: 'predicate',
    type: 'STRING',
    defaultValue: null,
    importance: 'MEDIUM',
    documentation: 'The alias of the predicate that decides which records the transform is applied to.',
  },
  {
    name: 'negate',
    type: 'BOOLEAN',
    defaultValue: false,
    importance: 'MEDIUM',
    documentation: 'Whether the transform is applied to the records that the predicate does not hold for.',
  },
];

/** Keys of the transforms and predicates that a config names, under `transforms.<alias>.` (ConnectorConfig.enrich). */
export function stageKeys(registry: PluginRegistry, config: NullableConfig): ConfigKey[] {
  return stageKinds.flatMap((stage) => {
    const aliases = aliasesOf(config, stage.list);
    return aliases.flatMap((alias) => keysOfAlias(registry, config, stage, alias));
  });
}

/** The aliases that `transforms` or `predicates` lists, each once. */
export function aliasesOf(config: NullableConfig, list: 'transforms' | 'predicates'): readonly string[] {
  return [...new Set((parseValue(list, textOf(config, list), 'LIST') ?? []) as string[])];
}

/** A transform's own keys with `predicate` and `negate`; a key of its own by these names stands. */
export function withImplicitKeys(def: ConfigDef): ConfigDef {
  const own = new Set(def.keys.map((key) => key.name));
  const added = defineConfig(implicitTransformKeys.filter((spec) => !own.has(spec.name)));
  return { keys: [...def.keys, ...added.keys] };
}

function keysOfAlias(registry: PluginRegistry, config: NullableConfig, stage: StageKind, alias: string): ConfigKey[] {
  const prefix = `${stage.list}.${alias}.`;
  const group = `${stage.group}: ${alias}`;
  const version = textOf(config, `${prefix}plugin.version`);
  const plugin = registry.find(stage.kind, textOf(config, `${prefix}type`)?.trim() ?? '');
  const heads = defineConfig([
    {
      name: `${prefix}type`,
      type: 'CLASS',
      validator: (_key, value) => {
        if (value === null || value === undefined) return;
        requirePlugin(registry, stage.kind, value as string, version);
        if (stage.kind === 'transformation') checkNegation(config, prefix);
      },
      importance: 'HIGH',
      documentation: `The class of the ${stage.word.toLowerCase()} that the alias '${alias}' stands for.`,
      group,
      orderInGroup: 0,
      width: 'LONG',
      displayName: `${stage.word} type for ${alias}`,
      recommendedValues: () => registry.classNames(stage.kind),
    },
    {
      name: `${prefix}plugin.version`,
      type: 'STRING',
      defaultValue: plugin?.version ?? null,
      validator: (_key, value) => {
        if (plugin && value !== plugin.version) requireVersion(registry, plugin, value as string | null);
      },
      importance: 'HIGH',
      documentation: `The version of the ${stage.word.toLowerCase()} '${alias}' that is wanted, or a range of versions.`,
      group,
      orderInGroup: 1,
      width: 'LONG',
      displayName: `${stage.word} version for ${alias}`,
      recommendedValues: () => (plugin ? [plugin.version] : []),
    },
  ]).keys;
  if (!plugin || !isWantedVersion(registry, plugin, version)) return [...heads];
  const def = stage.kind === 'transformation' ? withImplicitKeys(plugin.configDef) : plugin.configDef;
  return [...heads, ...embedConfig(def, prefix, group, heads.length)];
}

function isWantedVersion(
  registry: PluginRegistry,
  plugin: Parameters<typeof requireVersion>[1],
  version: string | null,
): boolean {
  try {
    requireVersion(registry, plugin, version);
    return true;
  } catch {
    return false;
  }
}

function checkNegation(config: NullableConfig, prefix: string): void {
  if (Object.hasOwn(config, `${prefix}negate`) && !Object.hasOwn(config, `${prefix}predicate`)) {
    throw new ConfigError(
      `Config '${prefix}negate' was provided but there is no config '${prefix}predicate' defining a predicate to be negated.`,
    );
  }
}
