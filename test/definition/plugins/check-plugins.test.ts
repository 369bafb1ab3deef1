import { expect, test } from 'vitest';
import {
  builtInFramework,
  builtInPlugins,
  checkPlugins,
  type PluginDefinition,
  type PluginKey,
  pluginCatalogue,
} from '../../../src/definition/index.ts';
import { connectorOf } from '../connector.ts';

const source = { 'connector.class': 'FileStreamSource', topic: 't' };
const sink = { 'connector.class': 'FileStreamSink', topics: 't' };
const withTransform = (type: string, keys: Record<string, string>): Record<string, string> => ({
  ...source,
  transforms: 'a',
  'transforms.a.type': `org.apache.kafka.connect.transforms.${type}`,
  ...Object.fromEntries(Object.entries(keys).map(([key, value]) => [`transforms.a.${key}`, value])),
});

interface Row {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  /** `CODE line message [help]`, in order. */
  readonly expected: readonly string[];
}

const rows: readonly Row[] = [
  { name: 'a source that is right says nothing', config: { ...source, file: '/a', 'batch.size': '10' }, expected: [] },
  { name: 'a sink that is right says nothing', config: { ...sink, file: '/a' }, expected: [] },
  {
    name: 'a required key that is missing is an error at the class',
    config: { 'connector.class': 'FileStreamSource', file: '/a' },
    expected: ['CC3101 2 FileStreamSourceConnector needs "topic", and connector "c" does not give it'],
  },
  {
    name: 'an INT of the connector that is none',
    config: { ...source, 'batch.size': 'many' },
    expected: [
      'CC3102 4 "batch.size" of FileStreamSourceConnector takes an INT (a whole number of 32 bits), not "many"',
    ],
  },
  {
    name: 'an INT beyond 32 bits, though it is a number',
    config: { ...source, 'batch.size': '2147483648' },
    expected: [
      'CC3102 4 "batch.size" of FileStreamSourceConnector takes an INT (a whole number of 32 bits), not "2147483648"',
    ],
  },
  {
    name: 'blanks, a plus and any case pass, as ConfigDef reads them',
    config: { ...source, 'batch.size': ' +12 ', 'errors.log.enable': 'TRUE', 'errors.tolerance': ' all ' },
    expected: [],
  },
  {
    name: 'a framework key with a value that is not allowed',
    config: { ...source, 'errors.tolerance': 'al' },
    expected: ['CC3103 4 "errors.tolerance" of Kafka Connect takes one of none, all, not "al" [did you mean "all"?]'],
  },
  {
    name: 'values that Connect compares in any case',
    config: { ...source, 'transaction.boundary': 'Poll', 'exactly.once.support': 'required' },
    expected: [],
  },
  {
    name: 'tasks.max below its least',
    config: { ...source, 'tasks.max': '0' },
    expected: ['CC3103 4 "tasks.max" of Kafka Connect has to be at least 1, and is 0'],
  },
  {
    name: 'a key nobody knows, with the one it meant',
    config: { ...source, fil: '/a' },
    expected: ['CC3104 4 FileStreamSourceConnector has no key "fil" [did you mean "file"?]'],
  },
  {
    name: 'a framework key that is misspelled',
    config: { ...source, 'errors.tolerence': 'all' },
    expected: ['CC3104 4 FileStreamSourceConnector has no key "errors.tolerence" [did you mean "errors.tolerance"?]'],
  },
  {
    name: 'a family of keys that is misspelled',
    config: { ...source, 'producer.overide.linger.ms': '5' },
    expected: [
      'CC3104 4 FileStreamSourceConnector has no key "producer.overide.linger.ms" [did you mean "producer.override.linger.ms"?]',
    ],
  },
  {
    name: 'a key of the other kind of connector',
    config: { ...sink, topic: 'd' },
    expected: ['CC3104 4 FileStreamSinkConnector has no key "topic" [did you mean "topics"?]'],
  },
  {
    name: 'settings that Connect hands to its clients',
    config: { ...source, 'producer.override.x': '1', 'admin.override.y': '2', 'consumer.override.z': '3' },
    expected: [],
  },
  {
    name: 'a setting of a Kafka client that is nearly one of its own',
    config: {
      ...source,
      'producer.override.linger.sm': '5',
      'producer.override.compression.type': 'zstd',
      'producer.override.my.interceptor.key': 'x',
      'consumer.override.linger.sm': '5',
    },
    expected: ['CC3104 4 the Kafka producer has no key "linger.sm" [did you mean "linger.ms"?]'],
  },
  {
    name: 'a reference that the worker fills in is not judged',
    config: { ...source, 'batch.size': '${file:/a.properties:size}', 'errors.tolerance': '${env:TOLERANCE}' },
    expected: [],
  },
  {
    name: 'topics that a source creates need both defaults',
    config: { ...source, 'topic.creation.default.partitions': '3' },
    expected: [
      'CC3106 4 "topic.creation.default.replication.factor" is missing [a source with any topic.creation key needs it; -1 is the broker\'s default]',
    ],
  },
  {
    name: 'a group of topics that is not listed',
    config: {
      ...source,
      'topic.creation.default.partitions': '-1',
      'topic.creation.default.replication.factor': 'x',
      'topic.creation.groups': 'big',
      'topic.creation.big.include': 'big-.*',
      'topic.creation.small.include': 'small-.*',
    },
    expected: [
      'CC3102 5 "replication.factor" of topic creation takes a SHORT (a whole number of 16 bits), not "x"',
      'CC3107 8 "topic.creation.small.include" belongs to no group of topics [the groups are default, big]',
    ],
  },
  {
    name: 'a sink without topics',
    config: { 'connector.class': 'FileStreamSink' },
    expected: ['CC3106 2 a sink reads no topic [write "topics" or "topics.regex" in config]'],
  },
  {
    name: 'a sink with both',
    config: { ...sink, 'topics.regex': 'a.*' },
    expected: ['CC3106 4 a sink has both "topics" and "topics.regex" [leave one of them out]'],
  },
  {
    name: 'a sink that reads its own dead letters, and an empty topic',
    config: { ...sink, topics: 'a,,b', 'errors.deadletterqueue.topic.name': 'b' },
    expected: [
      'CC3106 3 the list "topics" has an empty item [take the extra comma away]',
      'CC3106 4 the sink reads its own dead letter topic "b" [name another topic]',
    ],
  },
  { name: 'a transform that is right', config: withTransform('HoistField$Value', { field: 'line' }), expected: [] },
  {
    name: 'a transform without its required key, at its class',
    config: withTransform('HoistField$Value', {}),
    expected: ['CC3101 5 HoistField$Value needs "field", and connector "c" does not give it'],
  },
  {
    name: 'a transform with a wrong value and an unknown key',
    config: withTransform('TimestampConverter$Value', { 'target.type': 'timestamp', fields: 'x' }),
    expected: [
      'CC3103 6 "target.type" of TimestampConverter$Value takes one of string, unix, Date, Time, Timestamp, not "timestamp" [did you mean "Timestamp"?]',
      'CC3104 7 TimestampConverter$Value has no key "fields" [did you mean "field"?]',
    ],
  },
  {
    name: 'the framework keys of a transform',
    config: {
      ...withTransform('Filter', { predicate: 'p', negate: 'maybe', 'plugin.version': '4.3.1' }),
      predicates: 'p',
      'predicates.p.type': 'RecordIsTombstone',
    },
    expected: ['CC3102 7 "negate" of transform takes true or false, not "maybe"'],
  },
  {
    name: 'a predicate without its key',
    config: { ...source, predicates: 'p', 'predicates.p.type': 'TopicNameMatches' },
    expected: ['CC3101 5 TopicNameMatches needs "pattern", and connector "c" does not give it'],
  },
  {
    name: 'transform keys that no list names',
    config: { ...withTransform('Filter', {}), 'transforms.b.type': 'x' },
    expected: [
      'CC3107 6 "transforms.b.type" belongs to no item of "transforms" [Connect reads only those that "transforms" names: a]',
    ],
  },
  {
    name: 'a transform that the list names and nothing defines',
    config: { ...source, transforms: 'a' },
    expected: ['CC3106 4 transform "a" has no class [write "transforms.a.type"]'],
  },
  {
    name: 'the keys of a converter, whose type the framework sets',
    config: { ...source, 'value.converter': 'JsonConverter', 'value.converter.schemas.enable': 'false' },
    expected: [],
  },
  {
    name: 'a converter with a wrong value and an unknown key',
    config: {
      ...source,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'no',
      'value.converter.schema.enable': 'false',
      'value.converter.decimal.format': 'numeric',
    },
    expected: [
      'CC3102 5 "schemas.enable" of JsonConverter takes true or false, not "no"',
      'CC3104 6 JsonConverter has no key "schema.enable" [did you mean "schemas.enable"?]',
    ],
  },
  {
    name: 'the framework keys of a class that is unknown here',
    config: { 'connector.class': 'io.example.Thing', 'tasks.max': 'two', whatever: '1' },
    expected: ['CC3102 3 "tasks.max" of Kafka Connect takes an INT (a whole number of 32 bits), not "two"'],
  },
  {
    name: 'before any pull, a class of one slip from one of Kafka is told, at the class',
    config: { ...sink, 'connector.class': 'FileStremSink' },
    expected: ['CC3105 2 no connector "FileStremSink" among the plugins known here [did you mean "FileStreamSink"?]'],
  },
  {
    name: 'before any pull, a converter of one slip is told',
    config: { ...sink, 'value.converter': 'JsonConvertor' },
    expected: ['CC3105 4 no converter "JsonConvertor" among the plugins known here [did you mean "JsonConverter"?]'],
  },
  {
    name: "before any pull, other people's classes are left alone",
    config: {
      'connector.class': 'MongoSource',
      'key.converter': 'CloudEventsConverter',
      'value.converter': 'x.y.Thing',
    },
    expected: [],
  },
];

test.each(rows)('$name', ({ config, expected }) => {
  const catalogue = pluginCatalogue(builtInPlugins(), []);
  const { diagnostics } = checkPlugins([connectorOf(config)], catalogue, builtInFramework());
  expect(diagnostics.map(print)).toEqual(expected);
  for (const { code, severity } of diagnostics) {
    expect(severity).toBe(['CC3104', 'CC3105', 'CC3107'].includes(code) ? 'warning' : 'error');
  }
});

const key = (name: string, more: Partial<PluginKey> = {}): PluginKey => ({
  name,
  type: 'STRING',
  required: false,
  defaultValue: null,
  documentation: '',
  constraint: {},
  recommended: [],
  ...more,
});

const pulled = (more: Partial<PluginDefinition> = {}): PluginDefinition => ({
  className: 'io.example.ThingSourceConnector',
  types: ['source'],
  version: '1.0',
  keys: new Map([key('url', { required: true }), key('mode')].map((k) => [k.name, k])),
  probed: false,
  freeKeys: ['driver.*'],
  ...more,
});

test('a pulled class is known by its aliases, and its free keys pass', () => {
  const catalogue = pluginCatalogue(builtInPlugins(), [pulled()]);
  const connector = connectorOf({ 'connector.class': 'ThingSource', url: 'u', 'driver.x': '1', drivers: '2' });
  const check = checkPlugins([connector], catalogue, builtInFramework());
  expect(check.diagnostics.map(print)).toEqual([
    'CC3104 5 ThingSourceConnector has no key "drivers" [Connect takes an unknown key in silence]',
  ]);
  expect([...check.checkedByTypeOnly]).toEqual(['c url']);
  expect([check.unchecked.size, check.unknownClasses.size]).toEqual([0, 0]);
});

test('a free key may hang on the items of a list', () => {
  const definition = pulled({ freeKeys: ['{mode}.*'] });
  const catalogue = pluginCatalogue(builtInPlugins(), [definition]);
  const config = { 'connector.class': 'ThingSource', url: 'u', mode: 'isbn, uuid', 'isbn.type': 'x', 'uid.type': 'y' };
  expect(checkPlugins([connectorOf(config)], catalogue, builtInFramework()).diagnostics.map(print)).toEqual([
    'CC3104 6 ThingSourceConnector has no key "uid.type" [Connect takes an unknown key in silence]',
  ]);
});

test('after a pull a class that is not there is a warning with the one that was meant', () => {
  const catalogue = pluginCatalogue(builtInPlugins(), [pulled()]);
  const connector = connectorOf({
    'connector.class': 'ThingSourc',
    'value.converter': 'CloudEventsConverter',
    'value.converter.schema.registry.url': 'u',
  });
  const check = checkPlugins([connector], catalogue, builtInFramework());
  expect(check.diagnostics.map(print)).toEqual([
    'CC3105 2 no connector "ThingSourc" among the plugins known here [did you mean "ThingSource"?]',
    'CC3105 3 no converter "CloudEventsConverter" among the plugins known here [`connectctl schema pull` reads what a worker has]',
  ]);
  expect([...check.unknownClasses]).toEqual(['ThingSourc', 'CloudEventsConverter']);
  expect([...check.unchecked]).toEqual(['c value.converter.schema.registry.url']);
});

test('a secret, a kept key and a placeholder count as given and are never judged or shown', () => {
  const config = { ...source, file: 'hunter2', 'batch.size': 'hunter3', 'errors.tolerance': 'hunter4' };
  const connector = connectorOf(config, {
    secret: ['batch.size'],
    placeholderKeys: new Set(['errors.tolerance']),
    keep: new Map([['tasks.max', undefined]]),
  });
  const { diagnostics } = checkPlugins([connector], pluginCatalogue(builtInPlugins(), []), builtInFramework());
  expect(diagnostics).toEqual([]);
});

test('an allowance silences a warning and counts as used, but no error', () => {
  const allowance = { reason: 'meant', source: { file: 'p.yaml', line: 9, column: 1 } };
  const allow = new Map([
    ['CC3104', allowance],
    ['CC3102', allowance],
  ]);
  const connector = connectorOf({ ...source, fil: '/a', 'batch.size': 'x' }, { allow });
  const check = checkPlugins([connector], pluginCatalogue(builtInPlugins(), []), builtInFramework());
  expect(check.diagnostics.map(({ code }) => code)).toEqual(['CC3102']);
  expect([...check.used]).toEqual([allowance]);
});

function print(d: {
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly source?: { readonly line: number };
}): string {
  return `${d.code} ${d.source?.line} ${d.message}${d.help === undefined ? '' : ` [${d.help}]`}`;
}
