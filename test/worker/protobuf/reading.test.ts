import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { javaText, Struct, sameSchema } from '../../../src/worker/data/index.ts';
import { RegistryOfProtos } from './registry-of-protos.ts';

const registry = new RegistryOfProtos();

/** The messages in hex were written by protobuf 7.36 for Python, under these schemas as grpcio-tools compiles them. */
const ALL = `syntax = "proto3";
package t;
import "google/protobuf/wrappers.proto";
message All {
  double d = 1; float f = 2; int32 i32 = 3; int64 i64 = 4; uint32 u32 = 5; uint64 u64 = 6; sint32 s32 = 7;
  sint64 s64 = 8; fixed32 f32 = 9; fixed64 f64 = 10; sfixed32 sf32 = 11; sfixed64 sf64 = 12; bool b = 13;
  string s = 14; bytes y = 15; E e = 16; repeated sint64 list = 17; repeated string texts = 18;
  map<string, All> m = 19; optional int32 o = 20; google.protobuf.Int64Value w = 21;
  repeated int32 loose = 22 [packed = false]; map<int32, E> me = 23;
  oneof u { string ut = 24; int64 un = 25; Sub us = 26; }
  message Sub { int32 x = 1; }
  enum E { ZERO = 0; ONE = 1; NEG = -1; }
}`;
const ALL_HEX =
  '09355800662deb417e150000c03f1880808080f8ffffffff01208080808080808080800128ffffffff0f30ffffffffffffffffff01' +
  '38ffffffff0f40ffffffffffffffffff014dffffffff51ffffffffffffffff5dfeffffff61000000000000008068017203c3a9007a0200ff' +
  '8001ffffffffffffffffff018a010c020180808080808080808001920100920101789a01070a016b120218019a01040a001200a00100' +
  'aa0100b00101b00102ba010d08ffffffffffffffffff011000ba010408001001c80100';
const TWO = `syntax = "proto2";
package t2;
message Two {
  required int32 r = 1; optional int64 o = 2 [default = 9223372036854775807]; repeated int32 l = 3;
  optional E e = 4 [default = B]; extensions 100 to max;
  enum E { A = 1; B = 2; }
}`;

describe('messages of others', () => {
  test('every type, to its ends', async () => {
    const { value } = await registry.readUnder(ALL, `00${ALL_HEX}`);
    const get = (name: string) => (value as Struct).get(name);
    expect([get('d'), get('f'), get('i32'), get('i64')]).toEqual([1.5e300, 1.5, -(2 ** 31), -(2n ** 63n)]);
    expect([get('u32'), get('u64'), get('s32'), get('s64')]).toEqual([2n ** 32n - 1n, -1n, -(2 ** 31), -(2n ** 63n)]);
    expect([get('f32'), get('f64'), get('sf32'), get('sf64')]).toEqual([2n ** 32n - 1n, -1n, -2, -(2n ** 63n)]);
    expect([get('b'), get('s'), get('y'), get('e')]).toEqual([true, 'é\0', Buffer.of(0, 255), 'NEG']);
    expect([get('list'), get('texts'), get('loose')]).toEqual([
      [1n, -1n, 2n ** 62n],
      ['', 'x'],
      [1, 2],
    ]);
    expect([get('o'), get('w')]).toEqual([0, 0n]);
    expect(get('me')).toEqual(
      new Map([
        [-1, 'ZERO'],
        [0, 'ONE'],
      ]),
    );
    const nested = get('m') as Map<string, Struct>;
    expect([...nested.keys()]).toEqual(['k', '']);
    expect(nested.get('k')?.get('i32')).toBe(1);
    expect(javaText(null, get('u_0'))).toBe('Struct{un=0}');
  });

  test('of nothing: zeros, and null where that can be told', async () => {
    const { value, schema } = await registry.readUnder(ALL, '00');
    expect(javaText(schema, value)).toBe(
      'Struct{d=0.0,f=0.0,i32=0,i64=0,u32=0,u64=0,s32=0,s64=0,f32=0,f64=0,sf32=0,sf64=0,b=false,s=,' +
        `${javaText(null, Buffer.alloc(0)).replace(/^/, 'y=')},e=ZERO,list=[],texts=[],m={},loose=[],me={}}`,
    );
  });

  test.each([
    ['null for what is optional', {}, 'Struct{r=0,l=[1, 2]}'],
    [
      'the defaults with optional.for.proto2=false',
      { 'optional.for.proto2': 'false' },
      'Struct{r=0,o=9223372036854775807,l=[1, 2],e=B}',
    ],
  ])('of proto2: %s', async (_name, config, text) => {
    const { value, schema } = await registry.readUnder(TWO, '00080018011802', config);
    expect(javaText(schema, value)).toBe(text);
  });

  test('fields that are not known are left out, groups and numbers of enums of proto2 among them', async () => {
    const { value, schema } = await registry.readUnder(TWO, '00080520092b08012c3a013f');
    expect(javaText(schema, value)).toBe('Struct{r=5,l=[]}');
  });

  test.each([
    ['the second message', '02020801', 'Struct{b=1}', 'B'],
    ['a message within one', '0402020801', 'Struct{d=1}', 'D'],
    ['the first one, at length', '02000801', 'Struct{a=1}', 'A'],
  ])('the index says which message: %s', async (_name, hex, text, name) => {
    const proto =
      'syntax = "proto3"; message A { int32 a = 1; enum X { Y = 0; } } enum F { G = 0; } ' +
      'message B { int32 b = 1; message C { int32 c = 1; } message D { int32 d = 1; } }';
    const { value, schema } = await registry.readUnder(proto, hex);
    expect(javaText(schema, value)).toBe(text);
    expect(schema?.name).toBe(name);
  });

  test('references are followed, and their own', async () => {
    registry.add('syntax = "proto3"; package c; message Zip { string code = 1; }', 'zip');
    registry.add('syntax = "proto3"; package b; import "zip.proto"; message Address { c.Zip zip = 1; }', 'address', [
      { name: 'zip.proto', subject: 'zip', version: 1 },
    ]);
    const proto = 'syntax = "proto3"; package a; import "address.proto"; message P { b.Address address = 1; }';
    const references = [{ name: 'address.proto', subject: 'address', version: 1 }];
    const { value, schema } = await registry.readUnder(proto, '000a050a030a0178', {}, references);
    expect(javaText(schema, value)).toBe('Struct{address=Struct{zip=Struct{code=x}}}');
  });

  test('a message that holds itself', async () => {
    const proto = 'syntax = "proto3"; message Node { int32 x = 1; Node next = 2; repeated Node more = 3; }';
    const { value, schema } = await registry.readUnder(proto, '000801120208021a020803');
    expect(javaText(schema, value)).toBe('Struct{x=1,next=Struct{x=2,more=[]},more=[Struct{x=3,more=[]}]}');
    expect(await registry.written(schema, value)).toBe('000801120208021a020803');
  });

  test('a message in two parts is one, and of a oneof the last member counts', async () => {
    const proto =
      'syntax = "proto3"; message M { S s = 1; oneof u { int32 a = 2; int32 b = 3; } message S { int32 x = 1; int32 y = 2; } }';
    const { value, schema } = await registry.readUnder(proto, '000a0208010a02100210011801');
    expect(javaText(schema, value)).toBe('Struct{u_0=Struct{b=1},s=Struct{x=1,y=2}}');
  });

  test('what was read is written under a schema that reads as the same', async () => {
    const proto = ALL.replace('map<string, All> m = 19;', 'map<string, Sub> m = 19;');
    const first = await registry.readUnder(proto, `00${ALL_HEX}`);
    const again = await registry.there(first.schema!, first.value);
    expect(javaText(again.schema, again.value)).toBe(javaText(first.schema, first.value));
    const { value, schema } = again;
    expect(await registry.written(schema, value)).toBe(await registry.written(first.schema, first.value));
  });

  test.each([
    [
      'a timestamp with nanoseconds',
      'google/protobuf/timestamp.proto',
      'google.protobuf.Timestamp',
      '0a0608ffffffff0f10ff93ebdc03',
      4294967295999,
    ],
    ['the first second', 'google/protobuf/timestamp.proto', 'google.protobuf.Timestamp', '0a00', 0],
    ['a time of day', 'google/type/timeofday.proto', 'google.type.TimeOfDay', '0a060817103b183b', 86399000],
    ['a date', 'google/type/date.proto', 'google.type.Date', '0a0708d00f10011801', 946684800000],
    [
      'a date of the Julian calendar',
      'google/type/date.proto',
      'google.type.Date',
      '0a0708ae0c100a1804',
      -12219379200000,
    ],
  ])('%s', async (_name, file, type, hex, millis) => {
    const length = (hex.length - 4) / 2;
    const sized = `000a${length.toString(16).padStart(2, '0')}${hex.slice(4)}`;
    const { value, schema } = await registry.readUnder(
      `syntax = "proto3"; import "${file}"; message M { ${type} t = 1; }`,
      sized,
    );
    expect(((value as Struct).get('t') as Date).getTime()).toBe(millis);
    expect(await registry.written(schema, value)).toMatch(/^000a/);
  });
});

describe('what is refused', () => {
  const M = 'syntax = "proto3"; message M { string s = 1; int64 n = 2; M m = 3; repeated int32 l = 4; }';
  test.each([
    ['an index that the file does not have', M, '0206'],
    ['no index', M, ''],
    ['a billion indexes', M, '80a8d6b90780'],
    ['a negative number of indexes', M, '01'],
    ['text that ends too early', M, '000a0541'],
    ['text that is no UTF-8', M, '000a01ff'],
    ['a varint that does not end', M, '0010ffffffffffffffffffff01'],
    ['a tag of the number 0', M, '000000'],
    ['a wire type that there is not', M, '000f'],
    ['a group that does not end', M, '002b0801'],
    ['messages 101 deep', M, `00${deep(101)}`],
    ['a required field that is not there', TWO, '00'],
    [
      'a timestamp of the year 10000',
      timeOf('google.protobuf.Timestamp', 'google/protobuf/timestamp'),
      '000a07088092a5d9e807',
    ],
    ['the 30th of February', timeOf('google.type.Date', 'google/type/date'), '000a0708e40f1002181e'],
    ["25 o'clock", timeOf('google.type.TimeOfDay', 'google/type/timeofday'), '000a020819'],
    ['a decimal without bytes', timeOf('confluent.type.Decimal', 'confluent/type/decimal'), '000a021003'],
  ])('a message with %s', async (_name, proto, hex) => {
    await expect(registry.readUnder(proto, hex)).rejects.toMatchObject({
      name: 'DataException',
      message: `Failed to deserialize data for topic ${registry.topic} to Protobuf: `,
    });
  });

  test.each([
    ['no .proto file', '{"type":"string"}', 'Could not parse Protobuf - line 1: { does not belong here'],
    [
      'a line that is cut off',
      'syntax = "proto3";\nmessage M {\n  int32 a',
      'Could not parse Protobuf - line 3: = was expected, and not the end',
    ],
    ['a type that is not there', 'syntax = "proto3"; message M { x.Y y = 1; }', 'The Protobuf type x.Y is neither'],
    ['no message', 'syntax = "proto3"; enum E { A = 0; }', 'Invalid message indexes: [0]'],
    ['a name twice', 'syntax = "proto3"; message M {} message M {}', 'The Protobuf type M is declared twice'],
    ['a default that is none', 'message M { optional int32 a = 1 [default = x]; }', 'has the default x'],
  ])('a schema with %s', async (_name, proto, text) => {
    const error: unknown = await registry
      .readUnder(proto, '00', { 'optional.for.proto2': 'false' })
      .catch((e: unknown) => e);
    expect(chain(error)).toContain(text);
  });

  test('any bytes: a value, or an error of the record', async () => {
    await registry.readUnder(ALL, '00');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.nat(ALL_HEX.length / 2 - 1), async (noise, at) => {
        const bytes = Buffer.from(`00${ALL_HEX}`, 'hex');
        bytes.set(noise.subarray(0, bytes.length - at), at);
        const back: unknown = await registry.readUnder(ALL, bytes.toString('hex')).catch((error: unknown) => error);
        if (back instanceof Error) expect(back.name).toBe('DataException');
        else expect((back as { value: unknown }).value).toBeInstanceOf(Struct);
      }),
      { numRuns: 60 },
    );
  });
});

/** Messages in the field 3, one in the other. */
function deep(levels: number): string {
  let bytes = Buffer.alloc(0);
  for (let i = 0; i < levels; i++) {
    const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
    bytes = Buffer.concat([Buffer.from([0x1a, ...length]), bytes]);
  }
  return bytes.toString('hex');
}

function timeOf(type: string, file: string): string {
  return `syntax = "proto3"; import "${file}.proto"; message M { ${type} t = 1; }`;
}

function chain(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${chain(error.cause)}` : '';
}

test('a schema is the same whether it was read once or twice', async () => {
  const once = await registry.readUnder(ALL, '00');
  const twice = await registry.readUnder(ALL, '00');
  expect(sameSchema({ ...once.schema!, version: 1 }, { ...twice.schema!, version: 1 })).toBe(true);
});
