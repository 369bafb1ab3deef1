import {
  atLeast,
  ConfigError,
  type ConfigKeySpec,
  type ConfigValidator,
  type NullableConfig,
  nonNull,
  oneOf,
} from '../config/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';
import { errorKeys } from './error-keys.ts';
import { requirePlugin, textOf } from './plugin-class.ts';

/** What the worker uses where a connector names no converter of its own: full class names. */
export interface DefaultConverters {
  readonly key: string;
  readonly value: string;
  readonly header: string;
}

type Role = keyof DefaultConverters;

/**
 * The keys that every connector has (org.apache.kafka.connect.runtime.ConnectorConfig), in its order.
 * @param defaults null where no worker is asked: the keys as such
 */
export function connectorKeys(
  registry: PluginRegistry,
  defaults: DefaultConverters | null,
  config: NullableConfig,
): ConfigKeySpec[] {
  return [
    ...identityKeys(registry, config),
    ...converterKeys(registry, 'key', defaults, config),
    ...converterKeys(registry, 'value', defaults, config),
    ...converterKeys(registry, 'header', defaults, config),
    ...stageKeys,
    ...errorKeys,
  ].map(numberedInCommon());
}

/** Keys of the group Common count on through Transforms and Predicates, as there. */
function numberedInCommon(): (spec: ConfigKeySpec) => ConfigKeySpec {
  let order = 0;
  return (spec) => (spec.orderInGroup === undefined ? { ...spec, orderInGroup: ++order } : spec);
}

function identityKeys(registry: PluginRegistry, config: NullableConfig): ConfigKeySpec[] {
  const className = textOf(config, 'connector.class');
  const version = className === null ? null : connectorVersion(registry, className);
  return [
    {
      name: 'name',
      type: 'STRING',
      validator: connectorName,
      importance: 'HIGH',
      documentation: 'What the connector is called; no other connector of the worker has this name.',
      group: 'Common',
      width: 'MEDIUM',
      displayName: 'Connector name',
    },
    {
      name: 'connector.class',
      type: 'STRING',
      importance: 'HIGH',
      documentation:
        'The class of the connector: in full, or its last part with or without "Connector", such as FileStreamSource.',
      group: 'Common',
      width: 'LONG',
      displayName: 'Connector class',
    },
    {
      name: 'connector.plugin.version',
      type: 'STRING',
      defaultValue: version,
      importance: 'MEDIUM',
      documentation: 'The version of the connector that is wanted, or a range of versions.',
      group: 'Common',
      width: 'MEDIUM',
      displayName: 'Connector version',
      recommendedValues: () => (version === null ? [] : [version]),
    },
    {
      name: 'tasks.max',
      type: 'INT',
      defaultValue: 1,
      validator: atLeast(1),
      importance: 'HIGH',
      documentation: 'How many tasks the connector may have at most.',
      group: 'Common',
      width: 'SHORT',
      displayName: 'Tasks max',
    },
    {
      name: 'tasks.max.enforce',
      type: 'BOOLEAN',
      defaultValue: true,
      importance: 'LOW',
      documentation: 'Deprecated. Whether a connector that makes more tasks than tasks.max fails.',
      group: 'Common',
      width: 'SHORT',
      displayName: 'Enforce tasks max',
    },
  ];
}

function connectorVersion(registry: PluginRegistry, className: string): string | null {
  return (registry.find('source', className) ?? registry.find('sink', className))?.version ?? null;
}

/** `key.converter` and its version; checked only where the connector names a converter of its own. */
function converterKeys(
  registry: PluginRegistry,
  role: Role,
  defaults: DefaultConverters | null,
  config: NullableConfig,
): ConfigKeySpec[] {
  const key = `${role}.converter`;
  const kind = role === 'header' ? 'header_converter' : 'converter';
  const versionKey = `${key}.plugin.version`;
  const own = textOf(config, key);
  const className = (own ?? defaults?.[role] ?? '').trim();
  const isNull = Object.hasOwn(config, key) && own === null;
  const version = registry.find(kind, className)?.version ?? null;
  const word = role[0]!.toUpperCase() + role.slice(1);
  const check: ConfigValidator = (_key, value) => {
    if (own === null || value === null) return;
    requirePlugin(registry, kind, value as string, textOf(config, versionKey));
  };
  return [
    {
      name: key,
      type: 'CLASS',
      defaultValue: defaults?.[role] ?? null,
      validator: check,
      importance: 'LOW',
      documentation: `The class that turns a record's ${role} into bytes and back; the worker's own unless given.`,
      group: 'Common',
      width: 'SHORT',
      displayName: `${word} converter class`,
      recommendedValues: () => registry.classNames(kind),
    },
    {
      name: versionKey,
      type: 'STRING',
      defaultValue: version,
      validator: (_key, value) => {
        const ownClass = own === null ? undefined : registry.lookupClass(own.trim());
        if (ownClass !== undefined && value !== version) check(key, ownClass);
      },
      importance: 'LOW',
      documentation: `The version of the ${role} converter that is wanted, or a range of versions.`,
      group: 'Common',
      width: 'SHORT',
      displayName: `${word} converter version`,
      recommendedValues: () => (version === null || isNull ? [] : [version]),
      isVisible: () => !isNull && (defaults === null || registry.lookupClass(className) !== undefined),
    },
  ];
}

const stageKeys: readonly ConfigKeySpec[] = [
  {
    name: 'transforms',
    type: 'LIST',
    defaultValue: [],
    validator: uniqueAliases,
    importance: 'LOW',
    documentation: 'The transforms that records go through, in order, by aliases of your choice.',
    group: 'Transforms',
    width: 'LONG',
    displayName: 'Transforms',
  },
  {
    name: 'predicates',
    type: 'LIST',
    defaultValue: [],
    validator: uniqueAliases,
    importance: 'LOW',
    documentation: 'The predicates that transforms may refer to, by aliases of your choice.',
    group: 'Predicates',
    width: 'LONG',
    displayName: 'Predicates',
  },
  {
    name: 'config.action.reload',
    type: 'STRING',
    defaultValue: 'restart',
    validator: oneOf('none', 'restart'),
    importance: 'LOW',
    documentation: 'Whether the connector restarts when a config provider says that a value has expired.',
    group: 'Common',
    width: 'MEDIUM',
    displayName: 'Reload Action',
  },
];

function uniqueAliases(key: string, value: unknown): void {
  nonNull(key, value);
  if (new Set(value as string[]).size < (value as string[]).length) throw new Error('Duplicate alias provided.');
}

/** Not empty, and none of the characters that break a log line or a URL (NonEmptyStringWithoutControlChars). */
function connectorName(key: string, value: unknown): void {
  if (value === null || value === undefined) return;
  const name = value as string;
  if (name === '') throw new Error('String may not be empty');
  const controls = [...name].map((c) => c.codePointAt(0)!).filter((code) => code < 32 || (code >= 127 && code < 160));
  if (controls.length > 0) {
    throw ConfigError.invalid(
      key,
      name,
      `String may not contain control sequences but had the following ASCII chars: ${controls.join(', ')}`,
    );
  }
}
