import {
  asText,
  chain,
  converters,
  json,
  predicate,
  type SourceCase,
  text,
  withoutSchemas,
  withSchemas,
} from './data-case.ts';

const plain = ['one', '', 'three äöü', '"quoted" \\ back', '漢字 😀', '\u0001 \t tab', '</script>'];
const large = 'x'.repeat(1000);
const smallRequests = { 'producer.override.max.request.size': '300' };
const tolerant = { ...asText, ...smallRequests, 'errors.tolerance': 'all' };
const hoist = { type: 'HoistField$Value', field: 'line' };
const static_ = { type: 'InsertField$Value', 'static.field': 'env', 'static.value': 'prod' };

function row(
  name: string,
  lines: readonly string[],
  config: SourceCase['config'],
  expect?: SourceCase['expect'],
  topic?: string,
): SourceCase {
  return { name, lines, config, expect: expect ?? lines.length, ...(topic ? { topic } : {}) };
}

/** From a file into a topic: lines, converters, and transforms on what they make. */
export const sourceCases: readonly SourceCase[] = [
  row('text', plain, asText),
  row('JSON without a schema', plain, withoutSchemas),
  row('JSON with a schema', plain, withSchemas),
  row('bytes from a string', ['a'], { 'value.converter': `${converters}.ByteArrayConverter` }, 'a failed task'),
  row('larger than a request may be', [large], { ...asText, ...smallRequests }, 'a failed task'),
  row('larger than a request may be, tolerated', ['one', large, 'three'], tolerant, 2),
  row('hoisted, JSON', plain, { ...withoutSchemas, ...chain(hoist) }),
  row('hoisted, JSON with a schema', plain, { ...withSchemas, ...chain(hoist) }),
  row('hoisted, as text', plain, { ...asText, ...chain(hoist) }),
  row('a static field', plain, { ...withSchemas, ...chain(hoist, static_) }),
  row('topic and partition as fields', ['a'], {
    ...withSchemas,
    ...chain(hoist, { type: 'InsertField$Value', 'topic.field': 'topic!', 'partition.field': 'part?' }),
  }),
  row(
    'the offset of a source',
    ['a'],
    { ...withSchemas, ...chain(hoist, { type: 'InsertField$Value', 'offset.field': 'o' }) },
    'a failed task',
  ),
  row('a field into a line', ['a'], chain(static_), 'a failed task'),
  row(
    'a field twice',
    ['a'],
    { ...withSchemas, ...chain(hoist, { ...static_, 'static.field': 'line' }) },
    'a failed task',
  ),
  row('two levels', ['a'], { ...withSchemas, ...chain(hoist, { type: 'HoistField$Value', field: 'outer' }) }),
  row('flattened', ['a'], {
    ...withSchemas,
    ...chain(hoist, { type: 'HoistField$Value', field: 'outer' }, { type: 'Flatten$Value', delimiter: '_' }),
  }),
  row('extracted again', plain, { ...withSchemas, ...chain(hoist, { type: 'ExtractField$Value', field: 'line' }) }),
  row(
    'an unknown field extracted',
    ['a'],
    chain(hoist, { type: 'ExtractField$Value', field: 'nope' }),
    'a failed task',
  ),
  row('a path extracted', ['a'], {
    ...withSchemas,
    ...chain(
      hoist,
      { type: 'HoistField$Value', field: 'outer' },
      { type: 'ExtractField$Value', field: 'outer.line', 'field.syntax.version': 'V2' },
    ),
  }),
  row('a key from the value', plain, {
    ...withSchemas,
    'key.converter': json,
    'key.converter.schemas.enable': 'true',
    ...chain(hoist, { type: 'ValueToKey', fields: 'line' }),
  }),
  row('a key as text', plain, {
    'key.converter': text,
    ...chain(hoist, { type: 'ValueToKey', fields: 'line' }, { type: 'ExtractField$Key', field: 'line' }),
  }),
  row(
    'a key from a field that is not there',
    ['a'],
    chain(hoist, { type: 'ValueToKey', fields: 'nope' }),
    'a failed task',
  ),
  row('masked', ['secret'], { ...withSchemas, ...chain(hoist, { type: 'MaskField$Value', fields: 'line' }) }),
  row('masked with text', ['secret'], {
    ...withSchemas,
    ...chain(hoist, { type: 'MaskField$Value', fields: 'line', replacement: 'XX' }),
  }),
  row('renamed', ['a'], {
    ...withSchemas,
    ...chain(hoist, static_, { type: 'ReplaceField$Value', renames: 'line:text' }),
  }),
  row('a field left out', ['a'], {
    ...withSchemas,
    ...chain(hoist, static_, { type: 'ReplaceField$Value', exclude: 'env' }),
  }),
  row('fields kept', ['a'], {
    ...withSchemas,
    ...chain(hoist, static_, { type: 'ReplaceField$Value', include: 'env', renames: 'env:stage' }),
  }),
  row('a schema with a name and a version', ['a'], {
    ...withSchemas,
    ...chain(hoist, { type: 'SetSchemaMetadata$Value', 'schema.name': 'com.example.Line', 'schema.version': '7' }),
  }),
  row('another topic', ['a', 'b'], chain({ type: 'RegexRouter', regex: '(.*)-in', replacement: '$1-out' }), 2, '{t}'),
  row(
    'a router that matches',
    ['a', 'b'],
    chain({ type: 'RegexRouter', regex: '(.*)', replacement: '$1-r' }),
    2,
    '{t}-r',
  ),
  row(
    'a router that matches a part',
    ['a'],
    chain({ type: 'RegexRouter', regex: 'topic', replacement: 'x' }),
    1,
    '{t}',
  ),
  row('headers inserted', ['a'], chain({ type: 'InsertHeader', header: 'h', 'value.literal': 'text' })),
  row(
    'a header from a field, moved',
    ['a'],
    chain(hoist, static_, { type: 'HeaderFrom$Value', fields: 'env', headers: 'stage', operation: 'move' }),
  ),
  row('a header from a field, copied', ['a'], {
    ...withSchemas,
    ...chain(hoist, static_, { type: 'HeaderFrom$Value', fields: 'line,env', headers: 'l,stage', operation: 'copy' }),
  }),
  row(
    'a header dropped again',
    ['a'],
    chain(
      { type: 'InsertHeader', header: 'h', 'value.literal': '1' },
      { type: 'InsertHeader', header: 'i', 'value.literal': '2' },
      { type: 'DropHeaders', headers: 'h' },
    ),
  ),
  row('headers as JSON', ['a'], {
    'header.converter': json,
    ...chain({ type: 'InsertHeader', header: 'h', 'value.literal': '12' }),
  }),
  row('headers as text', ['a'], {
    'header.converter': text,
    ...chain({ type: 'InsertHeader', header: 'h', 'value.literal': '{"a":[1,2]}' }),
  }),
  row(
    'all filtered',
    ['a', 'b'],
    { ...chain({ type: 'Filter', predicate: 'p' }), ...predicate('TopicNameMatches', { pattern: 'nope' }) },
    2,
  ),
  row('a predicate, negated', ['a'], {
    ...withSchemas,
    ...chain(hoist, { ...static_, predicate: 'p', negate: 'true' }),
    ...predicate('TopicNameMatches', { pattern: '{t}' }),
  }),
  row('a predicate that holds', ['a'], {
    ...withSchemas,
    ...chain(hoist, { ...static_, predicate: 'p' }),
    ...predicate('TopicNameMatches', { pattern: '.*' }),
  }),
  row('a predicate over headers', ['a'], {
    ...withSchemas,
    ...chain({ type: 'InsertHeader', header: 'h', 'value.literal': '1' }, { ...hoist, predicate: 'p' }),
    ...predicate('HasHeaderKey', { name: 'h' }),
  }),
  row('int8 out of range', ['200'], chain({ type: 'Cast$Value', spec: 'int8' }), 'a failed task'),
  row(
    'an IntegerConverter of a long',
    ['12'],
    { 'value.converter': `${converters}.IntegerConverter`, ...chain({ type: 'Cast$Value', spec: 'int64' }) },
    'a failed task',
  ),
  row(
    'a time that does not match',
    ['x'],
    chain({ type: 'TimestampConverter$Value', 'target.type': 'Timestamp', format: 'yyyy' }),
    'a failed task',
  ),
  row('a time of a field', ['2020'], {
    ...withSchemas,
    ...chain(hoist, { type: 'TimestampConverter$Value', field: 'line', 'target.type': 'Date', format: 'yyyy' }),
  }),
  row('a router by time', ['a'], chain({ type: 'TimestampRouter', 'topic.format': '${topic}-r' }), 1, '{t}-r'),
  row(
    'what fails is tolerated',
    ['1', 'x', '3'],
    { ...withSchemas, 'errors.tolerance': 'all', ...chain({ type: 'Cast$Value', spec: 'int32' }) },
    2,
  ),
];
