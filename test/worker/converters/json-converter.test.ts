import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins } from '../../../src/worker/converters/index.ts';
import {
  arraySchema,
  BigDecimal,
  dateSchema,
  decimalSchema,
  javaClassOf,
  javaText,
  mapSchema,
  primitiveSchema,
  type Schema,
  Struct,
  schemas,
  schemaText,
  structSchema,
  timeSchema,
  timestampSchema,
} from '../../../src/worker/data/index.ts';

function json(config: Record<string, string>) {
  const plugin = converterPlugins.find(({ className }) => className === 'org.apache.kafka.connect.json.JsonConverter')!;
  const converter = plugin.create();
  converter.configure(parseConfig(plugin.configDef, { 'converter.type': 'value', ...config }), false);
  return {
    read: (text: string | Buffer | null) =>
      converter.toConnectData('t', text === null ? null : Buffer.from(text as string), []),
    write: (schema: Schema | null, value: unknown) =>
      converter.fromConnectData('t', schema, value, [])?.toString() ?? null,
  };
}
const on = json({ 'schemas.enable': 'true' });
const off = json({ 'schemas.enable': 'false' });

/** What the JsonConverter of 4.3.1 read: one text a line, with the schema, the value as Java prints it, and its class. */
const READ = readFileSync(new URL('./json-to-connect.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(
    (line) =>
      JSON.parse(line) as {
        readonly schemas: boolean;
        readonly text: string;
        readonly expected: { schema?: string; value?: string; class?: string; error?: string };
      },
  );

describe('JsonConverter reads what 4.3.1 reads', () => {
  // Measured as the rows of json-to-connect.jsonl; Jackson writes and reads the halves of surrogate pairs as they are.
  test.each([
    ['UTF-16LE without a mark', '2200610062002200', 'ab'],
    ['UTF-16BE without a mark', '0022006100620022', 'ab'],
    ['UTF-16 with a mark', 'feff0022006100620022', 'ab'],
    ['half of a surrogate pair', '22615c756438303022', 'a\ud800'],
  ])('%s', (_name, hex, value) => {
    expect(off.read(Buffer.from(hex, 'hex')).value).toBe(value);
  });

  // Measured likewise, of a message without any JSON.
  test.each([
    ['{"type":"int32"}', 0],
    ['{"type":"int64","optional":true}', 0n],
    ['{"type":"double"}', 0],
    ['{"type":"boolean"}', false],
    ['{"type":"string"}', null],
    ['{"type":"bytes"}', null],
    ['{"type":"array","items":{"type":"int32"}}', []],
  ])('nothing under schema.content=%s', (content, value) => {
    expect(json({ 'schema.content': content }).read(' ').value).toEqual(value);
  });

  test.each([
    ['{"type":"struct","fields":[]}', 'Structs should be encoded as JSON objects, but found MISSING'],
    [
      '{"type":"map","keys":{"type":"string"},"values":{"type":"int32"}}',
      'Maps with string fields should be encoded as JSON objects, but found MISSING',
    ],
  ])('nothing under schema.content=%s is refused', (content, message) => {
    expect(() => json({ 'schema.content': content }).read('')).toThrow(message);
  });

  test('half of a surrogate pair is written escaped', () => {
    expect(off.write(null, 'a\ud800b')).toBe('"a\\uD800b"');
  });

  test.each([
    ['-1', 1],
    ['0', 1],
  ])('schemas.cache.size=%s is taken', (size, value) => {
    expect(json({ 'schemas.cache.size': size }).read('{"schema":{"type":"int32"},"payload":1}').value).toBe(value);
  });

  test.each(READ)('schemas $schemas: $text', ({ schemas: enabled, text, expected }) => {
    if (expected.error !== undefined) {
      expect(() => (enabled ? on : off).read(text)).toThrow(
        expect.objectContaining({
          message: expected.error.replace(/^\S+: /, ''),
          javaClass: expected.error.split(': ')[0],
        }),
      );
      return;
    }
    const { schema, value } = (enabled ? on : off).read(text);
    expect({
      schema: schemaText(schema),
      value: javaText(schema, value),
      class: value === null ? 'null' : javaClassOf(value, schema),
    }).toEqual(expected);
  });

  test.each([
    { name: 'no bytes', bytes: null, value: null },
    { name: 'no text', bytes: '', value: null },
    { name: 'an integer past 2^53', bytes: '9007199254740993', value: 9007199254740993n },
    { name: 'the largest long', bytes: '9223372036854775807', value: 9223372036854775807n },
    { name: 'UTF-8', bytes: '"é😀"', value: 'é😀' },
    { name: 'a byte order mark', bytes: '\ufeff1', value: 1n },
    { name: 'escapes', bytes: '"\\u00e9\\n\\/\\ud83d\\ude00"', value: 'é\n/😀' },
    { name: 'the last of equal keys', bytes: '{"a":1,"a":2}', value: new Map([['a', 2n]]) },
  ])('$name', ({ bytes, value }) => {
    expect(off.read(bytes)).toEqual({ schema: null, value });
  });

  test.each([
    { name: 'bytes that are no UTF-8', bytes: Buffer.from([0x22, 0xff, 0x22]) },
    { name: 'half a surrogate as bytes', bytes: Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]) },
    { name: 'a raw tab in a string', bytes: Buffer.from('"\t"') },
    { name: 'nesting without end', bytes: Buffer.from('['.repeat(100_000)) },
    { name: 'an object that does not end', bytes: Buffer.from('{"a":[1,{"b":"') },
  ])('refuses $name', ({ bytes }) => {
    expect(() => off.read(bytes)).toThrow(
      'Converting byte[] to Kafka Connect data failed due to serialization error: ',
    );
  });

  test('gives equal schemas as one object, so that what is derived from them can be kept', () => {
    const text = '{"schema":{"type":"struct","fields":[{"type":"int32","field":"a"}]},"payload":{"a":1}}';
    expect(on.read(text).schema).toBe(on.read(text.replace('1}}', '2}}')).schema);
  });

  test('reads on with a schema that it knows, and still sees when the envelope is another', () => {
    const start = '{"schema":{"type":"int32","optional":true},"payload":';
    const fresh = json({});
    expect(fresh.read(`${start}1}`).value).toBe(1);
    expect(fresh.read(`${start}2}`)).toEqual({ schema: schemas.optionalInt32, value: 2 });
    expect(fresh.read(`${start}3 } x`).value).toBe(3);
    expect(() => fresh.read(`${start}4,"more":1}`)).toThrow(/requires "schema" and "payload"/);
    expect(() => fresh.read(`${start}5`)).toThrow(/serialization error/);
    expect(fresh.read(`${start}6,"schema":{"type":"string"}}`)).toEqual({ schema: schemas.string, value: null });
    expect(fresh.read('{"schema":{"type":"string"},"payload":"x"}')).toEqual({ schema: schemas.string, value: 'x' });
    expect(fresh.read(`${start}null}`)).toEqual({ schema: schemas.optionalInt32, value: null });
  });

  test('takes the schema of schema.content in place of an envelope', () => {
    const fixed = json({ 'schema.content': '{"type":"int32"}' });
    expect(fixed.read('5')).toEqual({ schema: schemas.int32, value: 5 });
    expect(fixed.read(null)).toEqual({ schema: null, value: null });
    expect(fixed.write(schemas.int32, 7)).toBe('{"schema":{"type":"int32","optional":false},"payload":7}');
    expect(() => json({ 'schema.content': '{' })).toThrow('Failed to parse schema in converter config');
    expect(json({ 'schemas.enable': 'false', 'schema.content': '{"type":"int32"}' }).read('5').value).toBe(5n);
  });
});

const everything = structSchema(
  [
    { name: 'a', schema: schemas.int32 },
    { name: 'f', schema: primitiveSchema('FLOAT32', { optional: true, defaultValue: Math.fround(1.1) }) },
    { name: 't', schema: timestampSchema() },
    { name: 'm', schema: mapSchema(schemas.string, schemas.int8) },
    { name: 'l', schema: arraySchema(schemas.bytes, { optional: true }) },
  ],
  { name: 'n', version: 3, doc: 'd', parameters: new Map([['p', 'q']]) },
);
const value = new Struct(everything)
  .put('a', 1)
  .put('t', new Date(5))
  .put('m', new Map([['x', 1]]))
  .put('l', [Buffer.from([1, 2])]);

describe('JsonConverter writes what 4.3.1 writes', () => {
  test.each([
    {
      name: 'a line with its schema',
      json: on.write(schemas.string, 'foo'),
      text: '{"schema":{"type":"string","optional":false},"payload":"foo"}',
    },
    { name: 'a line alone', json: off.write(schemas.string, 'foo'), text: '"foo"' },
    { name: 'nothing for a tombstone', json: on.write(null, null), text: null },
    { name: 'a null with a schema, alone', json: off.write(schemas.optionalInt32, null), text: 'null' },
    {
      name: 'a null with its schema',
      json: on.write(schemas.optionalInt32, null),
      text: '{"schema":{"type":"int32","optional":true},"payload":null}',
    },
    { name: 'a value without a schema', json: on.write(null, 'x'), text: '{"schema":null,"payload":"x"}' },
    {
      name: 'a struct with its schema',
      json: on.write(everything, value),
      text:
        '{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"a"},' +
        '{"type":"float","optional":true,"default":1.1,"field":"f"},' +
        '{"type":"int64","optional":false,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"t"},' +
        '{"type":"map","keys":{"type":"string","optional":false},"values":{"type":"int8","optional":false},"optional":false,"field":"m"},' +
        '{"type":"array","items":{"type":"bytes","optional":false},"optional":true,"field":"l"}],"optional":false,' +
        '"name":"n","version":3,"doc":"d","parameters":{"p":"q"}},"payload":{"a":1,"f":1.1,"t":5,"m":{"x":1},"l":["AQI="]}}',
    },
    {
      name: 'a struct alone',
      json: off.write(everything, value),
      text: '{"a":1,"f":1.1,"t":5,"m":{"x":1},"l":["AQI="]}',
    },
    { name: 'a fraction as Java prints it', json: off.write(null, 1e10), text: '1.0E10' },
    { name: 'no number as text', json: off.write(null, Number.NaN), text: '"NaN"' },
    {
      name: 'a map with keys that are no text as pairs',
      json: off.write(null, new Map([[1n, 'a']])),
      text: '[[1,"a"]]',
    },
    {
      name: 'a typed map with other keys as pairs',
      json: off.write(mapSchema(schemas.int32, schemas.string), new Map([[1, 'x']])),
      text: '[[1,"x"]]',
    },
    { name: 'a list', json: off.write(null, [1n, null, 'x']), text: '[1,null,"x"]' },
    { name: 'a decimal as base64', json: off.write(decimalSchema(2), BigDecimal.parse('1.50')), text: '"AJY="' },
    {
      name: 'a decimal as a number',
      json: json({ 'schemas.enable': 'false', 'decimal.format': 'numeric' }).write(
        decimalSchema(-3),
        BigDecimal.parse('1E+3'),
      ),
      text: '1E+3',
    },
    {
      name: 'control characters in upper-case hex',
      json: off.write(null, 'a\u0001\u001f\u007f\u2028/"\\\b\té'),
      text: '"a\\u0001\\u001F\u007f\u2028/\\"\\\\\\b\\té"',
    },
    {
      name: 'characters past U+FFFF escaped, others as they are',
      json: off.write(null, '漢字 😀'),
      text: '"漢字 \\uD83D\\uDE00"',
    },
    { name: 'a day', json: off.write(dateSchema(), new Date(86_400_000)), text: '1' },
    { name: 'the end of a day', json: off.write(timeSchema(), new Date(86_400_000)), text: '86400000' },
  ])('$name', ({ json: written, text }) => {
    expect(written).toBe(text);
  });

  test.each([
    {
      name: 'text in a number',
      schema: schemas.int32,
      value: 'x',
      message: 'Invalid type for INT32: class java.lang.String',
    },
    {
      name: 'null in a required field',
      schema: schemas.int32,
      value: null,
      message: 'Conversion error: null value for field that is required and has no default value',
    },
    {
      name: 'a date without a schema',
      schema: null,
      value: new Date(0),
      message: 'Java class class java.util.Date does not have corresponding schema type.',
    },
    {
      name: 'a decimal of another scale',
      schema: decimalSchema(2),
      value: BigDecimal.parse('1.5'),
      message: 'Decimal value has mismatching scale for given Decimal schema. Schema has scale 2, value has scale 1.',
    },
    {
      name: 'a day with a time',
      schema: dateSchema(),
      value: new Date(5),
      message: 'Kafka Connect Date type should not have any time fields set to non-zero values.',
    },
    {
      name: 'a time past the day',
      schema: timeSchema(),
      value: new Date(86_400_001),
      message: 'Kafka Connect Time type should not have any date fields set to non-zero values.',
    },
    {
      name: 'a number as a date',
      schema: dateSchema(),
      value: 5,
      message: 'Invalid type for Date, expected Date but was class java.lang.Integer',
    },
    {
      name: 'a struct of another schema',
      schema: structSchema([{ name: 'a', schema: schemas.int32 }]),
      value,
      message: 'Mismatching schema.',
    },
  ])('refuses $name', ({ schema, value: wrong, message }) => {
    expect(() => off.write(schema, wrong)).toThrow(message);
  });

  test('what it reads again without a schema', () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
      ),
    })).value;
    fc.assert(
      fc.property(plain, (given) => {
        const text = off.write(null, given);
        expect(text === null ? null : off.read(text).value).toEqual(given);
      }),
    );
  });
});
