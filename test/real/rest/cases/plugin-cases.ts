import { type RestCase, sink, source } from '../rest-case.ts';

const superset = { superset: true };
const transforms = 'org.apache.kafka.connect.transforms';

const documented = [
  'FileStreamSource',
  'FileStreamSourceConnector',
  'org.apache.kafka.connect.file.FileStreamSourceConnector',
  'FileStreamSink',
  'org.apache.kafka.connect.json.JsonConverter',
  'JsonConverter',
  'org.apache.kafka.connect.storage.StringConverter',
  'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  'org.apache.kafka.connect.converters.ByteArrayConverter',
  'org.apache.kafka.connect.converters.LongConverter',
  ...[
    'Cast$Value',
    'DropHeaders',
    'ExtractField$Key',
    'Filter',
    'Flatten$Value',
    'HeaderFrom$Value',
    'HoistField$Value',
  ],
  ...[
    'InsertField$Value',
    'InsertHeader',
    'MaskField$Value',
    'RegexRouter',
    'ReplaceField$Value',
    'SetSchemaMetadata$Key',
  ],
  ...['TimestampConverter$Value', 'TimestampRouter', 'ValueToKey'],
  ...['predicates.HasHeaderKey', 'predicates.RecordIsTombstone', 'predicates.TopicNameMatches'],
].map((name) =>
  /^[A-Z]\w*(Source|Sink|Connector|JsonConverter)$|^JsonConverter$|^org\./.test(name) ? name : `${transforms}.${name}`,
);

function validate(name: string, plugin: string, body: unknown, rest: Partial<RestCase> = {}): RestCase {
  return {
    name: `validate: ${name}`,
    method: 'PUT',
    path: `/connector-plugins/${encodeURIComponent(plugin)}/config/validate`,
    body,
    compare: superset,
    ...rest,
  };
}

const named = { name: 'x', ...source };

/** The plugins, their keys, and the check of a config. */
export const pluginCases: readonly RestCase[] = [
  { name: 'plugins: connectors', method: 'GET', path: '/connector-plugins', compare: superset },
  { name: 'plugins: trailing slash', method: 'GET', path: '/connector-plugins/', compare: superset },
  ...['true', 'false', 'FALSE', 'x', ''].map((value) => ({
    name: `plugins: connectorsOnly=${value}`,
    method: 'GET',
    path: `/connector-plugins?connectorsOnly=${value}`,
    compare: superset,
  })),
  { name: 'plugins: wrong method', method: 'POST', path: '/connector-plugins', body: {} },
  ...documented.map((plugin) => ({
    name: `plugin config: ${plugin}`,
    method: 'GET',
    path: `/connector-plugins/${encodeURIComponent(plugin)}/config`,
    compare: superset,
  })),
  { name: 'plugin config: unknown', method: 'GET', path: '/connector-plugins/NoSuchPlugin/config' },
  {
    name: 'plugin config: an alias with a dollar',
    method: 'GET',
    path: '/connector-plugins/HoistField%24Value/config',
  },
  { name: 'plugin config: the outer class', method: 'GET', path: `/connector-plugins/${transforms}.HoistField/config` },
  {
    name: 'plugin config: a version',
    method: 'GET',
    path: '/connector-plugins/FileStreamSource/config?version=4.3.1',
    compare: superset,
  },
  {
    name: 'plugin config: no such version',
    method: 'GET',
    path: '/connector-plugins/FileStreamSource/config?version=1.0',
  },
  { name: 'plugin config: wrong method', method: 'PUT', path: '/connector-plugins/FileStreamSource/config', body: {} },
  validate('a source', 'FileStreamSource', { ...named, 'connector.class': 'FileStreamSource' }),
  validate('a source by full names', source['connector.class'], named),
  validate('a sink', 'FileStreamSink', { name: 'x', ...sink, 'connector.class': 'FileStreamSink' }),
  validate('a class that ends so', 'Sink', { name: 'x', ...sink, 'connector.class': 'FileStreamSink' }),
  validate('an alias in the path, a full class', 'FileStreamSource', named),
  validate('a full path, an alias as class', source['connector.class'], {
    ...named,
    'connector.class': 'FileStreamSource',
  }),
  validate('another class than the path', 'FileStreamSink', named),
  validate('no class', 'FileStreamSource', { name: 'x', topic: 't' }),
  validate('an empty object', 'FileStreamSource', {}),
  validate('an unknown plugin', 'NoSuchPlugin', { 'connector.class': 'NoSuchPlugin' }),
  validate('no name', 'FileStreamSource', { ...source }),
  validate('values that are wrong', 'FileStreamSource', {
    ...named,
    'tasks.max': 'abc',
    topic: '',
    'batch.size': 'q',
    'errors.tolerance': 'some',
  }),
  validate('null values', 'FileStreamSource', { ...named, topic: null, 'some.key': null }),
  validate('unknown keys', 'FileStreamSource', { ...named, 'some.key': 'x', 'connectctl.owner': 'y' }),
  validate('transforms and a predicate', 'FileStreamSource', {
    ...named,
    transforms: 'a,b',
    'transforms.a.type': `${transforms}.HoistField$Value`,
    'transforms.a.field': 'line',
    'transforms.a.predicate': 'p',
    'transforms.b.type': `${transforms}.InsertField$Value`,
    'transforms.b.timestamp.field': 'ts',
    predicates: 'p',
    'predicates.p.type': `${transforms}.predicates.TopicNameMatches`,
    'predicates.p.pattern': 'x.*',
  }),
  validate('a transform without a type', 'FileStreamSource', { ...named, transforms: 'a' }),
  validate('converters', 'FileStreamSource', {
    ...named,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'maybe',
    'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
  }),
  validate('client overrides of a source', 'FileStreamSource', {
    ...named,
    'producer.override.linger.ms': '5',
    'consumer.override.max.poll.records': '7',
  }),
  validate('client overrides of a sink', 'FileStreamSink', {
    name: 'x',
    ...sink,
    'consumer.override.max.poll.records': '7',
    'producer.override.linger.ms': '5',
  }),
  validate('a client override that is no number', 'FileStreamSource', {
    ...named,
    'producer.override.batch.size': 'abc',
  }),
  validate('a sink with a dead letter queue', 'FileStreamSink', {
    name: 'x',
    ...sink,
    'errors.deadletterqueue.topic.name': 'q',
  }),
  validate('a sink without topics', 'FileStreamSink', { name: 'x', 'connector.class': 'FileStreamSink' }),
  validate('malformed JSON', 'FileStreamSource', '{'),
  validate('a list', 'FileStreamSource', []),
  validate('a nested value', 'FileStreamSource', { ...named, a: { b: 1 } }),
  validate('no body', 'FileStreamSource', undefined),
  validate('null', 'FileStreamSource', 'null'),
  validate('text/plain', 'FileStreamSource', '{}', { headers: { 'content-type': 'text/plain' } }),
  validate('wrong method', 'FileStreamSource', {}, { method: 'POST' }),
  validate('GET', 'FileStreamSource', undefined, { method: 'GET' }),
];
