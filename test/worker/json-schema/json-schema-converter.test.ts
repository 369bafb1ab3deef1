import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  arraySchema,
  BigDecimal,
  dateSchema,
  decimalSchema,
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
import { jsonSchemaConverter } from '../../../src/worker/json-schema/index.ts';
import { configured, read, write } from '../schema-registry/converting.ts';
import { RegistryStandIn } from '../schema-registry/registry-stand-in.ts';

let registry: RegistryStandIn;
let topic = 0;
beforeAll(async () => {
  registry = await new RegistryStandIn().start();
});
beforeEach(() => {
  registry.requests.length = 0;
  topic++;
});
afterAll(() => registry.close());

function converter(config: Readonly<Record<string, string>> = {}) {
  return configured(jsonSchemaConverter, { 'schema.registry.url': registry.url, ...config });
}

/** A message under a schema that somebody else registered. */
async function readUnder(schema: string, json: string, config = {}, references?: readonly unknown[]) {
  const id = registry.add(`o${topic}-value`, schema, { schemaType: 'JSON', ...(references && { references }) });
  const header = Buffer.alloc(5);
  header.writeUInt32BE(id, 1);
  return read(converter(config), Buffer.concat([header, Buffer.from(json)]), `o${topic}`);
}

const person = structSchema(
  [
    { name: 'id', schema: schemas.int64 },
    { name: 'b', schema: schemas.optionalString },
    { name: 'a', schema: primitiveSchema('INT32', { defaultValue: 7, doc: 'years' }) },
  ],
  { name: 'com.example.Person', version: 3, doc: 'a person', parameters: new Map([['p', 'q']]) },
);

/** Schema (of version 1, as the registry says), value, the JSON Schema, the JSON. */
const ROWS: readonly (readonly [name: string, schema: Schema, value: unknown, text: string, json: string])[] = [
  [
    'an int8',
    primitiveSchema('INT8', { version: 1 }),
    -1,
    '{"type":"integer","connect.version":1,"connect.type":"int8"}',
    '-1',
  ],
  [
    'an int64 past 2^53',
    primitiveSchema('INT64', { version: 1 }),
    2n ** 53n + 1n,
    '{"type":"integer","connect.version":1,"connect.type":"int64"}',
    '9007199254740993',
  ],
  [
    'a float',
    primitiveSchema('FLOAT32', { version: 1 }),
    1.5,
    '{"type":"number","connect.version":1,"connect.type":"float32"}',
    '1.5',
  ],
  ['a boolean', primitiveSchema('BOOLEAN', { version: 1 }), true, '{"type":"boolean","connect.version":1}', 'true'],
  ['text', primitiveSchema('STRING', { version: 1 }), 'é"', '{"type":"string","connect.version":1}', '"é\\""'],
  [
    'bytes',
    primitiveSchema('BYTES', { version: 1 }),
    Buffer.from([1, 2]),
    '{"type":"string","connect.version":1,"connect.type":"bytes"}',
    '"AQI="',
  ],
  [
    'an optional value',
    primitiveSchema('STRING', { version: 1, optional: true }),
    'x',
    '{"oneOf":[{"type":"null"},{"type":"string","connect.version":1}]}',
    '"x"',
  ],
  [
    'a list',
    arraySchema(schemas.int32, { version: 1 }),
    [1, 2],
    '{"type":"array","items":{"type":"integer","connect.type":"int32"},"connect.version":1}',
    '[1,2]',
  ],
  [
    'a map with keys of text',
    mapSchema(schemas.string, schemas.boolean, { version: 1 }),
    new Map([['k', true]]),
    '{"type":"object","additionalProperties":{"type":"boolean"},"connect.version":1,"connect.type":"map"}',
    '{"k":true}',
  ],
  [
    'a map with other keys',
    mapSchema(schemas.int32, schemas.string, { version: 1 }),
    new Map([[1, 'a']]),
    '{"type":"array","items":{"type":"object","properties":{"key":{"type":"integer","connect.type":"int32",' +
      '"connect.index":0},"value":{"type":"string","connect.index":1}}},"connect.version":1,"connect.type":"map"}',
    '[{"key":1,"value":"a"}]',
  ],
  [
    'a date',
    dateSchema(),
    new Date('1970-01-03'),
    '{"type":"integer","title":"org.apache.kafka.connect.data.Date","connect.version":1,"connect.type":"int32"}',
    '2',
  ],
  [
    'a time',
    timeSchema(),
    new Date(1000),
    '{"type":"integer","title":"org.apache.kafka.connect.data.Time","connect.version":1,"connect.type":"int32"}',
    '1000',
  ],
  [
    'a timestamp',
    timestampSchema(),
    new Date(-1),
    '{"type":"integer","title":"org.apache.kafka.connect.data.Timestamp","connect.version":1,"connect.type":"int64"}',
    '-1',
  ],
  [
    'a decimal',
    decimalSchema(2),
    BigDecimal.parse('-1.28'),
    '{"type":"string","title":"org.apache.kafka.connect.data.Decimal","connect.version":1,' +
      '"connect.parameters":{"scale":"2"},"connect.type":"bytes"}',
    '"gA=="',
  ],
  [
    'a struct, whose fields keep their order, names, docs, defaults and parameters',
    person,
    new Struct(person).put('id', 2n ** 62n).put('a', 1),
    '{"type":"object","title":"com.example.Person","description":"a person","properties":{"id":{"type":"integer",' +
      '"connect.type":"int64","connect.index":0},"b":{"oneOf":[{"type":"null"},{"type":"string"}],"connect.index":1},' +
      '"a":{"type":"integer","description":"years","default":7,"connect.type":"int32","connect.index":2}},' +
      '"connect.version":3,"connect.parameters":{"p":"q"}}',
    '{"id":4611686018427387904,"b":null,"a":1}',
  ],
];

describe('JsonSchemaConverter with a registry', () => {
  test.each(ROWS)('writes and reads: %s', async (_name, schema, value, text, json) => {
    const bytes = await write(converter(), schema, value, `w${topic}`);
    expect(registry.latest(`w${topic}-value`)).toBe(text);
    expect(bytes?.subarray(5).toString()).toBe(json);
    const back = await read(converter(), bytes, `w${topic}`);
    expect(sameSchema(back.schema, schema), JSON.stringify(back.schema)).toBe(true);
    expect(sameValue(back.value, value)).toBe(true);
  });

  test('decimal.format=NUMERIC writes numbers, which are read too', async () => {
    const instance = converter({ 'decimal.format': 'NUMERIC' });
    const bytes = await write(instance, decimalSchema(2), BigDecimal.parse('1.50'), `n${topic}`);
    expect(bytes?.subarray(5).toString()).toBe('1.50');
    expect(JSON.parse(registry.latest(`n${topic}-value`)!)).toMatchObject({ type: 'number' });
    expect(sameValue((await read(instance, bytes, `n${topic}`)).value, BigDecimal.parse('1.50'))).toBe(true);
  });

  test('an enum and a union come back as they were written', async () => {
    const text =
      '{"type":"object","properties":{"e":{"enum":["A","B"]},"u":{"oneOf":[{"type":"string"},{"type":"integer"}]}}}';
    const back = await readUnder(text, '{"e":"B","u":5}');
    const value = back.value as Struct;
    expect((value.get('u') as Struct).get('io.confluent.connect.json.OneOf.field.1')).toBe(5n);
    const bytes = await write(converter(), back.schema, value, `x${topic}`);
    expect(bytes?.subarray(5).toString()).toBe('{"e":"B","u":5}');
    expect(JSON.parse(registry.latest(`x${topic}-value`)!)).toMatchObject({ properties: { e: { enum: ['A', 'B'] } } });
  });

  test('references within the schema and to other subjects are followed', async () => {
    registry.add(
      'address',
      '{"type":"object","properties":{"zip":{"$ref":"#/$defs/zip"}},"$defs":{"zip":{"type":"string"}}}',
    );
    const text =
      '{"type":"object","properties":{"n":{"$ref":"#/definitions/name"},"a":{"$ref":"address.json"}},' +
      '"definitions":{"name":{"type":"string"}}}';
    const references = [{ name: 'address.json', subject: 'address', version: 1 }];
    const back = await readUnder(text, '{"n":"x","a":{"zip":"1"}}', {}, references);
    expect(((back.value as Struct).get('a') as Struct).get('zip')).toBe('1');
  });

  test('use.optional.for.nonrequired makes optional what is not required', async () => {
    const text =
      '{"type":"object","properties":{"a":{"type":"string"},"b":{"type":["string","null"]}},"required":["a"]}';
    const back = await readUnder(text, '{"a":"x"}', { 'use.optional.for.nonrequired': 'true' });
    expect(back.schema?.fields?.map(({ schema }) => schema.optional)).toEqual([false, true]);
  });

  test('object.additional.properties=false closes objects', async () => {
    await write(
      converter({ 'object.additional.properties': 'false' }),
      person,
      new Struct(person).put('id', 1n),
      `c${topic}`,
    );
    expect(JSON.parse(registry.latest(`c${topic}-value`)!)).toMatchObject({ additionalProperties: false });
  });
});

describe('what JsonSchemaConverter refuses', () => {
  test.each([
    ['JSON that is none', '{"type":"string"}', '{'],
    ['a list where an object belongs', '{"type":"object","properties":{}}', '[]'],
    ['null in a required property', '{"type":"object","properties":{"a":{"type":"string"}}}', '{}'],
    ['a schema that holds itself', '{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}}}', '{}'],
    ['a reference to itself', '{"$ref":"#"}', '1'],
    ['a reference to nothing', '{"$ref":"#/no"}', '1'],
    ['a schema without a type', '{}', '1'],
    ['allOf', '{"allOf":[{"type":"string"}]}', '"x"'],
  ])('%s', async (_name, schema, json) => {
    await expect(readUnder(schema, json)).rejects.toMatchObject({ name: 'DataException' });
  });

  test('a small schema that references make huge', async () => {
    const level = (i: number) =>
      `"d${i}":{"type":"object","properties":{"a":{"$ref":"#/d${i + 1}"},"b":{"$ref":"#/d${i + 1}"}}}`;
    const text = `{"$ref":"#/d0",${Array.from({ length: 40 }, (_, i) => level(i)).join(',')},"d40":{"type":"string"}}`;
    await expect(readUnder(text, '{}')).rejects.toMatchObject({ name: 'DataException' });
  });

  test('a value without a schema', async () => {
    await expect(write(converter(), null, 'x')).rejects.toMatchObject({
      name: 'DataException',
      message: 'JsonSchemaConverter needs a schema, and the value has none',
    });
  });

  test('an Avro schema under the id', async () => {
    const id = registry.add(`a${topic}-value`, '"string"');
    await expect(read(converter(), Buffer.from([0, 0, 0, 0, id, 34, 34]), `a${topic}`)).rejects.toMatchObject({
      message: `Failed to deserialize data for topic a${topic} to JSON Schema: `,
    });
  });

  test('json.fail.invalid.schema=true', () => {
    expect(() => converter({ 'json.fail.invalid.schema': 'true' })).toThrow('is not supported by this worker');
  });
});
