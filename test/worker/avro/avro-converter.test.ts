import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { avroConverter } from '../../../src/worker/avro/index.ts';
import {
  arraySchema,
  BigDecimal,
  dateSchema,
  decimalSchema,
  javaText,
  mapSchema,
  primitiveSchema,
  type Schema,
  Struct,
  sameSchema,
  sameValue,
  schemas,
  structSchema,
  timeSchema,
  timestampSchema,
} from '../../../src/worker/data/index.ts';
import { configured, read, write } from '../schema-registry/converting.ts';
import { RegistryStandIn } from '../schema-registry/registry-stand-in.ts';

let registry: RegistryStandIn;
let topic = 0;
beforeAll(async () => {
  registry = await new RegistryStandIn().start();
});
beforeEach(() => {
  registry.credentials = null;
  registry.failure = null;
  registry.requests.length = 0;
  topic++;
});
afterAll(() => registry.close());

function converter(config: Readonly<Record<string, string>> = {}, isKey = false) {
  return configured(avroConverter, { 'schema.registry.url': registry.url, ...config }, isKey);
}

const person = structSchema(
  [
    { name: 'id', schema: schemas.int64 },
    { name: 'name', schema: schemas.optionalString },
    { name: 'age', schema: primitiveSchema('INT32', { defaultValue: 7, doc: 'years' }) },
  ],
  { name: 'com.example.Person', version: 1 },
);
const inner = structSchema([{ name: 'x', schema: schemas.int8 }], { name: 'com.example.Inner' });
const twice = structSchema(
  [
    { name: 'a', schema: inner },
    { name: 'b', schema: { ...inner, optional: true } },
    { name: 'list', schema: arraySchema(inner) },
  ],
  { name: 'com.example.Twice' },
);

/** Schema, value, the Avro schema's text, and the bytes after the header, by the Avro specification. */
const WRITTEN: readonly (readonly [name: string, schema: Schema | null, value: unknown, text: string, hex: string])[] =
  [
    ['an int8 keeps its type', schemas.int8, -1, '{"type":"int","connect.type":"int8"}', '01'],
    ['an int16 keeps its type', schemas.int16, 300, '{"type":"int","connect.type":"int16"}', 'd804'],
    ['an int32 is an int', schemas.int32, -2147483648, '"int"', 'ffffffff0f'],
    ['an int64 past 2^53 is whole', schemas.int64, 2n ** 53n + 1n, '"long"', '8280808080808020'],
    ['the least int64', schemas.int64, -(2n ** 63n), '"long"', 'ffffffffffffffffff01'],
    ['a float has four bytes', schemas.float32, 1.5, '"float"', '0000c03f'],
    ['a double has eight', schemas.float64, -1.5, '"double"', '000000000000f8bf'],
    ['a boolean', schemas.boolean, true, '"boolean"', '01'],
    ['text in UTF-8', schemas.string, 'é', '"string"', '04c3a9'],
    ['bytes', schemas.bytes, Buffer.from([0, 255]), '"bytes"', '0400ff'],
    ['an optional value is a union with null first', schemas.optionalString, 'a', '["null","string"]', '020261'],
    [
      'a default turns the union round',
      primitiveSchema('STRING', { optional: true, defaultValue: 'd' }),
      'a',
      '[{"type":"string","connect.default":"d"},"null"]',
      '000261',
    ],
    ['a list', arraySchema(schemas.int32), [1, 2], '{"type":"array","items":"int"}', '04020400'],
    ['a list of none', arraySchema(schemas.int32), [], '{"type":"array","items":"int"}', '00'],
    [
      'a map with keys of text',
      mapSchema(schemas.string, schemas.int32),
      new Map([['k', 1]]),
      '{"type":"map","values":"int"}',
      '02026b0200',
    ],
    [
      'a map with other keys is a list of entries',
      mapSchema(schemas.int32, schemas.string),
      new Map([[1, 'a']]),
      '{"type":"array","items":{"type":"record","name":"MapEntry","namespace":"io.confluent.connect.avro",' +
        '"fields":[{"name":"key","type":"int"},{"name":"value","type":"string"}]}}',
      '0202026100',
    ],
    [
      'a date',
      dateSchema(),
      new Date('1970-01-03'),
      '{"type":"int","connect.version":1,"connect.name":"org.apache.kafka.connect.data.Date","logicalType":"date"}',
      '04',
    ],
    [
      'a time',
      timeSchema(),
      new Date(1000),
      '{"type":"int","connect.version":1,"connect.name":"org.apache.kafka.connect.data.Time","logicalType":"time-millis"}',
      'd00f',
    ],
    [
      'a timestamp',
      timestampSchema(),
      new Date(-1),
      '{"type":"long","connect.version":1,"connect.name":"org.apache.kafka.connect.data.Timestamp",' +
        '"logicalType":"timestamp-millis"}',
      '01',
    ],
    [
      'a decimal',
      decimalSchema(2),
      BigDecimal.parse('-1.28'),
      '{"type":"bytes","scale":2,"precision":64,"connect.version":1,"connect.parameters":{"scale":"2"},' +
        '"connect.name":"org.apache.kafka.connect.data.Decimal","logicalType":"decimal"}',
      '0280',
    ],
    [
      'a struct is a record, with defaults and metadata',
      person,
      new Struct(person).put('id', 1n).put('age', 2),
      '{"type":"record","name":"Person","namespace":"com.example","fields":[{"name":"id","type":"long"},' +
        '{"name":"name","type":["null","string"],"default":null},{"name":"age","type":{"type":"int",' +
        '"connect.doc":"years","connect.default":7},"default":7}],"connect.version":1,"connect.name":"com.example.Person"}',
      '020004',
    ],
    [
      'a struct without a name is ConnectDefault',
      structSchema([{ name: 'x', schema: schemas.int32 }]),
      new Struct(structSchema([{ name: 'x', schema: schemas.int32 }])).put('x', 1),
      '{"type":"record","name":"ConnectDefault","namespace":"io.confluent.connect.avro","fields":[{"name":"x","type":"int"}]}',
      '02',
    ],
    [
      'a named type is defined once',
      twice,
      new Struct(twice).put('a', new Struct(inner).put('x', 1)).put('list', [new Struct(inner).put('x', 2)]),
      '{"type":"record","name":"Twice","namespace":"com.example","fields":[{"name":"a","type":{"type":"record",' +
        '"name":"Inner","fields":[{"name":"x","type":{"type":"int","connect.type":"int8"}}],' +
        '"connect.name":"com.example.Inner"}},{"name":"b","type":["null","Inner"],"default":null},' +
        '{"name":"list","type":{"type":"array","items":"Inner"}}],"connect.name":"com.example.Twice"}',
      '0200020400',
    ],
  ];

const STRATEGIES = 'io.confluent.kafka.serializers.subject';

/** A struct's values as text: its schema has the registry's version when it comes back. */
function textOf(struct: Struct): string {
  return javaText(struct.schema, struct);
}

describe('AvroConverter with a registry', () => {
  test.each(WRITTEN)('writes and reads: %s', async (_name, schema, value, text, hex) => {
    const bytes = await write(converter(), schema, value, `w${topic}`);
    expect(registry.latest(`w${topic}-value`)).toBe(text);
    expect(bytes?.subarray(0, 1).toString('hex')).toBe('00');
    expect(bytes?.subarray(5).toString('hex')).toBe(hex);
    const back = await read(converter(), bytes, `w${topic}`);
    expect(back.schema).toMatchObject({ type: schema?.type, version: 1 });
    expect(back.value instanceof Struct ? textOf(back.value) : back.value).toEqual(
      value instanceof Struct ? textOf(value) : value,
    );
  });

  test('a struct comes back with names, defaults, docs and versions', async () => {
    const value = new Struct(person)
      .put('id', 2n ** 62n)
      .put('name', 'Ö')
      .put('age', 3);
    const back = await read(converter(), await write(converter(), person, value, 'people'), 'people');
    expect(sameSchema(back.schema, person)).toBe(true);
    expect(sameValue(back.value, value)).toBe(true);
  });

  test.each([
    ['null', null],
    ['a boolean', true],
    ['an integer past 2^53', 2n ** 60n],
    ['a fraction', 1.25],
    ['text', 'x'],
    ['nested lists and maps', new Map<unknown, unknown>([['a', [1n, null, new Map([['b', 'c']])]]])],
  ])('a value without a schema comes back without one: %s', async (_name, value) => {
    const bytes = await write(converter(), null, value, 'loose');
    expect(await read(converter(), bytes, 'loose')).toEqual({ schema: null, value });
  });

  test('a union of several is a struct with one field a member', async () => {
    const text = '["null","string",{"type":"record","name":"R","namespace":"n","fields":[{"name":"i","type":"int"}]}]';
    const id = registry.add(`u${topic}-value`, text);
    const instance = converter();
    const header = Buffer.from([0, 0, 0, 0, id]);
    const back = await read(instance, Buffer.concat([header, Buffer.from('0402', 'hex')]), `u${topic}`);
    const schema = back.schema!;
    expect(schema.name).toBe('io.confluent.connect.avro.Union');
    expect(schema.fields?.map(({ name }) => name)).toEqual(['string', 'R']);
    expect(((back.value as Struct).get('R') as Struct).get('i')).toBe(1);
    expect((await write(instance, schema, back.value, `v${topic}`))?.subarray(5).toString('hex')).toBe('0402');
  });

  test('with enhanced.avro.schema.support an enum is one again', async () => {
    const text = '{"type":"enum","name":"Suit","namespace":"n","doc":"cards","symbols":["A","B"],"default":"A"}';
    const id = registry.add(`e${topic}-value`, text);
    const instance = converter({ 'enhanced.avro.schema.support': 'true' });
    const back = await read(instance, Buffer.from([0, 0, 0, 0, id, 2]), `e${topic}`);
    expect(back.value).toBe('B');
    expect((await write(instance, back.schema, 'B', `f${topic}`))?.subarray(5).toString('hex')).toBe('02');
    expect(JSON.parse(registry.latest(`f${topic}-value`)!)).toMatchObject({ type: 'enum', symbols: ['A', 'B'] });
  });

  test('a record that holds itself is read and written', async () => {
    const text =
      '{"type":"record","name":"Node","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","Node"]}]}';
    const id = registry.add(`n${topic}-value`, text);
    const instance = converter();
    const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, id]), Buffer.from('020204020600', 'hex')]);
    const back = await read(instance, bytes, `n${topic}`);
    const second = (back.value as Struct).get('next') as Struct;
    expect([(back.value as Struct).get('v'), second.get('v'), (second.get('next') as Struct).get('v')]).toEqual([
      1, 2, 3,
    ]);
    const written = await write(instance, back.schema, back.value, `o${topic}`);
    expect(written?.subarray(5).toString('hex')).toBe(bytes.subarray(5).toString('hex'));
  });

  test('a schema that refers to another subject is read with it', async () => {
    registry.add('inner', '{"type":"record","name":"I","namespace":"n","fields":[{"name":"x","type":"int"}]}');
    const outer = '{"type":"record","name":"O","namespace":"n","fields":[{"name":"i","type":"n.I"}]}';
    const id = registry.add(`r${topic}-value`, outer, { references: [{ name: 'n.I', subject: 'inner', version: 1 }] });
    const back = await read(converter(), Buffer.from([0, 0, 0, 0, id, 2]), `r${topic}`);
    expect(((back.value as Struct).get('i') as Struct).get('x')).toBe(1);
  });
});

describe('what AvroConverter asks the registry', () => {
  test('one question a schema, whatever the number of records', async () => {
    const instance = converter();
    for (let i = 0; i < 50; i++) await write(instance, schemas.int32, i, `q${topic}`);
    expect(registry.requests).toEqual([`POST /subjects/q${topic}-value/versions?normalize=false`]);
  });

  test.each([
    ['of a key', {}, true, 'k-key'],
    [
      'by the record',
      { 'value.subject.name.strategy': `${STRATEGIES}.RecordNameStrategy` },
      false,
      'com.example.Person',
    ],
    [
      'by topic and record',
      { 'value.subject.name.strategy': `${STRATEGIES}.TopicRecordNameStrategy` },
      false,
      'k-com.example.Person',
    ],
  ])('the subject is named %s', async (_name, config, isKey, subject) => {
    await write(converter(config, isKey), person, new Struct(person).put('id', 1n), 'k');
    expect(registry.requests.at(-1)).toBe(`POST /subjects/${subject}/versions?normalize=false`);
  });

  test('auto.register.schemas=false registers nothing', async () => {
    const instance = converter({ 'auto.register.schemas': 'false' });
    await expect(write(instance, schemas.int32, 1, `z${topic}`)).rejects.toMatchObject({
      name: 'DataException',
      message: `Failed to serialize Avro data from topic z${topic} :`,
      cause: { message: 'Error retrieving Avro schema"int"', cause: { errorCode: 40401 } },
    });
    expect(registry.latest(`z${topic}-value`)).toBeUndefined();
  });

  test('use.latest.version writes under the latest schema, with its defaults', async () => {
    const latest =
      '{"type":"record","name":"R","fields":[{"name":"more","type":"string","default":"m"},{"name":"x","type":"int"}]}';
    const id = registry.add(`l${topic}-value`, latest);
    const own = structSchema([{ name: 'x', schema: schemas.int32 }], { name: 'R' });
    const instance = converter({ 'auto.register.schemas': 'false', 'use.latest.version': 'true' });
    const bytes = await write(instance, own, new Struct(own).put('x', 1), `l${topic}`);
    expect(bytes?.toString('hex')).toBe(`00${id.toString(16).padStart(8, '0')}026d02`);
  });

  test('an incompatible schema is refused with the registry’s words', async () => {
    registry.add(`i${topic}-value`, '{"type":"record","name":"R","fields":[]}');
    const own = structSchema([{ name: 'x', schema: schemas.int32 }], { name: 'R' });
    await expect(write(converter(), own, new Struct(own).put('x', 1), `i${topic}`)).rejects.toMatchObject({
      cause: { cause: { status: 409, message: expect.stringContaining('incompatible with an earlier schema') } },
    });
  });

  test('an invalid schema (422) is the record’s error', async () => {
    registry.failure = { status: 422, body: { error_code: 42201, message: 'Invalid schema' } };
    await expect(write(converter(), schemas.int32, 1)).rejects.toMatchObject({
      name: 'DataException',
      cause: { cause: { errorCode: 42201 } },
    });
  });

  test.each([
    ['in the address', (url: string) => ({ 'schema.registry.url': url.replace('//', '//u:p%40@') })],
    [
      'in the settings',
      (url: string) => ({
        'schema.registry.url': url,
        'basic.auth.credentials.source': 'USER_INFO',
        'basic.auth.user.info': 'u:p@',
      }),
    ],
  ])('credentials %s are sent', async (_name, config) => {
    registry.credentials = 'u:p@';
    expect(await write(configured(avroConverter, config(registry.url)), schemas.int32, 1)).not.toBeNull();
  });

  test('refused credentials are a wrong setting, and are not printed', async () => {
    registry.credentials = 'u:right';
    const instance = converter({ 'schema.registry.url': registry.url.replace('//', '//u:wrong@') });
    const error = await write(instance, schemas.int32, 1).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'ConfigException',
      message: expect.stringContaining('refuses the credentials'),
    });
    expect(String(error)).not.toContain('wrong');
  });

  test('a registry that is away, or says 500, is tried again later', async () => {
    registry.failure = { status: 500, body: { error_code: 50001, message: 'Error in the backend datastore' } };
    const instance = converter({ 'schema.registry.url': `http://127.0.0.1:1,${registry.url}`, 'max.retries': '0' });
    await expect(write(instance, schemas.int32, 1, `a${topic}`)).rejects.toMatchObject({ name: 'RetriableException' });
    registry.failure = null;
    expect(await write(instance, schemas.int32, 1, `a${topic}`)).not.toBeNull();
  });
});

describe('what AvroConverter refuses', () => {
  test.each([
    ['no magic byte', '0100000001', 'Unknown magic byte!'],
    ['too short', '000000', 'Unknown magic byte!'],
    ['an unknown id', '0000fffff000', 'Error retrieving Avro value schema for id 16777200'],
  ])('bytes: %s', async (_name, hex, cause) => {
    await expect(read(converter(), Buffer.from(hex, 'hex'), 'x')).rejects.toMatchObject({
      name: 'DataException',
      message: 'Failed to deserialize data for topic x to Avro: ',
      cause: { message: cause },
    });
  });

  test.each([
    ['null under a required schema', schemas.int32, null, 'Found null value for non-optional schema'],
    ['text under an int', schemas.int32, 'x', 'Invalid type for INT32: class java.lang.String'],
    ['bytes without a schema', null, Buffer.from('x'), 'Unknown Java type for schemaless data: class [B'],
  ])('values: %s', async (_name, schema, value, message) => {
    await expect(write(converter(), schema, value)).rejects.toMatchObject({ name: 'DataException', message });
  });

  test.each([
    ['schema.registry.url', { 'schema.registry.url': 'nowhere' }],
    ['basic.auth.user.info', { 'basic.auth.credentials.source': 'USER_INFO' }],
    ['basic.auth.credentials.source', { 'basic.auth.credentials.source': 'SASL_INHERIT' }],
    ['discard.type.doc.default', { 'discard.type.doc.default': 'true' }],
    ['value.subject.name.strategy', { 'value.subject.name.strategy': 'com.example.Own' }],
  ])('settings: %s', (key, config) => {
    expect(() => converter(config)).toThrow(key);
  });
});
