import { type ConverterTable, converterTables, readBytes, rolesOf, writtenValues } from '../oracle/converter-rows.ts';
import type { Config, RecordText, Role } from '../oracle/oracle.ts';
import { type ConnectorConfig, type MessageBytes, type SinkGroup, type SourceGroup, TIMESTAMP } from './record-case.ts';

interface AskedConverter {
  /** As the rows' names begin, for each role that it plays. */
  readonly names: ReadonlyMap<Role, string>;
  readonly table: ConverterTable;
  readonly config: ConnectorConfig;
}

const text = 'org.apache.kafka.connect.storage.StringConverter';

/** Each converter with each of its settings, as key, value and header converter of one connector. */
const asked: readonly AskedConverter[] = converterTables.flatMap((table) =>
  table.configs.map((config, index) => {
    const roles = rolesOf(table, index);
    return {
      table,
      names: new Map(roles.map((role) => [role, nameOf(table, role, config)])),
      config: {
        'key.converter': text,
        'value.converter': text,
        ...Object.assign({}, ...roles.map((role) => keysOf(role, table.class, config))),
      },
    };
  }),
);

/** Each Connect type, written. */
export const converterSources: readonly SourceGroup[] = asked.map(({ names, config }) => ({
  name: [...names.values()][0]!,
  config,
  rows: [...names].flatMap(([role, name]) =>
    writtenValues.map(([what, value]) => ({ name: `${name} writes ${what}`, record: recordWith(role, value) })),
  ),
}));

/** Bytes of every kind, read. */
export const converterSinks: readonly SinkGroup[] = asked.map(({ names, table, config }) => ({
  name: [...names.values()][0]!,
  config,
  rows: [...names].flatMap(([role, name]) =>
    readBytes(table).map(([what, hex]) => ({ name: `${name} reads ${what}`, message: messageWith(role, hex) })),
  ),
}));

function nameOf(table: ConverterTable, role: Role, config: Config): string {
  const keys = Object.entries(config).map(([key, value]) => ` ${key}=${value}`);
  return `${table.class.split('.').at(-1)} of a ${role}${keys.join('')}`;
}

function keysOf(role: Role, className: string, config: Config): ConnectorConfig {
  const own = Object.entries(config).map(([key, value]) => [`${role}.converter.${key}`, value]);
  return { [`${role}.converter`]: className, ...Object.fromEntries(own) };
}

function recordWith(role: Role, value: string | null): RecordText {
  if (role === 'header') return { headers: [{ key: 'h', value: value ?? 'null' }] };
  return { [role]: value };
}

function messageWith(role: Role, hex: string | null): MessageBytes {
  const bytes = hex === null ? null : Buffer.from(hex, 'hex');
  const empty = { key: null, value: null, headers: [], timestampMs: TIMESTAMP };
  if (role === 'header') return { ...empty, headers: [{ key: 'h', value: bytes }] };
  return { ...empty, [role]: bytes };
}
