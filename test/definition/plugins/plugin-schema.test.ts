import { describe, expect, test } from 'vitest';
import type { ConfigInfos, ConfigKeyInfo, ConfigTypeName, PluginInfo } from '../../../src/core/index.ts';
import {
  builtInPlugins,
  definitionFromWorker,
  fromPluginSchema,
  mergePulled,
  type PluginDefinition,
  probeRequest,
  readProbe,
  toPluginSchema,
} from '../../../src/definition/index.ts';
import { constraintOf } from '../../../src/definition/plugins/probe.ts';

const info = (name: string, type: ConfigTypeName, more: Partial<ConfigKeyInfo> = {}): ConfigKeyInfo => ({
  name,
  type,
  required: false,
  default_value: null,
  importance: 'HIGH',
  documentation: `about ${name}`,
  group: null,
  order_in_group: -1,
  width: 'NONE',
  display_name: name,
  dependents: [],
  ...more,
});

const infos: readonly ConfigKeyInfo[] = [
  info('url', 'STRING', { required: true }),
  info('mode', 'STRING', { default_value: 'all' }),
  info('size', 'LONG', { default_value: '9223372036854775807' }),
  info('ratio', 'DOUBLE', { default_value: '0.5' }),
  info('count', 'INT', { default_value: '10' }),
  info('on', 'BOOLEAN', { default_value: 'true' }),
  info('tables', 'LIST', { default_value: '' }),
  info('secret.word', 'PASSWORD'),
];
const plugins: readonly PluginInfo[] = [{ class: 'io.example.ThingSourceConnector', type: 'source', version: '1.2' }];
const pulled = definitionFromWorker('io.example.ThingSourceConnector', plugins, infos);

/** Definitions compare as their keys by name, whatever the order of the map. */
const byName = (d: PluginDefinition) => ({ ...d, keys: Object.fromEntries(d.keys) });

test('a definition survives being written and read', () => {
  const text = JSON.stringify(toPluginSchema(pulled));
  expect(byName(fromPluginSchema(JSON.parse(text)) as PluginDefinition)).toEqual(byName(pulled));
});

test('the same definition gives the same bytes in whatever order the worker lists its keys', () => {
  const other = definitionFromWorker('io.example.ThingSourceConnector', plugins, [...infos].reverse());
  expect(JSON.stringify(toPluginSchema(other))).toBe(JSON.stringify(toPluginSchema(pulled)));
});

test.each(builtInPlugins().map((definition) => ({ name: definition.className, definition })))(
  'built in: $name survives being written and read',
  ({ definition }) => {
    const again = fromPluginSchema(JSON.parse(JSON.stringify(toPluginSchema(definition)))) as PluginDefinition;
    expect(byName(again)).toEqual(byName(definition));
  },
);

test.each([
  { name: 'a list', value: [], reason: 'it is no JSON object' },
  { name: 'no class', value: { properties: {} }, reason: '"title" must be the class name' },
  {
    name: 'an unknown kind of plugin',
    value: { title: 'a', 'x-connect': { types: ['thing'] }, properties: {} },
    reason: '"x-connect.types" must name what the plugin is',
  },
  {
    name: 'a key without its type',
    value: { title: 'a', 'x-connect': { types: ['sink'] }, properties: { a: { type: 'string' } } },
    reason: 'the property "a": "x-type" must be a type of Kafka\'s ConfigDef',
  },
  {
    name: 'free keys that are no list',
    value: { title: 'a', 'x-connect': { types: ['sink'] }, properties: {}, freeKeys: 'a' },
    reason: '"freeKeys" must be a list of strings',
  },
])('a broken file says why: $name', ({ value, reason }) => expect(fromPluginSchema(value)).toBe(reason));

describe('a further pull', () => {
  const edited: PluginDefinition = {
    ...pulled,
    probed: true,
    freeKeys: ['driver.*'],
    keys: new Map(
      [...pulled.keys].map(([k, key]) => [k, k === 'mode' ? { ...key, constraint: { values: ['a'] } } : key]),
    ),
  };

  test('keeps what people wrote and what a probe found', () => {
    const merged = mergePulled(pulled, edited);
    expect(merged).toMatchObject({ freeKeys: ['driver.*'], probed: true });
    expect(merged.keys.get('mode')?.constraint).toEqual({ values: ['a'] });
  });

  test('forgets the allowed values when the plugin has another version', () => {
    const merged = mergePulled({ ...pulled, version: '1.3' }, edited);
    expect(merged).toMatchObject({ freeKeys: ['driver.*'], probed: false });
    expect(merged.keys.get('mode')?.constraint).toEqual({});
  });
});

test("the first pull of a class that declares nothing takes any key, but for Kafka's own", () => {
  const plugin = (name: string): PluginInfo[] => [{ class: name, type: 'converter', version: '1' }];
  expect(definitionFromWorker('io.example.XConverter', plugin('io.example.XConverter'), []).freeKeys).toEqual(['*']);
  const own = 'org.apache.kafka.connect.storage.SimpleHeaderConverter';
  expect(definitionFromWorker(own, plugin(own), []).freeKeys).toEqual([]);
});

test.each([
  {
    name: 'Debezium from 2.0',
    className: 'io.debezium.connector.mysql.MySqlConnector',
    version: '3.0.8.Final',
    has: 'driver.*',
    hasNot: 'database.*',
  },
  {
    name: 'Debezium before',
    className: 'io.debezium.connector.mysql.MySqlConnector',
    version: '1.9.7.Final',
    has: 'database.*',
    hasNot: '*',
  },
  {
    name: 'JDBC',
    className: 'io.aiven.connect.jdbc.JdbcSourceConnector',
    version: '6.10.0',
    has: 'connection.*',
    hasNot: '*',
  },
  {
    name: 'a registry converter',
    className: 'io.confluent.connect.avro.AvroConverter',
    version: '7.5.1',
    has: '*',
    hasNot: '',
  },
])('the first pull writes what a plugin hands on undeclared: $name', ({ className, version, has, hasNot }) => {
  const { freeKeys } = definitionFromWorker(className, [{ class: className, type: 'source', version }], infos);
  expect(freeKeys).toContain(has);
  expect(freeKeys).not.toContain(hasNot);
});

test.each<{ name: string; type: ConfigTypeName; errors: string[]; expected: object }>([
  {
    name: 'ValidString',
    type: 'STRING',
    errors: ['Invalid value x for configuration mode: String must be one of: none, all'],
    expected: { values: ['none', 'all'] },
  },
  {
    name: 'CaseInsensitiveValidString, whose order means nothing',
    type: 'STRING',
    errors: ['Invalid value x for configuration t: String must be one of (case insensitive): POLL, INTERVAL'],
    expected: { values: ['INTERVAL', 'POLL'], ignoreCase: true },
  },
  {
    name: 'a list in brackets, as Java prints one',
    type: 'STRING',
    errors: ["The 'snapshot.mode' value is invalid: Value must be one of [always, initial]"],
    expected: { values: ['always', 'initial'] },
  },
  {
    name: 'Range, from below',
    type: 'INT',
    errors: ['Invalid value -2147483648 for configuration tasks.max: Value must be at least 1'],
    expected: { minimum: 1 },
  },
  {
    name: 'Range, from above',
    type: 'INT',
    errors: ['Invalid value 2147483647 for configuration n: Value must be no more than 100'],
    expected: { maximum: 100 },
  },
  {
    name: 'a number that has to be positive',
    type: 'INT',
    errors: ['A positive, non-zero integer value is required'],
    expected: { minimum: 1 },
  },
  { name: 'what says nothing about values', type: 'STRING', errors: ['Cannot connect to host'], expected: {} },
])('an error text tells the allowed values: $name', ({ type, errors, expected }) => {
  expect(constraintOf(errors, type)).toEqual(expected);
});

describe('a probe', () => {
  test('asks impossible values of what can be judged, and leaves hosts and secrets unset', () => {
    expect(probeRequest(pulled, 'host', 'low')).toEqual({
      round: 'low',
      connectorClass: 'io.example.ThingSourceConnector',
      prefix: '',
      config: {
        name: 'connectctl-probe',
        'connector.class': 'io.example.ThingSourceConnector',
        mode: 'connectctl.impossible',
        size: '-9223372036854775808',
        ratio: '-1.7976931348623157E308',
        count: '-2147483648',
        tables: 'connectctl.impossible',
      },
    });
  });

  test('asks a transform through a connector, and reads the answer under its prefix', () => {
    const transform = { ...pulled, className: 'io.example.T', types: ['transformation'] as const };
    const request = probeRequest(transform, 'io.example.Host', 'low')!;
    expect(request.config).toMatchObject({
      'connector.class': 'io.example.Host',
      transforms: 'probe',
      'transforms.probe.type': 'io.example.T',
      'transforms.probe.mode': 'connectctl.impossible',
    });
    const value = (name: string, errors: string[]): ConfigInfos['configs'][number] => ({
      definition: null,
      value: { name, value: null, recommended_values: [], errors, visible: true },
    });
    const answer: ConfigInfos = {
      name: '',
      error_count: 2,
      groups: [],
      configs: [
        value('transforms.probe.mode', ['String must be one of: a, b']),
        value('mode', ['String must be one of: not, ours']),
      ],
    };
    const probed = readProbe(transform, request, answer);
    expect(probed.probed).toBe(true);
    expect(probed.keys.get('mode')?.constraint).toEqual({ values: ['a', 'b'] });
  });

  test('asks an allowed word in another case, beside something impossible, and reads silence as a yes', () => {
    const mode = { ...pulled.keys.get('mode')!, constraint: { values: ['all', 'some'] } };
    const known = { ...pulled, keys: new Map(pulled.keys).set('mode', mode) };
    const request = probeRequest(known, 'host', 'case')!;
    expect(request.config).toMatchObject({ mode: 'ALL', count: '-2147483648' });
    const answer = (errors: string[]): ConfigInfos => ({
      name: '',
      error_count: errors.length,
      groups: [],
      configs: [
        { definition: null, value: { name: 'mode', value: null, recommended_values: [], errors, visible: true } },
      ],
    });
    expect(readProbe(known, request, answer([])).keys.get('mode')?.constraint).toEqual({
      values: ['all', 'some'],
      ignoreCase: true,
    });
    expect(readProbe(known, request, answer(['no'])).keys.get('mode')?.constraint).toEqual({ values: ['all', 'some'] });
    expect(probeRequest(pulled, 'host', 'case')).toBeUndefined();
  });

  test('does not ask twice where there is no number', () => {
    const text = { ...pulled, keys: new Map([['mode', pulled.keys.get('mode')!]]) };
    expect(probeRequest(text, 'host', 'high')).toBeUndefined();
  });
});
