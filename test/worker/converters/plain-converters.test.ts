import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins, headerConverterPlugins } from '../../../src/worker/converters/index.ts';
import { type Schema, Struct, schemas, structSchema } from '../../../src/worker/data/index.ts';

function converter(name: string, config: Record<string, string> = {}) {
  const plugin = converterPlugins.find(({ className }) => className.endsWith(`.${name}Converter`))!;
  const instance = plugin.create();
  instance.configure(parseConfig(plugin.configDef, { 'converter.type': 'key', ...config }), true);
  return instance;
}

const struct = structSchema([{ name: 'a', schema: schemas.int32 }]);

const GOOD: readonly (readonly [
  name: string,
  schema: Schema | null,
  value: unknown,
  hex: string,
  readSchema: Schema,
])[] = [
  ['Short', schemas.int16, -2, 'fffe', schemas.optionalInt16],
  ['Integer', schemas.int32, 258, '00000102', schemas.optionalInt32],
  ['Long', schemas.int64, 2n ** 53n + 1n, '0020000000000001', schemas.optionalInt64],
  ['Float', schemas.float32, 1.5, '3fc00000', schemas.optionalFloat32],
  ['Double', schemas.float64, 1.5, '3ff8000000000000', schemas.optionalFloat64],
  ['Boolean', schemas.boolean, true, '01', schemas.optionalBoolean],
  ['ByteArray', schemas.bytes, Buffer.from([1, 2]), '0102', schemas.optionalBytes],
  ['String', schemas.string, 'é', 'c3a9', schemas.optionalString],
];

describe('a plain converter', () => {
  test.each(GOOD)('%s writes and reads', (name, schema, value, hex, readSchema) => {
    const instance = converter(name);
    expect(instance.fromConnectData('t', schema, value, [])?.toString('hex')).toBe(hex);
    expect(instance.toConnectData('t', Buffer.from(hex, 'hex'), [])).toEqual({ schema: readSchema, value });
    expect(instance.fromConnectData('t', schema, null, [])).toBeNull();
    expect(instance.toConnectData('t', null, [])).toEqual({ schema: readSchema, value: null });
  });

  test.each([
    ['Integer', schemas.string, 'x', 'Failed to serialize to integer (was class java.lang.String): '],
    ['Long', schemas.int32, 1, 'Failed to serialize to long (was class java.lang.Integer): '],
    ['Boolean', schemas.string, 'x', 'Invalid schema type for BooleanConverter: STRING'],
    ['ByteArray', schemas.string, 'x', 'Invalid schema type for ByteArrayConverter: STRING'],
    ['ByteArray', null, 'x', 'ByteArrayConverter is not compatible with objects of type class java.lang.String'],
  ])('%s refuses what it cannot write', (name, schema, value, message) => {
    expect(() => converter(name).fromConnectData('t', schema, value, [])).toThrow(message);
  });

  test.each([
    ['Integer', '00', 'Failed to deserialize integer: ', 'Size of data received by IntegerDeserializer is not 4'],
    ['Boolean', '02', 'Failed to deserialize boolean: ', 'Unexpected byte received by BooleanDeserializer: 2'],
  ])('%s refuses bytes that are none', (name, hex, message, cause) => {
    expect(() => converter(name).toConnectData('t', Buffer.from(hex, 'hex'), [])).toThrow(
      expect.objectContaining({ message, cause: expect.objectContaining({ message: cause }) }),
    );
  });

  test.each([
    [
      null,
      new Map<string, unknown>([
        ['b', 1n],
        ['a', 'x'],
      ]),
      '{a=x, b=1}',
    ],
    [null, [1n, 1.5, null], '[1, 1.5, null]'],
    [struct, new Struct(struct).put('a', 1), 'Struct{a=1}'],
    [schemas.float32, Math.fround(0.1), '0.1'],
    [schemas.int32, 100, '100'],
    [null, 100, '100.0'],
  ])('String writes any value as Java prints it', (schema, value, text) => {
    expect(converter('String').fromConnectData('t', schema, value, [])?.toString()).toBe(text);
  });

  test.each([
    ['UTF-16', 'é', 'feff00e9'],
    ['utf-16le', 'é', 'e900'],
    ['ISO-8859-1', 'é€', 'e93f'],
    ['US-ASCII', 'aé', '613f'],
    ['UTF8', 'é', 'c3a9'],
  ])('String knows the encoding %s', (encoding, text, hex) => {
    const instance = converter('String', { 'converter.encoding': encoding });
    expect(instance.fromConnectData('t', null, text, [])?.toString('hex')).toBe(hex);
    if (!hex.includes('3f')) expect(instance.toConnectData('t', Buffer.from(hex, 'hex'), []).value).toBe(text);
  });

  // What StringConverter of 4.3.1 wrote on Java 17; \ud800 is half of a pair.
  test.each([
    ['UTF-8', '61c3a9e282acd096f09f98803f62e4b8ade38182'],
    ['UTF-16', 'feff006100e920ac0416d83dde00fffd00624e2d3042'],
    ['UTF-16LE', '6100e900ac2016043dd800defdff62002d4e4230'],
    ['UTF-16BE', '006100e920ac0416d83dde00fffd00624e2d3042'],
    ['ISO-8859-1', '61e93f3f3f3f623f3f'],
    ['US-ASCII', '613f3f3f3f3f623f3f'],
    ['windows-1250', '61e9803f3f3f623f3f'],
    ['windows-1251', '613f88c63f3f623f3f'],
    ['windows-1252', '61e9803f3f3f623f3f'],
    ['windows-1253', '613f803f3f3f623f3f'],
    ['windows-1254', '61e9803f3f3f623f3f'],
    ['windows-1255', '613f803f3f3f623f3f'],
    ['windows-1256', '61e9803f3f3f623f3f'],
    ['windows-1257', '61e9803f3f3f623f3f'],
    ['windows-1258', '61e9803f3f3f623f3f'],
    ['ISO-8859-2', '61e93f3f3f3f623f3f'],
    ['ISO-8859-3', '61e93f3f3f3f623f3f'],
    ['ISO-8859-4', '61e93f3f3f3f623f3f'],
    ['ISO-8859-5', '613f3fb63f3f623f3f'],
    ['ISO-8859-6', '613f3f3f3f3f623f3f'],
    ['ISO-8859-7', '613fa43f3f3f623f3f'],
    ['ISO-8859-8', '613f3f3f3f3f623f3f'],
    ['ISO-8859-9', '61e93f3f3f3f623f3f'],
    ['ISO-8859-13', '61e93f3f3f3f623f3f'],
    ['ISO-8859-15', '61e9a43f3f3f623f3f'],
    ['ISO-8859-16', '61e9a43f3f3f623f3f'],
    ['KOI8-R', '613f3ff63f3f623f3f'],
    ['KOI8-U', '613f3ff63f3f623f3f'],
    ['IBM437', '61823f3f3f3f623f3f'],
    ['IBM850', '61823f3f3f3f623f3f'],
    ['IBM866', '613f3f863f3f623f3f'],
  ])('String writes %s as Java does', (encoding, hex) => {
    const instance = converter('String', { 'converter.encoding': encoding });
    expect(
      instance.fromConnectData('t', null, 'a\u00e9\u20ac\u0416\ud83d\ude00\ud800b\u4e2d\u3042', [])?.toString('hex'),
    ).toBe(hex);
  });

  // What StringConverter of 4.3.1 read on Java 17.
  test.each([
    ['UTF-8', 'ff41', '\ufffdA'],
    ['UTF-8', 'e28241', '\ufffdA'],
    ['UTF-8', 'eda080', '\ufffd'],
    ['UTF-8', 'f08080af', '\ufffd\ufffd\ufffd\ufffd'],
    ['UTF-8', 'c3', '\ufffd'],
    ['UTF-8', 'efbbbf61', '\ufeffa'],
    ['UTF-16', 'fffe6100', 'a'],
    ['UTF-16', '0061', 'a'],
    ['UTF-16', '61', '\ufffd'],
    ['UTF-16', '006100', 'a\ufffd'],
    ['UTF-16', 'd80000610062', '\ufffdb'],
    ['UTF-16', 'feff', ''],
    ['windows-1252', '80819f', '\u20ac\ufffd\u0178'],
    ['Cp1251', 'c6', '\u0416'],
    ['ISO8859_15', '80a4', '\u0080\u20ac'],
  ])('String reads %s %s as Java does', (encoding, hex, text) => {
    const instance = converter('String', { 'converter.encoding': encoding });
    expect(instance.toConnectData('t', Buffer.from(hex, 'hex'), []).value).toBe(text);
  });

  test('String writes no byte order mark where there is no text', () => {
    expect(converter('String', { 'converter.encoding': 'UTF-16' }).fromConnectData('t', null, '', [])).toEqual(
      Buffer.alloc(0),
    );
  });

  test('String refuses an encoding that it does not know', () => {
    expect(() => converter('String', { 'converter.encoding': 'EBCDIC' })).toThrow(ConfigError);
  });

  test('has the class names of Kafka, as key, value and header converters', () => {
    const names = (plugins: readonly { className: string }[]) =>
      plugins.map(({ className }) => className.split('.').at(-1)).sort();
    const both = ['Boolean', 'ByteArray', 'Double', 'Float', 'Integer', 'Json', 'Long', 'Short', 'String'];
    expect(names(converterPlugins)).toEqual(both.map((name) => `${name}Converter`));
    expect(names(headerConverterPlugins)).toEqual(
      [...both.map((name) => `${name}Converter`), 'SimpleHeaderConverter'].sort(),
    );
  });
});

describe('SimpleHeaderConverter', () => {
  const plugin = headerConverterPlugins.find(({ className }) => className.endsWith('.SimpleHeaderConverter'))!;
  const simple = plugin.create();

  test.each([
    ['1', schemas.int8, 1],
    ['text', schemas.string, 'text'],
    ['', schemas.string, ''],
    ['true', schemas.boolean, true],
    ['3.14', schemas.float32, Math.fround(3.14)],
    ['null', null, null],
  ])('reads %j', (text, schema, value) => {
    expect(simple.toConnectHeader('t', 'h', Buffer.from(text))).toEqual({ schema, value });
  });

  test.each([
    [schemas.string, 'a "b"', 'a "b"'],
    [
      null,
      new Map<string, unknown>([
        ['k', 'v"'],
        ['n', 1n],
      ]),
      '{"k":"v\\"","n":1}',
    ],
    [null, ['a', 1n, null], '["a",1,null]'],
    [schemas.bytes, Buffer.from([1, 2]), 'AQI='],
    [null, new Date(1_700_000_000_123), '2023-11-14T22:13:20.123Z'],
    [struct, new Struct(struct).put('a', 1), '{"a":1}'],
  ])('writes', (schema, value, text) => {
    expect(simple.fromConnectHeader('t', 'h', schema, value)?.toString()).toBe(text);
  });

  test('keeps nothing as nothing', () => {
    expect(simple.fromConnectHeader('t', 'h', schemas.optionalString, null)).toBeNull();
    expect(simple.toConnectHeader('t', 'h', null)).toEqual({ schema: null, value: null });
  });
});
