import type { CreateConnectorRequest, TargetState } from '../../src/core/index.ts';

/** What no import may write into a file; each value that holds a secret holds this word. */
export const SECRET = 'hunter2';

/** Values that YAML, our references or Kafka Connect's could read as something else. */
const values: readonly string[] = [
  '',
  '  padded  ',
  '\t',
  'null',
  '~',
  'NO',
  '1e3',
  '007',
  '12345678901234567890',
  'Zoë, 日本, 😀',
  '\u0000\u0007\u200b\u2028\ufeff',
  'x # no comment',
  'key: value',
  '- item',
  '[a, b]',
  '{"a": ["b", null, 1.0], "c": "d\\n\\"e\\""}',
  'SELECT *\nFROM t\n\n  WHERE a = 1',
  'line\n',
  '\n line \n\n',
  'line\r\nline\r',
  'a,b , c,',
  '${var.x}',
  '$${env.X}',
  '${each.key}-${each.value.a:-b}',
  '${keep}',
  '${keep:-4}',
  '$$$${var.x}',
  '${file:/opt/secrets.properties:key}',
  '${UPPER_CASE} ${topic}-${timestamp}',
  '$1 $Key X$Value $$',
  '"quoted"',
  "it's",
  '@at `tick` %percent &anchor *alias !tag |bar >fold ?question',
  '\\d+\\.(\\w*)',
  'x'.repeat(3000),
];

const keys: readonly string[] = [
  'note',
  'a b',
  'c: d',
  '#e',
  'f.${var.x}',
  '日本',
  '"',
  'tasksMax',
  'class',
  '<<',
  'null',
];

const names: readonly ((i: number) => string)[] = [
  (i) => `orders-${i}`,
  (i) => `orders ${i} to lake`,
  (i) => `zoë/日本-${i}`,
  // No braces: Kafka Connect answers 500 to them, for it makes a URI template of the name.
  (i) => `$1 & 50% $Key-${i}`,
  (i) => `Orders-${i - 3}`,
  (i) => `${i}`,
  (i) => `- "quoted": ${i} #`,
];

const shapes: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'tasks.max': '3' },
  {
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  },
  { 'value.converter': 'JsonConverter', 'value.converter.schemas.enable': 'false' },
  { 'value.converter.schemas.enable': 'false' },
  {
    transforms: 'line,stage',
    'transforms.line.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    'transforms.line.field': '${var.field}',
    'transforms.stage.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
    'transforms.stage.static.field': 'stage',
    'transforms.stage.static.value': 'a, b',
    'transforms.stage.predicate': 'users',
    'transforms.stage.negate': 'true',
    predicates: 'users',
    'predicates.users.type': 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    'predicates.users.pattern': 'user-\\d+$',
  },
  {
    transforms: ' a.b ',
    'transforms.a.b.type': 'RegexRouter',
    'transforms.a.b.regex': '(.*)',
    'transforms.a.b.replacement': '$1',
  },
  {
    transforms: 'f',
    'transforms.f.type': 'org.apache.kafka.connect.transforms.Filter',
    'transforms.f.predicate': 'nobody',
  },
  {
    'producer.override.sasl.jaas.config': `org.example.Login required password="${SECRET}";`,
    'db.password': SECRET,
    'service.uri': `https://user:${SECRET}@example.org/x`,
    'api.token': '${file:/opt/secrets.properties:token}',
    'other.password': '',
  },
];

/** One of a thousand: a source or sink that Kafka Connect takes, with odd names, keys and values. */
export function liveConnector(i: number): CreateConnectorRequest {
  const own: Readonly<Record<string, string>> =
    i % 2 === 0
      ? { 'connector.class': 'FileStreamSource', topic: `topic-${i}`, file: pick(values, i) }
      : { 'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector', topics: `topic-${i},b` };
  const config = {
    ...own,
    ...pick(shapes, i),
    [pick(keys, i)]: pick(values, i * 7),
    [`x.${pick(keys, i * 3)}`]: pick(values, i * 11 + 5),
  };
  const initialState: TargetState = i % 50 === 0 ? 'PAUSED' : i % 100 === 1 ? 'RUNNING' : 'STOPPED';
  return { name: pick(names, i)(i), config, initial_state: initialState };
}

function pick<T>(list: readonly T[], i: number): T {
  return list[i % list.length]!;
}
