import { create, failedTask, get, type RestCase, sink, source } from '../rest-case.ts';

const transforms = 'org.apache.kafka.connect.transforms';

interface Extra {
  readonly base?: object;
  readonly after?: RestCase['after'];
  readonly runs?: boolean;
}

/** A config that a create answers for: `keys` over a working source, undefined takes a key away. */
function config(name: string, keys: Readonly<Record<string, unknown>>, extra: Extra = {}): RestCase {
  return {
    name: `config: ${name}`,
    method: 'POST',
    path: '/connectors',
    body: {
      name: '{c}',
      config: { ...source, ...extra.base, ...keys },
      // What a row is not about to see running is quicker made, and removed, without tasks.
      ...(extra.runs || extra.after ? {} : { initial_state: 'STOPPED' }),
    },
    after: extra.after ?? [],
  };
}

function ofSink(name: string, keys: Readonly<Record<string, unknown>>): RestCase {
  return config(`sink, ${name}`, { ...sink, topic: undefined, ...keys });
}

function transform(name: string, keys: Readonly<Record<string, unknown>>, extra: Extra = {}): RestCase {
  return config(name, { transforms: 't', ...keys }, extra);
}

const regexRouter = { 'transforms.t.type': `${transforms}.RegexRouter` };
const hoist = { 'transforms.t.type': `${transforms}.HoistField$Value`, 'transforms.t.field': 'line' };

/** What Kafka Connect says about a config, by way of POST /connectors: the messages are the interface. */
export const configCases: readonly RestCase[] = [
  config('no class', { 'connector.class': undefined }),
  config('a null class', { 'connector.class': null }),
  config('an empty class', { 'connector.class': '' }),
  config('an unknown class', { 'connector.class': 'com.example.NoSuchConnector' }),
  config('a class that is a transform', { 'connector.class': `${transforms}.HoistField$Value` }),
  ...['abc', '0', '-1', '', ' 2 ', '2147483648', '1.0'].map((value) =>
    config(`tasks.max=${value}`, { 'tasks.max': value }),
  ),
  config('no topic', { topic: undefined }),
  config('an empty topic', { topic: '' }),
  config('no file', { file: undefined }),
  config('batch.size=q', { 'batch.size': 'q' }),
  config('batch.size=0', { 'batch.size': '0' }),
  config('four errors at once', { topic: '', 'tasks.max': 'abc', file: null, 'batch.size': 'q' }),
  config('errors.tolerance=some', { 'errors.tolerance': 'some' }),
  config('errors.tolerance=ALL', { 'errors.tolerance': 'ALL' }),
  config('errors.retry.timeout=x', { 'errors.retry.timeout': 'x' }),
  config('errors.log.enable=maybe', { 'errors.log.enable': 'maybe' }),
  config('config.action.reload=sometimes', { 'config.action.reload': 'sometimes' }),
  config('exactly.once.support=sure', { 'exactly.once.support': 'sure' }),
  config('transaction.boundary=x', { 'transaction.boundary': 'x' }),
  config('transaction.boundary.interval.ms=0', {
    'transaction.boundary': 'interval',
    'transaction.boundary.interval.ms': '0',
  }),
  config('offsets.storage.topic empty', { 'offsets.storage.topic': ' ' }),
  config('topic.creation without its defaults', { 'topic.creation.groups': 'a' }, { runs: true }),
  config(
    'topic.creation, bad numbers',
    {
      'topic.creation.default.partitions': '0',
      'topic.creation.default.replication.factor': '0',
    },
    { runs: true },
  ),
  config('topic.creation that works', {
    'topic.creation.default.partitions': '1',
    'topic.creation.default.replication.factor': '1',
  }),
  config('value.converter not found', { 'value.converter': 'com.example.NoConverter' }),
  config('value.converter is no converter', {
    'value.converter': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  }),
  config('value.converter by alias', { 'value.converter': 'StringConverter' }),
  config('value.converter by simple name', {
    'value.converter': 'JsonConverter',
    'value.converter.schemas.enable': 'false',
  }),
  config('key.converter.schemas.enable=maybe', {
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'maybe',
  }),
  config('header.converter not found', { 'header.converter': 'com.example.NoHeaderConverter' }),
  config('header.converter by full name', { 'header.converter': 'org.apache.kafka.connect.storage.StringConverter' }),
  ...['sasl.login.refresh.window.factor=x', 'sasl.login.refresh.window.factor=2', 'retries=-1', 'acks=some'].map(
    (text) => {
      const [key, value] = text.split('=') as [string, string];
      return config(`producer.override.${text}`, { [`producer.override.${key}`]: value });
    },
  ),
  config('producer.override.batch.size=abc', { 'producer.override.batch.size': 'abc' }),
  config('producer.override that works', { 'producer.override.linger.ms': '10' }),
  config('consumer.override on a source', { 'consumer.override.max.poll.records': 'x' }),
  config('connector.plugin.version=9', { 'connector.plugin.version': '9' }),
  config('a provider nobody configured', { file: '${secrets:/etc/x:y}' }),
  transform('a transform without a type', {}),
  transform('a transform that is a predicate', { 'transforms.t.type': `${transforms}.predicates.HasHeaderKey` }),
  transform('a transform by an alias that is none', { 'transforms.t.type': 'Value' }),
  transform(
    'a transform whose keys are a configuration of nothing',
    {
      'transforms.t.type': `${transforms}.InsertField$Value`,
    },
    { after: [failedTask, get('/connectors/{c}/status')] },
  ),
  transform('ReplaceField with the key of before 4.0', {
    'transforms.t.type': `${transforms}.ReplaceField$Value`,
    'transforms.t.whitelist': 'a',
  }),
  transform('Filter with a predicate it lacks', { 'transforms.t.type': `${transforms}.Filter` }),
  transform('DropHeaders without headers', {
    'transforms.t.type': `${transforms}.DropHeaders`,
    'transforms.t.headers': '',
  }),
  transform('ValueToKey with empty fields', {
    'transforms.t.type': `${transforms}.ValueToKey`,
    'transforms.t.fields': '',
  }),
  transform('HeaderFrom with an operation it lacks', {
    'transforms.t.type': `${transforms}.HeaderFrom$Value`,
    'transforms.t.fields': 'a',
    'transforms.t.headers': 'b',
    'transforms.t.operation': 'steal',
  }),
  transform('SetSchemaMetadata with a version that is no number', {
    'transforms.t.type': `${transforms}.SetSchemaMetadata$Value`,
    'transforms.t.schema.version': 'one',
  }),
  transform('a null among the keys of a transform', { ...hoist, 'transforms.t.field': null }),
  config('a null among the keys of a converter', {
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': null,
  }),
  config('a predicate that is a transform', { predicates: 'p', 'predicates.p.type': `${transforms}.Filter` }),
  config('a predicate of an unknown class', { predicates: 'p', 'predicates.p.type': 'com.example.None' }),
  config('a predicate twice', {
    predicates: 'p, p',
    'predicates.p.type': `${transforms}.predicates.RecordIsTombstone`,
  }),
  config('header.converter is no header converter', {
    'header.converter': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  }),
  config('key.converter is abstract', { 'key.converter': 'org.apache.kafka.connect.storage.Converter' }),
  config('tasks.max.enforce=perhaps', { 'tasks.max.enforce': 'perhaps' }),
  config('errors.retry.delay.max.ms empty', { 'errors.retry.delay.max.ms': '' }),
  config('a null name', { name: null }),
  config('a name that is blank in the config', { name: ' ' }),
  transform('a transform of an unknown class', { 'transforms.t.type': 'com.example.NoTransform' }),
  transform('a transform that is a connector', {
    'transforms.t.type': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
  }),
  transform('a transform by the name of its outer class', { 'transforms.t.type': `${transforms}.InsertField` }),
  transform('a transform by alias', {
    'transforms.t.type': 'RegexRouter',
    'transforms.t.regex': 'a',
    'transforms.t.replacement': 'b',
  }),
  transform('a transform by an alias with a dollar', { ...hoist, 'transforms.t.type': 'HoistField$Value' }),
  transform('a transform that works', hoist),
  transform('a transform lacks a required key', { 'transforms.t.type': `${transforms}.HoistField$Value` }),
  transform('RegexRouter without keys', regexRouter),
  transform('RegexRouter with a bad expression', {
    ...regexRouter,
    'transforms.t.regex': '[',
    'transforms.t.replacement': 'x',
  }),
  transform('Cast without a spec', { 'transforms.t.type': `${transforms}.Cast$Value` }),
  transform('Cast with an empty spec', { 'transforms.t.type': `${transforms}.Cast$Value`, 'transforms.t.spec': '' }),
  transform('Cast to an unknown type', {
    'transforms.t.type': `${transforms}.Cast$Value`,
    'transforms.t.spec': 'a:int7',
  }),
  transform('TimestampConverter to an unknown type', {
    'transforms.t.type': `${transforms}.TimestampConverter$Value`,
    'transforms.t.target.type': 'year',
  }),
  transform('MaskField without fields', { 'transforms.t.type': `${transforms}.MaskField$Value` }),
  transform('InsertHeader without keys', { 'transforms.t.type': `${transforms}.InsertHeader` }),
  transform('ExtractField with a bad syntax version', {
    'transforms.t.type': `${transforms}.ExtractField$Value`,
    'transforms.t.field': 'a',
    'transforms.t.field.syntax.version': 'V3',
  }),
  transform('the same transform twice', { ...hoist, transforms: 't, t' }),
  transform('an empty name among transforms', { ...hoist, transforms: 't,,' }),
  transform('negate without a predicate', { ...hoist, 'transforms.t.negate': 'true' }),
  transform('negate=maybe', { ...hoist, 'transforms.t.predicate': 'p', 'transforms.t.negate': 'maybe' }),
  transform(
    'a predicate nobody declares',
    { ...hoist, 'transforms.t.predicate': 'p' },
    { after: [failedTask, get('/connectors/{c}/status')] },
  ),
  transform('a predicate that works', {
    ...hoist,
    'transforms.t.predicate': 'p',
    predicates: 'p',
    'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    'predicates.p.pattern': 'x.*',
  }),
  config('a predicate with a bad pattern', {
    predicates: 'p',
    'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    'predicates.p.pattern': '(',
  }),
  config('a predicate without a name for its header', {
    predicates: 'p',
    'predicates.p.type': 'org.apache.kafka.connect.transforms.predicates.HasHeaderKey',
  }),
  config('a predicate without a type', { predicates: 'p' }),
  ofSink('no topics', { topics: undefined }),
  ofSink('empty topics', { topics: '' }),
  ofSink('topics and topics.regex', { 'topics.regex': 'x.*' }),
  ofSink('topics.regex', { topics: undefined, 'topics.regex': '{t}.*' }),
  ofSink('a bad topics.regex', { topics: undefined, 'topics.regex': '[' }),
  ofSink('the dead letter queue among the topics', { topics: 'a, b', 'errors.deadletterqueue.topic.name': 'b' }),
  ofSink('the dead letter queue in the pattern', {
    topics: undefined,
    'topics.regex': 'a.*',
    'errors.deadletterqueue.topic.name': 'abc',
  }),
  ofSink('a bad topics.regex and a dead letter queue', {
    topics: undefined,
    'topics.regex': '[',
    'errors.deadletterqueue.topic.name': 'abc',
  }),
  ofSink('a dead letter queue that works', {
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': '{t}-dlq',
    'errors.deadletterqueue.topic.replication.factor': '1',
  }),
  ofSink('a dead letter queue with replication factor x', {
    'errors.deadletterqueue.topic.name': 'q',
    'errors.deadletterqueue.topic.replication.factor': 'x',
  }),
  ofSink('no file', { file: undefined }),
  ofSink('consumer.override that works', { 'consumer.override.max.poll.records': '10' }),
];

/** The same keys by way of a create are covered above; here is what only an existing connector can show. */
export const brokenConfigCases: readonly RestCase[] = [
  {
    name: 'config: a config that breaks leaves the old one',
    setup: [create(source)],
    method: 'PUT',
    path: '/connectors/{c}/config',
    body: { ...source, topic: '' },
    after: [get('/connectors/{c}/config')],
  },
];
