import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { avroConverter } from '../../../src/worker/avro/index.ts';
import { DataError, javaText, type SchemaAndValue, Struct } from '../../../src/worker/data/index.ts';
import { jsonSchemaConverter } from '../../../src/worker/json-schema/index.ts';
import type { ConverterPlugin } from '../../../src/worker/plugins/index.ts';
import { protobufConverter } from '../../../src/worker/protobuf/index.ts';
import { configured, read } from '../schema-registry/converting.ts';
import { RegistryStandIn } from '../schema-registry/registry-stand-in.ts';
import { mutated } from './mutations.ts';

interface Format {
  readonly name: string;
  readonly plugin: ConverterPlugin;
  readonly schemaType?: 'PROTOBUF' | 'JSON';
  readonly schema: string;
  /** A message of it, without magic byte and id. */
  readonly message: Buffer;
}

const MB = 1024 * 1024;
const DEEP = 100_000;
/** Room for the value as bytes, text and value, and for what the test itself holds. */
const MAX_GROWTH_BYTES = 1500 * MB;

const AVRO: Format = {
  name: 'Avro',
  plugin: avroConverter,
  schema:
    '{"type":"record","name":"R","fields":[{"name":"i","type":"int"},{"name":"s","type":["null","string"],"default":null},' +
    '{"name":"m","type":{"type":"map","values":"long"}},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}}]}',
  message: Buffer.from('0402046869' + '02026b0800' + '02', 'hex'),
};
const PROTOBUF: Format = {
  name: 'Protobuf',
  plugin: protobufConverter,
  schemaType: 'PROTOBUF',
  schema:
    'syntax = "proto3"; package t; message R { int32 i = 1; string s = 2; bytes y = 3; repeated sint64 l = 4; ' +
    'map<string, R> m = 5; oneof u { double d = 6; R r = 7; } E e = 8; enum E { A = 0; B = 1; } optional fixed32 f = 9; }',
  message: Buffer.from(
    '00' + '0805' + '12026869' + '1a0200ff' + '2203010203' + '2a070a016b12020801' + '3a020802' + '4001' + '4d01000000',
    'hex',
  ),
};
const JSON_SCHEMA: Format = {
  name: 'JSON Schema',
  plugin: jsonSchemaConverter,
  schemaType: 'JSON',
  schema:
    '{"type":"object","title":"R","properties":{"i":{"type":"integer","connect.type":"int32"},"s":{"oneOf":[{"type":"null"},{"type":"string"}]},' +
    '"l":{"type":"array","items":{"type":"number"}},"m":{"type":"object","connect.type":"map","additionalProperties":{"type":"boolean"}},' +
    '"r":{"$ref":"#/definitions/P"}},"definitions":{"P":{"type":"object","properties":{"x":{"type":"string","enum":["a","b"]}}}}}',
  message: Buffer.from('{"i":5,"s":"hi","l":[1,2.5e3],"m":{"k":true},"r":{"x":"a"}}'),
};
const FORMATS = [AVRO, PROTOBUF, JSON_SCHEMA];

let registry: RegistryStandIn;
let subjects = 0;
beforeAll(async () => {
  registry = await new RegistryStandIn().start();
});
afterAll(() => registry.close());

/** A converter, and the message's bytes under a schema that somebody registered. */
function under({ plugin, schemaType }: Format, schema: string, message: Buffer) {
  const topic = `hostile-${subjects++}`;
  const id = registry.add(`${topic}-value`, schema, schemaType ? { schemaType } : {});
  const header = Buffer.alloc(5);
  header.writeUInt32BE(id, 1);
  const converter = configured(plugin, { 'schema.registry.url': registry.url });
  return { bytes: Buffer.concat([header, message]), readBytes: (bytes: Buffer) => read(converter, bytes, topic) };
}

/** A value whose text can be made, or an error of the record. */
async function isHandled(reading: Promise<SchemaAndValue>): Promise<void> {
  const outcome = await reading.catch((error: unknown) => error);
  if (outcome instanceof DataError) return;
  if (outcome instanceof Error) throw outcome;
  const { schema, value } = outcome as SchemaAndValue;
  javaText(schema, value);
}

/** The error's message, and those of its causes. */
async function messagesOf(reading: Promise<SchemaAndValue>): Promise<string> {
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataError);
  const messages: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) messages.push(cause.message);
  return messages.join('; ');
}

describe.each(FORMATS.map((format) => [format.name, format] as const))('%s that somebody changed', (_name, format) => {
  test('as it was it is a value', async () => {
    const { readBytes, bytes } = under(format, format.schema, format.message);
    const { value } = await readBytes(bytes);
    expect(value).toBeInstanceOf(Struct);
    expect((value as Struct).get('i')).toBeTypeOf('number');
  });

  test('the message, its header too', async () => {
    const { readBytes, bytes } = under(format, format.schema, format.message);
    await readBytes(bytes);
    await fc.assert(
      fc.asyncProperty(mutated([bytes]), (changed) => isHandled(readBytes(changed))),
      { numRuns: 500 },
    );
  });

  test('the schema', async () => {
    await fc.assert(
      fc.asyncProperty(mutated([Buffer.from(format.schema)]), (schema) => {
        const { readBytes, bytes } = under(format, schema.toString(), format.message);
        return isHandled(readBytes(bytes));
      }),
      { numRuns: 100 },
    );
  });
});

/** A message within a message, `depth` times. */
function nestedMessages(depth: number): Buffer {
  const heads: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < depth; i++) {
    const head = Buffer.from([0x3a, ...varint(length)]);
    heads.push(head);
    length += head.length;
  }
  return Buffer.concat([Buffer.of(0), ...heads.reverse()]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}

describe('depths that nobody meant are errors of the record', () => {
  test.each([
    ['Protobuf: messages', PROTOBUF, PROTOBUF.schema, nestedMessages(DEEP)],
    ['Protobuf: groups', PROTOBUF, PROTOBUF.schema, Buffer.concat([Buffer.of(0), Buffer.alloc(DEEP, 0x53)])],
    ['Protobuf: the schema', PROTOBUF, `syntax = "proto3"; ${'message M {'.repeat(DEEP)}`, PROTOBUF.message],
    ['JSON Schema: lists', JSON_SCHEMA, JSON_SCHEMA.schema, Buffer.from('['.repeat(DEEP))],
    ['JSON Schema: objects', JSON_SCHEMA, JSON_SCHEMA.schema, Buffer.from('{"i":'.repeat(DEEP))],
    ['JSON Schema: the schema', JSON_SCHEMA, '{"type":"array","items":'.repeat(DEEP), Buffer.from('[]')],
    [
      'JSON Schema: a whole schema',
      JSON_SCHEMA,
      `${'{"type":"array","items":'.repeat(DEEP)}{"type":"string"}${'}'.repeat(DEEP)}`,
      Buffer.from('[]'),
    ],
    [
      'Avro: the schema',
      AVRO,
      `${'{"type":"array","items":'.repeat(DEEP)}"int"${'}'.repeat(DEEP)}`,
      Buffer.from('00', 'hex'),
    ],
  ])('%s', async (_name, format, schema, message) => {
    const { readBytes, bytes } = under(format, schema, message);
    expect(await messagesOf(readBytes(bytes))).toMatch(/deep/);
  });
});

const avroTime = '{"type":"long","logicalType":"timestamp-millis"';

test.each([
  ['as a value', `${avroTime}}`, 'feffffffffffffffff01'],
  [
    'as a default',
    `{"type":"record","name":"R","fields":[{"name":"t","type":${avroTime}},"default":${2n ** 62n}}]}`,
    '00',
  ],
])('an Avro time past all years is an error of the record, %s', async (_name, schema, hex) => {
  const { readBytes, bytes } = under(AVRO, schema, Buffer.from(hex, 'hex'));
  expect(await messagesOf(readBytes(bytes))).toMatch(/is past the years/);
});

/** One block of items that are each a byte, 0: a number, an empty map or a record of a boolean. */
function avroList(items: number): Buffer {
  return Buffer.concat([Buffer.from(varint(items * 2)), Buffer.alloc(items + 1)]);
}

function jsonList(items: number, item: string): Buffer {
  return Buffer.concat([Buffer.from('['), Buffer.alloc(items * item.length, item), Buffer.from('0]')]);
}

describe('sizes that nobody meant', { timeout: 120_000 }, () => {
  test.each([
    [
      'Avro: 100 MB of text',
      AVRO,
      '"string"',
      () => Buffer.concat([Buffer.from(varint(200 * MB)), Buffer.alloc(100 * MB, 'x')]),
    ],
    [
      'Protobuf: 100 MB of bytes',
      PROTOBUF,
      PROTOBUF.schema,
      () => Buffer.concat([Buffer.of(0, 0x1a, ...varint(100 * MB)), Buffer.alloc(100 * MB, 'x')]),
    ],
    [
      'JSON Schema: 100 MB of text',
      JSON_SCHEMA,
      '{"type":"string"}',
      () => Buffer.concat([Buffer.from('"'), Buffer.alloc(100 * MB, 'x'), Buffer.from('"')]),
    ],
    [
      'Protobuf: a million fields that are not known',
      PROTOBUF,
      PROTOBUF.schema,
      () => Buffer.concat([Buffer.of(0), Buffer.from('9801017a00'.repeat(500_000), 'hex')]),
    ],
    [
      'JSON Schema: a million properties that are not known',
      JSON_SCHEMA,
      '{"type":"object","properties":{"i":{"type":"integer"}}}',
      () => Buffer.from(`{"i":5,${Array.from({ length: 1_000_000 }, (_, i) => `"f${i}":${i}`).join(',')}}`),
    ],
  ])('%s are read', async (_name, format, schema, message) => {
    const before = process.memoryUsage().rss;
    const { readBytes, bytes } = under(format, schema, message());
    const { value } = await readBytes(bytes);
    expect(value).not.toBeNull();
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  const many = 20 * MB;
  test.each([
    ['Avro: a list of maps', AVRO, '{"type":"array","items":{"type":"map","values":"int"}}', () => avroList(many)],
    [
      'Avro: a list of records',
      AVRO,
      '{"type":"array","items":{"type":"record","name":"N","fields":[{"name":"b","type":"boolean"}]}}',
      () => avroList(many),
    ],
    [
      'Protobuf: a packed list of numbers',
      PROTOBUF,
      'syntax = "proto3"; message R { repeated int32 l = 4; }',
      () => Buffer.concat([Buffer.of(0, 0x22, ...varint(many)), Buffer.alloc(many)]),
    ],
    [
      'Protobuf: a map of messages',
      PROTOBUF,
      PROTOBUF.schema,
      () => Buffer.concat([Buffer.of(0), Buffer.alloc(many, Buffer.from('2a00', 'hex'))]),
    ],
    ['JSON Schema: a list of lists', JSON_SCHEMA, JSON_SCHEMA.schema, () => jsonList(many, '[],')],
  ])('%s of 20 million is refused while it is small', async (_name, format, schema, message) => {
    const before = process.memoryUsage().rss;
    const { readBytes, bytes } = under(format, schema, message());
    expect(await messagesOf(readBytes(bytes))).toMatch(/More than 16,777,216 values in one record/);
    expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  test.each([
    ['Protobuf: a text of 2^31 bytes', PROTOBUF, Buffer.from('0012ffffffff07', 'hex')],
    ['Protobuf: a list of 2^31 bytes', PROTOBUF, Buffer.from('0022ffffffff07', 'hex')],
    ['Protobuf: 2^40 message indexes', PROTOBUF, Buffer.from('808080808040', 'hex')],
  ])('%s that are not there are refused before memory is taken', async (_name, format, message) => {
    const { readBytes, bytes } = under(format, format.schema, message);
    expect(await messagesOf(readBytes(bytes))).toMatch(/a length of 2147483647|a number of more than 5 bytes/);
  });
});
