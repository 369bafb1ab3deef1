import type { ConfigInfos } from '../../core/index.ts';
import {
  type ConfigDef,
  configGroups,
  configKeyInfo,
  configValueInfo,
  type NullableConfig,
  validateConfig,
} from '../config/index.ts';
import { javaEntries } from '../data/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import { requirePlugin, textOf } from './plugin-class.ts';

export type ConverterRole = 'key' | 'value' | 'header';

/** In the order in which validate lists them. */
export const converterRoles: readonly ConverterRole[] = ['header', 'key', 'value'];

export interface ConverterInfos {
  readonly configs: ConfigInfos['configs'];
  readonly groups: readonly string[];
}

/**
 * What validate says of a converter's own keys, `key.converter.schemas.enable` and the like. Nothing where the
 * connector names no converter, or one that can't be used: the key itself has the message then.
 */
export function converterInfos(registry: PluginRegistry, role: ConverterRole, config: NullableConfig): ConverterInfos {
  const def = definitionOf(registry, role, config);
  if (def === null) return { configs: [], groups: [] };
  const prefix = `${role}.converter.`;
  const checked = validateConfig(def, converterConfig(config, role), (name) => registry.lookupClass(name));
  // ConfigDef.validate gives its answers in the order of a HashMap.
  const ordered = javaEntries(new Map(def.keys.map((key) => [key.name, key] as const)));
  const keys = ordered.map(([name]) => def.keys.find((key) => key.name === name)!);
  return {
    configs: keys.map((key) => ({
      definition: configKeyInfo(key, prefix),
      value: configValueInfo(checked.get(key.name)!, key, prefix),
    })),
    groups: configGroups(keys),
  };
}

/** The keys under `<role>.converter.` without that prefix, and what the framework adds to them. */
export function converterConfig(config: NullableConfig, role: ConverterRole): NullableConfig {
  const prefix = `${role}.converter.`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix) && key !== `${prefix}plugin.version`);
  return {
    ...Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])),
    'converter.type': role,
  };
}

function definitionOf(registry: PluginRegistry, role: ConverterRole, config: NullableConfig): ConfigDef | null {
  const name = textOf(config, `${role}.converter`);
  const className = name === null ? undefined : registry.lookupClass(name.trim());
  if (className === undefined) return null;
  const kind = role === 'header' ? 'header_converter' : 'converter';
  try {
    return requirePlugin(registry, kind, className, textOf(config, `${role}.converter.plugin.version`)).configDef;
  } catch {
    return null;
  }
}
