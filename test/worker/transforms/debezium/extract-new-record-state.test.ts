import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../../src/worker/config/index.ts';
import {
  arraySchema,
  type Header,
  javaText,
  primitiveSchema,
  type Schema,
  type SourceRecord,
  Struct,
  schemas,
  structSchema,
} from '../../../../src/worker/data/index.ts';
import { transformationPlugins } from '../../../../src/worker/transforms/index.ts';

const row = structSchema(
  [
    { name: 'id', schema: schemas.int64 },
    { name: 'name', schema: schemas.optionalString },
  ],
  { name: 'db.t.Value', optional: true },
);
const source = structSchema([
  { name: 'lsn', schema: schemas.int64 },
  { name: 'ts_ms', schema: schemas.int64 },
]);
const transaction = structSchema([{ name: 'id', schema: schemas.string }], { optional: true });
const envelope = structSchema(
  [
    { name: 'before', schema: row },
    { name: 'after', schema: row },
    { name: 'source', schema: source },
    { name: 'op', schema: schemas.string },
    { name: 'ts_ms', schema: schemas.optionalInt64 },
    { name: 'transaction', schema: transaction },
  ],
  { name: 'db.t.Envelope' },
);

const rowOf = (id: bigint, name: string | null) => new Struct(row).put('id', id).put('name', name);
const old = rowOf(1n, 'old');
const fresh = rowOf(1n, 'new');

function event(op: string, before: Struct | null, after: Struct | null): Struct {
  const from = new Struct(source).put('lsn', 2n ** 60n).put('ts_ms', 5n);
  return new Struct(envelope)
    .put('before', before)
    .put('after', after)
    .put('source', from)
    .put('op', op)
    .put('ts_ms', 9n);
}

function record(valueSchema: Schema | null, value: unknown, headers: readonly Header[] = []): SourceRecord {
  const keySchema = structSchema([{ name: 'id', schema: schemas.int64 }], { name: 'db.t.Key' });
  const key = new Struct(keySchema).put('id', 1n);
  const rest = { topic: 'db.t', partition: null, timestampMs: 1, sourcePartition: null, sourceOffset: null };
  return { kind: 'source', ...rest, keySchema, key, valueSchema, value, headers };
}

function unwrap(config: Readonly<Record<string, string>>, given: SourceRecord): SourceRecord | null {
  const plugin = transformationPlugins.find(
    ({ className }) => className === 'io.debezium.transforms.ExtractNewRecordState',
  )!;
  const transform = plugin.create();
  transform.configure(parseConfig(plugin.configDef, config));
  return transform.apply(given);
}

const created = () => record(envelope, event('c', null, fresh));
const deleted = () => record(envelope, event('d', old, null));
const tombstone = () => record(null, null);

/** What a record's value is after the transform; `dropped` where the record is. */
function shown(given: SourceRecord | null): string {
  if (given === null) return 'dropped';
  return given.value === null
    ? `null under ${given.valueSchema?.name ?? 'no schema'}`
    : javaText(given.valueSchema, given.value);
}

/** Settings, then what becomes of a create, a delete and a tombstone. */
const MODES: readonly (readonly [Readonly<Record<string, string>>, string, string, string])[] = [
  [{}, 'Struct{id=1,name=new}', 'null under db.t.Value', 'dropped'],
  [{ 'delete.tombstone.handling.mode': 'drop' }, 'Struct{id=1,name=new}', 'dropped', 'dropped'],
  [{ 'delete.tombstone.handling.mode': 'tombstone' }, 'Struct{id=1,name=new}', 'null under db.t.Value', 'dropped'],
  [
    { 'delete.tombstone.handling.mode': 'rewrite' },
    'Struct{id=1,name=new,__deleted=false}',
    'Struct{id=1,name=old,__deleted=true}',
    'dropped',
  ],
  [
    { 'delete.tombstone.handling.mode': 'rewrite-with-tombstone' },
    'Struct{id=1,name=new,__deleted=false}',
    'Struct{id=1,name=old,__deleted=true}',
    'null under no schema',
  ],
  [
    { 'delete.tombstone.handling.mode': 'delete-to-tombstone' },
    'Struct{id=1,name=new}',
    'null under no schema',
    'dropped',
  ],
  [{ 'drop.tombstones': 'true' }, 'Struct{id=1,name=new}', 'dropped', 'dropped'],
  [
    { 'drop.tombstones': 'false', 'delete.handling.mode': 'none' },
    'Struct{id=1,name=new}',
    'null under db.t.Value',
    'null under no schema',
  ],
  [
    { 'delete.handling.mode': 'rewrite' },
    'Struct{id=1,name=new,__deleted=false}',
    'Struct{id=1,name=old,__deleted=true}',
    'dropped',
  ],
];

describe('ExtractNewRecordState', () => {
  test.each(MODES)('%j', (config, forCreate, forDelete, forTombstone) => {
    expect(shown(unwrap(config, created()))).toBe(forCreate);
    expect(shown(unwrap(config, deleted()))).toBe(forDelete);
    expect(shown(unwrap(config, tombstone()))).toBe(forTombstone);
  });

  test('a truncate, which has neither row, is dropped', () => {
    expect(unwrap({}, record(envelope, event('t', null, null)))).toBeNull();
  });

  test.each([
    ['a value without a schema', record(null, new Map([['after', 1n]]))],
    ['a struct that is no envelope', record(row, fresh)],
  ])('%s goes through as it is', (_name, given) => {
    expect(unwrap({}, given)).toBe(given);
  });

  test('add.fields adds fields of envelope, source and transaction, under prefix and names', () => {
    const config = { 'add.fields': 'op,lsn, source.ts_ms, transaction.id, ts_ms:at, nowhere' };
    expect(shown(unwrap(config, created()))).toBe(
      'Struct{id=1,name=new,__op=c,__lsn=1152921504606846976,__source_ts_ms=5,__at=9}',
    );
    const prefixed = { ...config, 'add.fields': 'op', 'add.fields.prefix': '', 'delete.handling.mode': 'rewrite' };
    expect(shown(unwrap(prefixed, deleted()))).toBe('Struct{id=1,name=old,__deleted=true,op=d}');
  });

  test('rows of one schema keep sharing one', () => {
    const plugin = transformationPlugins.find(({ className }) => className.startsWith('io.debezium'))!;
    const transform = plugin.create();
    transform.configure(parseConfig(plugin.configDef, { 'add.fields': 'op' }));
    expect(transform.apply(created())?.valueSchema).toBe(transform.apply(created())?.valueSchema);
  });

  test('add.headers adds headers, to a tombstone only the operation', () => {
    const config = { 'add.headers': 'op,source.lsn', 'delete.tombstone.handling.mode': 'rewrite-with-tombstone' };
    expect(unwrap(config, deleted())?.headers).toEqual([
      { key: '__op', schema: schemas.optionalString, value: 'd' },
      { key: '__source_lsn', schema: schemas.optionalInt64, value: 2n ** 60n },
    ]);
    expect(unwrap(config, tombstone())?.headers).toEqual([{ key: '__op', schema: schemas.string, value: 'd' }]);
  });

  test.each([
    ['of a create', created(), 'new'],
    ['of a delete', deleted(), 'old'],
  ])('route.by.field names the topic %s', (_name, given, topic) => {
    expect(unwrap({ 'route.by.field': 'name' }, given)?.topic).toBe(topic);
  });

  test.each([
    [{}, 'Struct{id=1}', 'Struct{id=1}'],
    [{ 'drop.fields.keep.schema.compatible': 'false' }, 'Struct{}', 'Struct{id=1}'],
    [{ 'drop.fields.keep.schema.compatible': 'false', 'drop.fields.from.key': 'true' }, 'Struct{}', 'Struct{}'],
  ])('a header may list fields to lose: %j', (config, value, key) => {
    const headers = [{ key: 'lose', schema: arraySchema(schemas.string), value: ['name', 'id'] }];
    const given = { ...created(), headers };
    const after = unwrap({ 'drop.fields.header.name': 'lose', ...config }, given);
    expect([shown(after), javaText(after?.keySchema ?? null, after?.key)]).toEqual([value, key]);
  });

  test('replace.null.with.default=false keeps a null', () => {
    const name = primitiveSchema('STRING', { optional: true, defaultValue: 'd' });
    const own = structSchema([{ name: 'n', schema: name }], { optional: true });
    const outer = structSchema(
      [
        { name: 'after', schema: own },
        { name: 'op', schema: schemas.string },
      ],
      { name: 'x.Envelope' },
    );
    const given = record(outer, new Struct(outer).put('after', new Struct(own)).put('op', 'c'));
    const value = unwrap({ 'replace.null.with.default': 'false' }, given)?.value as Struct;
    expect(value.getWithoutDefault('n')).toBeNull();
  });

  test.each([
    [{ 'delete.tombstone.handling.mode': 'keep' }, 'delete.tombstone.handling.mode'],
    [{ 'add.fields': 'a:b:c' }, 'Unexpected field name: a:b:c'],
  ])('refuses %j', (config, message) => {
    expect(() => unwrap(config, created())).toThrow(message);
  });
});
