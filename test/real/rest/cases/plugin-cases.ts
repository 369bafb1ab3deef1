import { create, type RestCase, sink, source } from '../rest-case.ts';

const superset = { superset: true };
const transforms = 'org.apache.kafka.connect.transforms';

const keyAndValue = [
  ...['Cast', 'ExtractField', 'Flatten', 'HeaderFrom', 'HoistField', 'InsertField', 'MaskField', 'ReplaceField'],
  ...['SetSchemaMetadata', 'TimestampConverter'],
];

/** Every plugin of Kafka Connect's, and other ways to name one. */
const documented = [
  ...['FileStreamSource', 'FileStreamSourceConnector', source['connector.class']],
  ...['FileStreamSink', 'FileStreamSinkConnector', sink['connector.class']],
  ...['JsonConverter', 'Json', 'String', 'SimpleHeaderConverter', 'RegexRouter', 'TopicNameMatches'],
  ...['json.JsonConverter', 'storage.StringConverter', 'storage.SimpleHeaderConverter'].map(
    (name) => `org.apache.kafka.connect.${name}`,
  ),
  ...['Boolean', 'ByteArray', 'Double', 'Float', 'Integer', 'Long', 'Short'].map(
    (type) => `org.apache.kafka.connect.converters.${type}Converter`,
  ),
  ...keyAndValue.flatMap((name) => [`${transforms}.${name}$Key`, `${transforms}.${name}$Value`]),
  ...['DropHeaders', 'Filter', 'InsertHeader', 'RegexRouter', 'TimestampRouter', 'ValueToKey'].map(
    (name) => `${transforms}.${name}`,
  ),
  ...['HasHeaderKey', 'RecordIsTombstone', 'TopicNameMatches'].map((name) => `${transforms}.predicates.${name}`),
];

/** Classes that a worker has, and that are no plugins with a config. */
const notPlugins = [
  { what: 'a task', className: 'org.apache.kafka.connect.file.FileStreamSourceTask' },
  { what: 'a config provider', className: 'org.apache.kafka.common.config.provider.FileConfigProvider' },
  {
    what: 'an override policy',
    className: 'org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy',
  },
  { what: 'an interface', className: 'org.apache.kafka.connect.storage.Converter' },
];

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

function oneTransform(type: string, keys: object): object {
  const prefixed = Object.fromEntries(Object.entries(keys).map(([key, value]) => [`transforms.t.${key}`, value]));
  return { transforms: 't', 'transforms.t.type': type, ...prefixed };
}

const topicNameMatches = { predicates: 'p', 'predicates.p.type': `${transforms}.predicates.TopicNameMatches` };

const transformsThatAreWrong = [
  { what: 'a transform of an unknown class', keys: oneTransform('com.example.None', {}) },
  { what: 'a transform by its outer class', keys: oneTransform(`${transforms}.InsertField`, {}) },
  { what: 'a transform that is a predicate', keys: oneTransform(`${transforms}.predicates.HasHeaderKey`, {}) },
  { what: 'a transform without its required keys', keys: oneTransform(`${transforms}.ReplaceField$Value`, { x: 'y' }) },
  {
    what: 'a transform with values that are wrong',
    keys: oneTransform(`${transforms}.TimestampConverter$Value`, {
      'target.type': 'year',
      'unix.precision': 'weeks',
      negate: 'maybe',
    }),
  },
  { what: 'a transform by alias', keys: oneTransform('RegexRouter', { regex: '(', replacement: 'x', predicate: 'p' }) },
  { what: 'a predicate without its keys', keys: topicNameMatches },
  { what: 'a predicate with a bad pattern', keys: { ...topicNameMatches, 'predicates.p.pattern': '[' } },
  { what: 'a predicate of an unknown class', keys: { predicates: 'p', 'predicates.p.type': 'com.example.None' } },
  { what: 'a predicate that is a transform', keys: { predicates: 'p', 'predicates.p.type': `${transforms}.Filter` } },
  {
    what: 'a negated predicate',
    keys: {
      ...oneTransform(`${transforms}.Filter`, { predicate: 'p', negate: 'true' }),
      ...topicNameMatches,
      'predicates.p.pattern': 'x',
    },
  },
  { what: 'a negation of nothing', keys: oneTransform(`${transforms}.Filter`, { negate: 'true' }) },
];

const converters = [
  'org.apache.kafka.connect.storage.StringConverter',
  'org.apache.kafka.connect.json.JsonConverter',
  'org.apache.kafka.connect.converters.LongConverter',
  'org.apache.kafka.connect.file.FileStreamSinkConnector',
  'com.example.None',
];

/** The plugins, their keys, and the check of a config. */
export const pluginCases: readonly RestCase[] = [
  { name: 'plugins: connectors', method: 'GET', path: '/connector-plugins', compare: superset },
  ...['true', 'false', 'FALSE', 'x', ''].map((value) => ({
    name: `plugins: connectorsOnly=${value}`,
    method: 'GET',
    path: `/connector-plugins?connectorsOnly=${value}`,
    compare: superset,
  })),
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
  ...notPlugins.map(({ what, className }) => ({
    name: `plugin config: ${what}`,
    method: 'GET',
    path: `/connector-plugins/${encodeURIComponent(className)}/config`,
  })),
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
  ...transformsThatAreWrong.map(({ what, keys }) => validate(what, 'FileStreamSource', { ...named, ...keys })),
  ...converters.map((converter) =>
    validate(`value.converter=${converter}`, 'FileStreamSink', {
      name: 'x',
      ...sink,
      'connector.class': 'FileStreamSink',
      'value.converter': converter,
      'key.converter': converter,
    }),
  ),
  validate('every kind of header converter', 'FileStreamSource', {
    ...named,
    'header.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  }),
  validate('topic creation', 'FileStreamSource', {
    ...named,
    'topic.creation.groups': 'a, b',
    'topic.creation.default.partitions': '1',
    'topic.creation.default.replication.factor': '1',
    'topic.creation.a.include': 'x.*',
  }),
  validate('overrides of every client of a sink', 'FileStreamSink', {
    name: 'x',
    ...sink,
    'errors.deadletterqueue.topic.name': 'q',
    'consumer.override.max.poll.records': '7',
    'producer.override.linger.ms': '5',
    'admin.override.request.timeout.ms': '4000',
  }),
  validate('overrides of every client of a source', 'FileStreamSource', {
    ...named,
    'topic.creation.default.partitions': '1',
    'topic.creation.default.replication.factor': '1',
    'producer.override.acks': '1',
    'admin.override.client.id': 'me',
  }),
  validate('an override that no client knows', 'FileStreamSource', { ...named, 'producer.override.some.key': 'x' }),
  validate('variables of no provider', 'FileStreamSource', { ...named, file: '${x:/a:b}', 'tasks.max': '${x:/a:c}' }),
  validate('everything at once', 'FileStreamSink', {
    name: '',
    ...sink,
    'connector.class': 'FileStreamSink',
    'tasks.max': '-1',
    'topics.regex': '(',
    'value.converter': 'com.example.None',
    transforms: 'a, a',
    predicates: 'p',
    'errors.retry.timeout': 'soon',
    'errors.log.enable': 'yes',
    'errors.tolerance': 'ALL',
  }),
  validate(
    'the name of a connector that there is',
    'FileStreamSource',
    { ...source, name: '{c}' },
    {
      setup: [create(source, 'STOPPED')],
    },
  ),
  validate('the suffix in the path alone', 'FileStreamSourceConnector', {
    ...named,
    'connector.class': 'FileStreamSource',
  }),
  validate('a null class', 'FileStreamSource', { ...named, 'connector.class': null }),
  validate('numbers and booleans', 'FileStreamSource', { ...named, 'tasks.max': 2, 'errors.log.enable': true }),
  validate('the forward parameter', 'FileStreamSource', named, {
    path: '/connector-plugins/FileStreamSource/config/validate?forward=false',
  }),
  validate('a list', 'FileStreamSource', []),
  validate('a string', 'FileStreamSource', '"x"'),
  validate('a number', 'FileStreamSource', '5'),
  validate('a nested value', 'FileStreamSource', { ...named, a: { b: 1 } }),
  validate('no body', 'FileStreamSource', undefined),
  validate('null', 'FileStreamSource', 'null'),
];
