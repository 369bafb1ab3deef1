import type { Config, RecordText } from './oracle.ts';

const transforms = 'org.apache.kafka.connect.transforms';
const predicatePackage = `${transforms}.predicates`;

const envelope =
  '{"schema":{"type":"struct","fields":[{"field":"a","type":"int32","optional":true}]},"payload":{"a":1}}';
const header = { key: 'h', value: '"x"' };

/** Records that a predicate may tell apart. */
export const chainRecords: Readonly<Record<string, RecordText>> = {
  'with a value': { value: '{"a":1}', offset: 1 },
  'with a schema': { value: envelope, offset: 1 },
  'a tombstone': { key: '"k"', value: null, offset: 1 },
  'a null under a schema': { value: '{"schema":{"type":"string","optional":true},"payload":null}', offset: 1 },
  'with a header': { value: '{"a":1}', headers: [header], offset: 1 },
  'with a header that is null': { value: '{"a":1}', headers: [{ key: 'h', value: 'null' }], offset: 1 },
  'with a header of another case': { value: '{"a":1}', headers: [{ key: 'H', value: '1' }], offset: 1 },
  'of another topic': { topic: 'other', value: '{"a":1}', offset: 1 },
  'no map': { value: '"text"', offset: 1 },
};

type Predicate = readonly [name: string, config: Config];

/** Topics are `db.shop.…`, of another one `db.other.…`. */
export const predicates: readonly Predicate[] = [
  ['HasHeaderKey', { name: 'h' }],
  ['HasHeaderKey', { name: 'nope' }],
  ['RecordIsTombstone', {}],
  ['TopicNameMatches', { pattern: 'db\\.shop\\..*' }],
  ['TopicNameMatches', { pattern: 'db' }],
  ['TopicNameMatches', { pattern: 'db\\.other\\..*' }],
  ['TopicNameMatches', { pattern: '(?i)DB\\.OTHER.*|x' }],
];

export const refusedPredicates: readonly Predicate[] = [
  ['HasHeaderKey', { name: '' }],
  ['HasHeaderKey', {}],
  ['TopicNameMatches', { pattern: '(' }],
  ['TopicNameMatches', { pattern: '' }],
  ['TopicNameMatches', {}],
];

const step = (alias: string, type: string, config: Config = {}): Config => ({
  [`transforms.${alias}.type`]: `${transforms}.${type}`,
  ...prefixed(`transforms.${alias}.`, config),
});
const test = (alias: string, type: string, config: Config = {}): Config => ({
  [`predicates.${alias}.type`]: `${predicatePackage}.${type}`,
  ...prefixed(`predicates.${alias}.`, config),
});

function prefixed(prefix: string, config: Config): Config {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [prefix + key, value]));
}

const hoist = (more: Config = {}) => step('hoist', 'HoistField$Value', { field: 'x', ...more });
const isTombstone = { predicates: 'p', ...test('p', 'RecordIsTombstone') };
const hasHeader = { predicates: 'p', ...test('p', 'HasHeaderKey', { name: 'h' }) };
const isT = { predicates: 'p', ...test('p', 'TopicNameMatches', { pattern: 'db\\.shop\\..*' }) };

/** Several transforms in a row, with predicates and their negation, as a task runs them. */
export const chains: Readonly<Record<string, Config>> = {
  none: {},
  'an empty list': { transforms: '' },
  'a predicate': { transforms: 'hoist', ...hoist({ predicate: 'p' }), ...isT },
  'a predicate, negated': { transforms: 'hoist', ...hoist({ predicate: 'p', negate: 'true' }), ...isT },
  'a predicate, negate=false': { transforms: 'hoist', ...hoist({ predicate: 'p', negate: 'false' }), ...isT },
  'a filter of tombstones': { transforms: 'f', ...step('f', 'Filter', { predicate: 'p' }), ...isTombstone },
  'a filter of all but tombstones': {
    transforms: 'f',
    ...step('f', 'Filter', { predicate: 'p', negate: 'true' }),
    ...isTombstone,
  },
  'a filter without a predicate': { transforms: 'f', ...step('f', 'Filter') },
  'a filter by header, then what would fail': {
    transforms: 'f,e',
    ...step('f', 'Filter', { predicate: 'p' }),
    ...step('e', 'ExtractField$Value', { field: 'a' }),
    ...hasHeader,
  },
  'one predicate of two transforms': {
    transforms: 'hoist,h',
    ...hoist({ predicate: 'p' }),
    ...step('h', 'InsertHeader', { header: 'n', 'value.literal': '1', predicate: 'p', negate: 'true' }),
    ...hasHeader,
  },
  'a predicate over what the step before made': {
    transforms: 'r,hoist',
    ...step('r', 'RegexRouter', { regex: 'db\\.shop\\..*', replacement: 'u' }),
    ...hoist({ predicate: 'p' }),
    predicates: 'p',
    ...test('p', 'TopicNameMatches', { pattern: 'u' }),
  },
  'two predicates': {
    transforms: 'hoist,f',
    ...hoist({ predicate: 'q' }),
    ...step('f', 'Filter', { predicate: 'p' }),
    predicates: 'p,q',
    ...test('p', 'RecordIsTombstone'),
    ...test('q', 'HasHeaderKey', { name: 'h' }),
  },
  'value to key, then a field of the key': {
    transforms: 'k,e,i',
    ...step('k', 'ValueToKey', { fields: 'a' }),
    ...step('e', 'ExtractField$Key', { field: 'a' }),
    ...step('i', 'InsertField$Value', { 'topic.field': 'topic', 'offset.field': 'o' }),
  },
  'hoist, flatten, cast, mask, rename': {
    transforms: 'hoist,fl,c,m,r',
    ...hoist(),
    ...step('fl', 'Flatten$Value', { delimiter: '_' }),
    ...step('c', 'Cast$Value', { spec: 'x_a:string' }),
    ...step('m', 'MaskField$Value', { fields: 'x_a', replacement: '***' }),
    ...step('r', 'ReplaceField$Value', { renames: 'x_a:masked' }),
  },
  'header from a field, then dropped': {
    transforms: 'h,d',
    ...step('h', 'HeaderFrom$Value', { fields: 'a', headers: 'h', operation: 'move' }),
    ...step('d', 'DropHeaders', { headers: 'h' }),
  },
  'a time into the topic and a topic into a field': {
    transforms: 't,i',
    ...step('t', 'RegexRouter', { regex: '(.*)', replacement: '$1-$1' }),
    ...step('i', 'InsertField$Value', { 'topic.field': 'to' }),
  },
  'the same twice': { transforms: 'hoist,again', ...hoist(), ...step('again', 'HoistField$Value', { field: 'y' }) },
};

export const refusedChains: Readonly<Record<string, Config>> = {
  'a predicate that is not there': { transforms: 'hoist', ...hoist({ predicate: 'nope' }), ...isT },
  'a transform that is not there': { transforms: 'hoist,nope', ...hoist() },
  'a predicate of another kind': {
    transforms: 'hoist',
    ...hoist({ predicate: 'p' }),
    predicates: 'p',
    'predicates.p.type': 'nope',
  },
  'negate without a predicate': { transforms: 'hoist', ...hoist({ negate: 'true' }) },
  'the same name twice': { transforms: 'hoist,hoist', ...hoist() },
};
