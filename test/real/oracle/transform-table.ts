import type { Config } from './oracle.ts';

/** A transform with one setting, and which inputs it takes and which are of a wrong type for it. */
export interface Setting {
  /** The key that this setting is about. */
  readonly key: string;
  readonly config: Config;
  /** Names of inputs; those of the transform where it is left out. */
  readonly fine?: readonly string[];
  readonly wrong?: readonly string[];
}

export interface TransformTable {
  /** Without its package, and without `$Key` and `$Value`. */
  readonly name: string;
  readonly fine: readonly string[];
  readonly wrong: readonly string[];
  readonly settings: readonly Setting[];
  /** Settings that are refused when the connector starts. */
  readonly refused: readonly Config[];
}

const noDefault = { 'replace.null.with.default': 'false' };
const v2 = { 'field.syntax.version': 'V2' };
const seconds = 'yyyy-MM-dd HH:mm:ss';
const scalars = ['bare string', 'bare int32', 'bare list', 'bare integer'];

function setting(key: string, config: Config, rest: Pick<Setting, 'fine' | 'wrong'> = {}): Setting {
  return { key, config, ...rest };
}

/** A setting for each value of a key. */
function each(key: string, values: readonly string[], more: Config = {}): Setting[] {
  return values.map((value) => setting(key, { ...more, [key]: value }));
}

/** Every transform that works on a key or a value, with every key that it has. */
export const operandTables: readonly TransformTable[] = [
  {
    name: 'Cast',
    fine: ['f: int32', 'f: integer', 'f: boolean'],
    wrong: ['f: array', 'f: struct', 'f: list', 'f: map'],
    settings: [
      ...['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string'].flatMap((type) => [
        setting('spec', { spec: `f:${type}` }),
        setting(
          'spec',
          { spec: type },
          {
            fine: ['bare int32', 'bare integer', 'bare boolean'],
            wrong: ['bare array', 'bare struct', 'bare list', 'bare map'],
          },
        ),
      ]),
      setting('spec', { spec: 'f:int64,keep:string' }),
      setting('spec', { spec: ' f : STRING ' }),
      setting('replace.null.with.default', { spec: 'keep:string', ...noDefault }, { wrong: scalars }),
      setting('replace.null.with.default', { spec: 'f:string', 'replace.null.with.default': 'true' }),
    ],
    refused: [
      {},
      { spec: '' },
      { spec: 'f:int7' },
      { spec: 'f:bytes' },
      { spec: 'f:int8:int16' },
      { spec: 'int8,f:int8' },
    ],
  },
  {
    name: 'ExtractField',
    fine: ['f: string', 'f: struct', 'f: Decimal', 'f: list'],
    wrong: scalars,
    settings: [
      ...each('field', ['f', 'keep', '']),
      ...['f', 'f.x', 'f.y', '`f`', 'f.x.y', 'nope.x'].map((field) =>
        setting(
          'field.syntax.version',
          { field, ...v2 },
          field === 'f' || field === '`f`' ? {} : { fine: ['f: struct', 'f: map'] },
        ),
      ),
      setting('field.syntax.version', { field: 'f', 'field.syntax.version': 'v1' }),
      ...each('replace.null.with.default', ['true', 'false'], { field: 'f' }),
    ],
    refused: [
      {},
      { field: 'f', 'field.syntax.version': 'V3' },
      { field: '`f', ...v2 },
      { field: 'f', 'replace.null.with.default': 'x' },
    ],
  },
  {
    name: 'Flatten',
    fine: ['f: struct', 'f: string', 'f: map'],
    wrong: scalars,
    settings: each('delimiter', ['.', '', '_', ' → ']),
    refused: [],
  },
  {
    name: 'HeaderFrom',
    fine: ['f: string', 'f: bytes', 'f: list'],
    wrong: scalars,
    settings: [
      ...['move', 'copy'].flatMap((operation) => [
        setting('operation', { fields: 'f', headers: 'h', operation }),
        setting('fields', { fields: 'f,keep', headers: 'h,k', operation }),
        setting('headers', { fields: 'f,f', headers: 'h,i', operation }),
      ]),
      ...each('replace.null.with.default', ['true', 'false'], { fields: 'f', headers: 'h', operation: 'move' }),
    ],
    refused: [
      {},
      { fields: 'f', headers: 'h' },
      { fields: '', headers: 'h', operation: 'move' },
      { fields: 'f', headers: '', operation: 'move' },
      { fields: 'f', headers: 'a,b', operation: 'copy' },
      { fields: 'f', headers: 'h', operation: 'Move' },
    ],
  },
  {
    name: 'HoistField',
    fine: ['f: string', 'bare string', 'bare bytes', 'bare list'],
    wrong: [],
    settings: each('field', ['f', '', 'a b']),
    refused: [{}],
  },
  {
    name: 'InsertField',
    fine: ['f: string', 'f: map'],
    wrong: scalars,
    settings: [
      ...['topic.field', 'partition.field', 'offset.field', 'timestamp.field'].flatMap((key) =>
        each(key, ['n', 'n!', 'n?', 'keep', 'n!?']),
      ),
      ...['n', 'n!', 'n?'].map((field) => setting('static.field', { 'static.field': field, 'static.value': 'x' })),
      setting('static.value', { 'static.field': 'n', 'static.value': '' }),
      ...each('replace.null.with.default', ['true', 'false'], { 'topic.field': 'n' }),
    ],
    refused: [{}, { 'static.field': 'n' }, { 'static.value': 'x' }],
  },
  {
    name: 'MaskField',
    fine: ['f: string', 'f: int64', 'f: Date', 'f: integer'],
    wrong: scalars,
    settings: [
      ...each('fields', ['f', 'f,keep', 'nope']),
      ...['7', 'xx', '300', '1.5', '99999999999999999999'].map((replacement) =>
        setting(
          'replacement',
          { fields: 'f', replacement },
          { fine: ['f: string'], wrong: ['f: boolean', 'f: struct'] },
        ),
      ),
      ...each('replace.null.with.default', ['true', 'false'], { fields: 'keep' }),
    ],
    refused: [{}, { fields: '' }, { fields: 'f', replacement: '' }],
  },
  {
    name: 'ReplaceField',
    fine: ['f: string', 'f: struct', 'f: map'],
    wrong: scalars,
    settings: [
      ...each('exclude', ['f', 'f,keep', 'nope']),
      ...each('include', ['f', 'keep', 'nope', 'f,keep']),
      ...each('renames', ['f:g', 'f:keep2,keep:f', 'nope:x', 'f:keep']),
      setting('include', { include: 'f,keep', exclude: 'f', renames: 'keep:kept' }),
      ...each('replace.null.with.default', ['true', 'false'], { renames: 'f:g' }),
    ],
    refused: [{ renames: 'f' }, { renames: 'f:' }, { renames: 'f:g:h' }, { include: 'f,,g' }],
  },
  {
    name: 'SetSchemaMetadata',
    fine: ['f: int32', 'f: struct'],
    wrong: ['f: list', 'bare list', 'bare integer'],
    settings: [
      ...each('schema.name', ['n', 'a.b.C', '']),
      ...each('schema.version', ['2', '-1']),
      setting('schema.name', { 'schema.name': 'n', 'schema.version': '9' }),
      ...each('replace.null.with.default', ['true', 'false'], { 'schema.name': 'n' }),
    ],
    refused: [{}, { 'schema.version': 'x' }],
  },
  {
    name: 'TimestampConverter',
    fine: ['f: Timestamp', 'f: integer'],
    wrong: ['f: boolean', 'f: struct', 'f: list', 'f: map'],
    settings: [
      ...['string', 'unix', 'Date', 'Time', 'Timestamp'].flatMap((target) => [
        setting('target.type', { field: 'f', 'target.type': target, format: seconds }),
        setting('format', { field: 'f', 'target.type': target, format: `yyyy/${target === 'string' ? "'T'" : ''}MM` }),
        setting(
          'field',
          { 'target.type': target, format: seconds },
          {
            fine: ['bare Timestamp', 'bare Date', 'bare integer'],
            wrong: ['bare boolean', 'bare struct', 'bare list', 'bare map'],
          },
        ),
      ]),
      setting('format', { field: 'f', 'target.type': 'unix', format: 'yyyy-MM-dd' }),
      setting('format', { field: 'f', 'target.type': 'unix' }),
      ...['seconds', 'milliseconds', 'microseconds', 'nanoseconds'].flatMap((precision) => [
        setting('unix.precision', { field: 'f', 'target.type': 'unix', format: seconds, 'unix.precision': precision }),
        setting('unix.precision', {
          field: 'f',
          'target.type': 'Timestamp',
          format: seconds,
          'unix.precision': precision,
        }),
      ]),
      ...each('replace.null.with.default', ['true', 'false'], { field: 'f', 'target.type': 'unix', format: seconds }),
    ],
    refused: [
      {},
      { 'target.type': 'date' },
      { 'target.type': 'string' },
      { 'target.type': 'string', format: 'b' },
      { 'target.type': 'unix', format: "yyyy'" },
      { 'target.type': 'unix', 'unix.precision': 'minutes' },
    ],
  },
];

/** Transforms of the whole record: of its topic, its headers, or of key and value at once. */
export const recordTables: readonly TransformTable[] = [
  {
    name: 'DropHeaders',
    fine: ['f: string', 'f: map'],
    wrong: [],
    settings: each('headers', ['h', 'h,i', 'nope']),
    refused: [{}, { headers: '' }],
  },
  {
    name: 'InsertHeader',
    fine: ['f: string', 'f: map'],
    wrong: [],
    settings: [
      ...each('header', ['h', 'new', ''], { 'value.literal': 'x' }),
      ...each(
        'value.literal',
        ['', 'x', '1', '-129', '70000', '1.5', 'true', 'NULL', '[1,2]', '[1,"a"]', '{"a":1}', '{a:1}', '[', '"q"'],
        { header: 'n' },
      ),
      ...each(
        'value.literal',
        ['2020-01-02', '2020-01-02T03:04:05.678Z', '12:30:00.000Z', '1e400', '0x10', '9223372036854775808', ' 1', "'"],
        { header: 'n' },
      ),
      ...each(
        'value.literal',
        ['5000000000', 'null', ' blank ', '-0', '1e3', "it's", '[a, b]', '{}', '12:30', '99999999999999999999'],
        { header: 'n' },
      ),
    ],
    refused: [{}, { header: 'h' }, { 'value.literal': 'x' }],
  },
  {
    name: 'RegexRouter',
    fine: ['f: string', 'f: map'],
    wrong: [],
    settings: [
      ...each('regex', ['(.*)', 'db\\.(\\w+)\\.(\\w+)', 'nope', '(?i)DB.*'], { replacement: 'r' }),
      ...each('replacement', ['$1-$2', '${s}.$0', '\\$1', '', '$2_$1'], { regex: 'db\\.(?<s>\\w+)\\.(\\w+)' }),
    ],
    refused: [
      {},
      { regex: 'a' },
      { replacement: 'a' },
      { regex: '(', replacement: '' },
      { regex: '[z-a]', replacement: '' },
    ],
  },
  {
    name: 'TimestampRouter',
    fine: ['f: string', 'f: map'],
    wrong: [],
    settings: [
      ...each('topic.format', ['${topic}-${timestamp}', '${topic}', '$x', '${timestamp}${timestamp}', '']),
      ...each('timestamp.format', ['yyyyMMdd', "yyyy'W'ww", 'EEE d MMM', 'HH:mm:ss.SSS XXX', '']),
    ],
    refused: [],
  },
  {
    name: 'ValueToKey',
    fine: ['f: string', 'f: struct', 'f: list'],
    wrong: scalars,
    settings: [
      ...each('fields', ['f', 'f,keep', 'keep']),
      ...each('replace.null.with.default', ['true', 'false'], { fields: 'f' }),
    ],
    refused: [{}, { fields: '' }],
  },
];
