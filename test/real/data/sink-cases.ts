import {
  asText,
  chain,
  converters,
  json,
  predicate,
  type SinkCase,
  type SinkInput,
  withoutSchemas,
  withSchemas,
} from './data-case.ts';

function row(
  name: string,
  values: readonly (string | null | SinkInput)[],
  config: SinkCase['config'] = {},
  expect: SinkCase['expect'] = 'all read',
): SinkCase {
  const records = values.map((value) => (typeof value === 'string' || value === null ? { value } : value));
  return { name, records, config, expect };
}

const failed = 'a failed task';

function field(name: string, type: string, rest: object = {}): object {
  return { field: name, type, optional: true, ...rest };
}

function struct(payload: unknown, ...fields: readonly object[]): string {
  return JSON.stringify({ schema: { type: 'struct', optional: false, fields }, payload });
}

function typed(schema: object, payload: unknown): string {
  return JSON.stringify({ schema: { optional: true, ...schema }, payload });
}

const person = struct(
  {
    name: 'Ann',
    age: 41,
    height: 1.7,
    active: true,
    note: null,
    tags: ['a', 'b'],
    address: { city: 'Ulm', zip: 89073 },
  },
  field('name', 'string'),
  field('age', 'int32'),
  field('height', 'double'),
  field('active', 'boolean'),
  field('note', 'string'),
  field('tags', 'array', { items: { type: 'string' } }),
  field('address', 'struct', { fields: [field('city', 'string'), field('zip', 'int64')] }),
);
const object =
  '{"name":"Ann","age":41,"height":1.7,"active":true,"note":null,"tags":["a","b"],"address":{"city":"Ulm","zip":89073}}';

const logical = {
  decimal: typed(
    { type: 'bytes', name: 'org.apache.kafka.connect.data.Decimal', version: 1, parameters: { scale: '2' } },
    'MDk=',
  ),
  date: typed({ type: 'int32', name: 'org.apache.kafka.connect.data.Date', version: 1 }, 18628),
  time: typed({ type: 'int32', name: 'org.apache.kafka.connect.data.Time', version: 1 }, 3723004),
  timestamp: typed({ type: 'int64', name: 'org.apache.kafka.connect.data.Timestamp', version: 1 }, 1609459200123),
};

const broken: readonly (string | null | SinkInput)[] = [
  '{"a":1}',
  { key: 'k', value: '{"broken', headers: { h: 'v' } },
  '{"a":2}',
  'nonsense',
  '{"a":3}',
];
const queue = { 'errors.deadletterqueue.topic.name': '{q}', 'errors.deadletterqueue.topic.replication.factor': '1' };
const tolerant = { 'errors.tolerance': 'all', ...queue };

/** The same transform on a value with a schema and on one without. */
function both(
  name: string,
  transforms: readonly Readonly<Record<string, string>>[],
  expect: SinkCase['expect'] = 'all read',
  withoutToo = expect,
): SinkCase[] {
  return [
    row(`${name}, with a schema`, [person], { ...withSchemas, ...chain(...transforms) }, expect),
    row(`${name}, without a schema`, [object], { ...withoutSchemas, ...chain(...transforms) }, withoutToo),
  ];
}

/** From a topic into a file: how values are read, changed and printed, and what becomes of those that break. */
export const sinkCases: readonly SinkCase[] = [
  row('text', ['one', '', 'three äöü 漢字 😀', 'two\nlines', null], asText),
  row('text that is not UTF-8', [{ value: Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xc3]) }], asText),
  row('JSON scalars', [
    '1',
    '-1.5',
    '"text"',
    'true',
    'null',
    '1e3',
    '0.1',
    '100000000000000000000',
    '1.0',
    '9007199254740993',
    '12345678.9',
    '1e-7',
    null,
  ]),
  row('a JSON object', [object]),
  row('JSON objects in the order of Java', [
    '{"zeta":1,"alpha":1,"some_key":1,"id":1,"name":1,"Aa":1,"BB":1}',
    '{"b":{"y":1,"x":[{"q":1,"p":null}]},"a":"b=c, d"}',
    '{}',
    '[]',
    '[[1],{"a":[]}]',
  ]),
  row('many keys', [JSON.stringify(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`key-${i * 7}`, i])))]),
  row('JSON with blanks and escapes', [' { "a" : "\\u00e9\\n" } ']),
  row('a JSON key twice', ['{"a":1,"a":2}']),
  row('JSON with a tail', ['{"a":1} x']),
  row('JSON that is empty', [''], {}),
  row('broken JSON', broken, {}, failed),
  row('a JSON comment', ['/* x */ 1'], {}, failed),
  row('NaN', ['NaN'], {}, failed),
  row('a leading zero', ['012']),
  row('a struct', [person, null], withSchemas),
  row('a struct lacks what is optional', [struct({ a: 1 }, field('a', 'int32'), field('b', 'string'))], withSchemas),
  row(
    'a struct lacks what is required',
    [struct({}, { field: 'a', type: 'int32', optional: false })],
    withSchemas,
    failed,
  ),
  row('a default', [struct({}, { field: 'a', type: 'int32', optional: true, default: 7 })], withSchemas),
  row('a schema of null', ['{"schema":null,"payload":{"b":1,"a":[true]}}'], withSchemas),
  row('no envelope', ['{"a":1}'], withSchemas, failed),
  row('an envelope with more', ['{"schema":null,"payload":1,"x":2}'], withSchemas, failed),
  row('an envelope without a schema where none is expected', [person], withoutSchemas),
  row('a type that is unknown', [typed({ type: 'int7' }, 1)], withSchemas, failed),
  row('a value of another type', [typed({ type: 'int32' }, 'x')], withSchemas),
  ...['int8', 'int16', 'int32', 'int64', 'float', 'double', 'boolean', 'string', 'bytes'].map((type) =>
    row(
      `a ${type}`,
      [
        typed({ type }, type === 'boolean' ? true : type === 'string' ? 'é' : type === 'bytes' ? 'AAEC' : 12),
        typed({ type }, null),
      ].slice(type === 'bytes' ? 1 : 0),
      withSchemas,
    ),
  ),
  row(
    'int64 to the last digit',
    [typed({ type: 'int64' }, 0).replace('"payload":0', '"payload":9007199254740993')],
    withSchemas,
  ),
  row(
    'floats',
    [1.5, 0.1, 1e10, 1e-5, 12345678, 3.4028235e38, 100].flatMap((n) => [
      typed({ type: 'float' }, n),
      typed({ type: 'double' }, n),
    ]),
    withSchemas,
  ),
  row('an array', [typed({ type: 'array', items: { type: 'int32' } }, [1, 2, 3])], withSchemas),
  row(
    'a map',
    [typed({ type: 'map', keys: { type: 'string' }, values: { type: 'int32' } }, { b: 1, a: 2 })],
    withSchemas,
  ),
  row(
    'a map with keys of numbers',
    [
      typed({ type: 'map', keys: { type: 'int32' }, values: { type: 'string' } }, [
        [1, 'x'],
        [2, 'y'],
      ]),
    ],
    withSchemas,
  ),
  ...Object.entries(logical).map(([name, value]) => row(`a ${name}`, [value], withSchemas)),
  row(
    'a LongConverter of four bytes',
    [{ value: Buffer.from([0, 0, 0, 1]) }],
    { 'value.converter': `${converters}.LongConverter` },
    failed,
  ),
  ...both('a path extracted', [{ type: 'ExtractField$Value', field: 'address.city', 'field.syntax.version': 'V2' }]),
  ...both('hoisted', [{ type: 'HoistField$Value', field: 'outer' }]),
  ...both('flattened', [{ type: 'ReplaceField$Value', exclude: 'tags' }, { type: 'Flatten$Value' }]),
  ...both('cast', [{ type: 'Cast$Value', spec: 'age:string,height:int32,active:int8,name:boolean' }]),
  ...both('cast of a list', [{ type: 'Cast$Value', spec: 'tags:string' }], failed),
  ...both('masked', [{ type: 'MaskField$Value', fields: 'name,age,height,active,note,tags' }]),
  row(
    'the timestamp of a record as a field',
    [{ value: '{"a":1}', timestampMs: 1_600_000_000_000 }],
    chain({ type: 'InsertField$Value', 'timestamp.field': 'ts' }),
  ),
  row('the key as the value is not reached', [{ key: '{"k":1}', value: '{"v":2}' }], {
    'key.converter': json,
    'key.converter.schemas.enable': 'false',
    ...chain({ type: 'ExtractField$Key', field: 'k' }),
  }),
  row('tombstones filtered', ['{"a":1}', null, '{"a":2}'], {
    ...chain({ type: 'Filter', predicate: 'p' }),
    ...predicate('RecordIsTombstone'),
  }),
  row('filtered by a header', [{ value: '1', headers: { drop: 'yes' } }, '2'], {
    ...chain({ type: 'Filter', predicate: 'p' }),
    ...predicate('HasHeaderKey', { name: 'drop' }),
  }),
  row(
    'a null through transforms',
    [null],
    chain({ type: 'ExtractField$Value', field: 'a' }, { type: 'HoistField$Value', field: 'b' }),
  ),
  row('a null masked', [null], chain({ type: 'MaskField$Value', fields: 'a' }), failed),
  row('tolerated, without a queue', broken, { 'errors.tolerance': 'all' }),
  row('tolerated, with a queue', broken, tolerant),
  row('tolerated, with a queue and its headers', broken, {
    ...tolerant,
    'errors.deadletterqueue.context.headers.enable': 'true',
  }),
  row('not tolerated, with a queue', broken, queue, failed),
  row('a transform that fails, tolerated', ['{"a":1}', '1', '{"a":2}'], {
    ...tolerant,
    'errors.deadletterqueue.context.headers.enable': 'true',
    ...chain({ type: 'ExtractField$Value', field: 'a' }),
  }),
  row(
    'a key that cannot be read',
    [
      { key: '{"broken', value: '1' },
      { key: '1', value: '2' },
    ],
    {
      ...tolerant,
      'key.converter': json,
      'key.converter.schemas.enable': 'false',
      'errors.deadletterqueue.context.headers.enable': 'true',
    },
  ),
];
