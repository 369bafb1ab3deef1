import type { ConfigInfos } from '../../core/index.ts';
import {
  type CheckedValue,
  type ConfigKey,
  configGroups,
  configKeyInfo,
  configValueInfo,
  defineConfig,
  javaCopyOrder,
  type NullableConfig,
  validateConfig,
} from '../config/index.ts';
import { javaEntries } from '../data/index.ts';
import { ConnectError, type ConnectorPlugin, type PluginRegistry } from '../plugins/index.ts';
import { clientOverrideInfos, clientsOf } from './client-overrides.ts';
import { connectorKeys, type DefaultConverters } from './connector-keys.ts';
import { converterInfos, converterRoles } from './converter-infos.ts';
import type { OverridePolicy } from './override-policy.ts';
import { requireVersion, textOf } from './plugin-class.ts';
import { parseVersionRange } from './plugin-version.ts';
import { checkSinkTopics, sinkKeys } from './sink-keys.ts';
import { sourceKeys } from './source-keys.ts';
import { stageKeys } from './stage-keys.ts';

export interface ValidationContext {
  readonly registry: PluginRegistry;
  readonly defaultConverters: DefaultConverters;
  readonly overridePolicy: OverridePolicy;
}

/** A config that names no connector at all, so that there is nothing to check it against. */
export class UnknownConnectorError extends ConnectError {}

/**
 * Checks a connector's config with everything in it: framework keys, transforms, predicates, the connector's own
 * keys, client overrides, converters. The order of the answer is Kafka Connect's (AbstractHerder).
 * @param config with config provider references resolved
 * @throws UnknownConnectorError, or ConfigError for an override of the wrong type
 */
export function validateConnector(context: ValidationContext, config: NullableConfig): ConfigInfos {
  const plugin = findPlugin(context.registry, config);
  const name = textOf(config, 'connector.class')!;
  const versionError = versionErrorOf(context.registry, plugin, config);
  const framework = checkFramework(context, plugin, config, versionError);
  if (versionError !== null) return configInfos(name, [framework]);
  const own = {
    keys: plugin.configDef.keys,
    checked: validateConfig(plugin.configDef, config, (text) => context.registry.lookupClass(text)),
  };
  const base = configInfos(name, [framework, own]);
  const overrides = clientsOf(plugin.kind, config).flatMap((client) =>
    clientOverrideInfos(client, config, context.overridePolicy),
  );
  const converters = converterRoles.map((role) => converterInfos(context.registry, role, config));
  return withMore(
    base,
    [...overrides, ...converters.flatMap((c) => c.configs)],
    converters.flatMap((c) => c.groups),
  );
}

/** @throws UnknownConnectorError with Kafka's message */
function findPlugin(registry: PluginRegistry, config: NullableConfig): ConnectorPlugin {
  const name = textOf(config, 'connector.class');
  if (name === null) {
    const printed = javaCopyOrder(Object.entries(config)).map(([key, value]) => `${key}=${value}`);
    throw new UnknownConnectorError(`Connector config {${printed.join(', ')}} contains no connector type`);
  }
  try {
    parseVersionRange(textOf(config, 'connector.plugin.version') ?? '');
    return registry.findConnector(name);
  } catch (error) {
    throw new UnknownConnectorError((error as Error).message, { cause: error });
  }
}

function versionErrorOf(registry: PluginRegistry, plugin: ConnectorPlugin, config: NullableConfig): string | null {
  try {
    requireVersion(registry, plugin, textOf(config, 'connector.plugin.version'));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

interface CheckedKeys {
  readonly keys: readonly ConfigKey[];
  readonly checked: ReadonlyMap<string, CheckedValue>;
}

function checkFramework(
  context: ValidationContext,
  plugin: ConnectorPlugin,
  config: NullableConfig,
  versionError: string | null,
): CheckedKeys {
  const { registry, defaultConverters } = context;
  const keys = [
    ...defineConfig([
      ...connectorKeys(registry, defaultConverters, config),
      ...(plugin.kind === 'source' ? sourceKeys : sinkKeys),
    ]).keys,
    ...(versionError === null ? stageKeys(registry, config) : []),
  ];
  const checked = validateConfig({ keys }, config, (name) => registry.lookupClass(name));
  if (plugin.kind === 'sink') checkSinkTopics(config, checked);
  if (versionError !== null) {
    for (const key of ['connector.class', 'connector.plugin.version']) checked.get(key)?.errors.push(versionError);
  }
  addNullErrors(config, checked);
  return { keys, checked };
}

/** A null is no value; a key that nobody declared gets its message as well. */
function addNullErrors(config: NullableConfig, checked: Map<string, CheckedValue>): void {
  for (const [name, value] of Object.entries(config)) {
    if (value !== null) continue;
    if (!checked.has(name)) checked.set(name, { name, value: null, errors: [] });
    checked.get(name)!.errors.push('Null value can not be supplied as the configuration value.');
  }
}

/** Undeclared keys first, then every key in the order of definition; a later definition of a key replaces the earlier. */
function configInfos(name: string, parts: readonly CheckedKeys[]): ConfigInfos {
  const keys = new Map(parts.flatMap((part) => part.keys.map((key) => [key.name, key] as const)));
  const checked = new Map(parts.flatMap((part) => [...part.checked]));
  const undeclared = javaEntries(new Map([...checked].filter(([key]) => !keys.has(key))));
  const configs = [
    ...undeclared.map(([, value]) => ({ definition: null, value: configValueInfo(value as CheckedValue, null) })),
    ...[...keys.values()].map((key) => ({
      definition: configKeyInfo(key),
      value: configValueInfo(checked.get(key.name)!, key),
    })),
  ];
  return withMore({ name, error_count: 0, groups: groupsOf(parts), configs: [] }, configs, []);
}

function groupsOf(parts: readonly CheckedKeys[]): string[] {
  return [...new Set(parts.flatMap((part) => configGroups(part.keys)))];
}

function withMore(infos: ConfigInfos, configs: ConfigInfos['configs'], groups: readonly string[]): ConfigInfos {
  return {
    name: infos.name,
    error_count: infos.error_count + configs.reduce((sum, { value }) => sum + value.errors.length, 0),
    groups: [...new Set([...infos.groups, ...groups])],
    configs: [...infos.configs, ...configs],
  };
}
