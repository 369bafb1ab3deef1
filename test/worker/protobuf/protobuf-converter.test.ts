import { describe, expect, test } from 'vitest';
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
  schemas,
  structSchema,
  timeSchema,
  timestampSchema,
} from '../../../src/worker/data/index.ts';
import { RegistryOfProtos } from './registry-of-protos.ts';

const registry = new RegistryOfProtos();

const TAG = 'io.confluent.connect.protobuf.Tag';
const inner = structSchema([{ name: 'x', schema: schemas.optionalInt8 }], { name: 'a.Inner', optional: true });
const precise = decimalSchema(2, { optional: true, parameters: new Map([['connect.decimal.precision', '10']]) });
const person = structSchema(
  [
    { name: 'id', schema: schemas.int64 },
    { name: 'b', schema: schemas.optionalString },
    { name: 'l', schema: arraySchema(schemas.int32) },
    { name: 'm', schema: mapSchema(schemas.string, schemas.int64) },
    { name: 'dec', schema: precise },
    { name: 'date', schema: dateSchema({ optional: true }) },
    { name: 'time', schema: timeSchema() },
    { name: 'ts', schema: timestampSchema() },
    { name: 'inner', schema: inner },
    { name: 'inners', schema: arraySchema(inner) },
    { name: 'i16', schema: schemas.int16 },
  ],
  { name: 'com.example.Person' },
);
const PERSON = `syntax = "proto3";
package com.example;

import "confluent/type/decimal.proto";
import "google/type/date.proto";
import "google/type/timeofday.proto";
import "google/protobuf/timestamp.proto";

message Person {
  int64 id = 1;
  string b = 2;
  repeated int32 l = 3;
  repeated ConnectDefault1Entry m = 4;
  confluent.type.Decimal dec = 5 [(confluent.field_meta) = {
    params: [
      {
        value: "10",
        key: "precision"
      },
      {
        value: "2",
        key: "scale"
      }
    ]
  }];
  google.type.Date date = 6;
  google.type.TimeOfDay time = 7;
  google.protobuf.Timestamp ts = 8;
  Inner inner = 9;
  repeated Inner inners = 10;
  int32 i16 = 11 [(confluent.field_meta) = {
    params: [
      {
        key: "connect.type",
        value: "int16"
      }
    ]
  }];

  message ConnectDefault1Entry {
    string key = 1;
    int64 value = 2;
  }
  message Inner {
    int32 x = 1 [(confluent.field_meta) = {
      params: [
        {
          key: "connect.type",
          value: "int8"
        }
      ]
    }];
  }
}
`;
/** protobuf 7.36 for Python wrote the same values under this schema, compiled by grpcio-tools; 00 is the message's index. */
const PERSON_HEX =
  '00088080808080808080401a0d01ffffffffffffffffff01ac0222030a017a22050a016b10052a070a018010031802320708e40f1002181d' +
  '3a06080110011801421108ffffffffffffffffff0110c08faedc034a0b08fbffffffffffffffff0152005807';

function aPerson(): Struct {
  return new Struct(person)
    .put('id', 2n ** 62n)
    .put('l', [1, -1, 300])
    .put(
      'm',
      new Map([
        ['z', 0n],
        ['k', 5n],
      ]),
    )
    .put('dec', BigDecimal.parse('-1.28'))
    .put('date', new Date('2020-02-29'))
    .put('time', new Date(3_661_000))
    .put('ts', new Date(-1))
    .put('inner', new Struct(inner).put('x', -5))
    .put('inners', [new Struct(inner)])
    .put('i16', 7);
}

describe('ProtobufConverter with a registry', () => {
  test('a struct is written as another implementation writes it, and read again', async () => {
    expect(await registry.written(person, aPerson())).toBe(PERSON_HEX);
    expect(registry.text).toBe(PERSON);
    const back = await registry.there(person, aPerson());
    expect(javaText(back.schema, back.value)).toBe(
      'Struct{id=4611686018427387904,b=,l=[1, -1, 300],m={z=0, k=5},dec=-1.28,date=Sat Feb 29 00:00:00 UTC 2020,' +
        'time=Thu Jan 01 01:01:01 UTC 1970,ts=Wed Dec 31 23:59:59 UTC 1969,inner=Struct{x=-5},inners=[Struct{x=0}],i16=7}',
    );
    expect(((back.value as Struct).get('ts') as Date).getTime()).toBe(-1);
    expect(back.schema).toMatchObject({ type: 'STRUCT', name: 'Person', version: 1 });
    const dec = back.schema?.fields?.[4]?.schema;
    expect(dec?.parameters).toEqual(
      new Map([
        ['scale', '2'],
        ['connect.decimal.precision', '10'],
        [TAG, '5'],
      ]),
    );
    expect(registry.requests).toContain(`POST /subjects/${registry.topic}-value/versions?normalize=false`);
  });

  const PLAIN: readonly (readonly [name: string, schema: Schema, value: unknown, hex: string])[] = [
    ['an int8', schemas.int8, -1, '020808ffffffffffffffffff01'],
    ['an int16', schemas.int16, 300, '020808ac02'],
    ['an int32', schemas.int32, 0, '0208'],
    ['an int64 past 2^53', schemas.int64, 2n ** 53n + 1n, '0204088180808080808010'],
    ['a float', schemas.float32, 1.5, '02020d0000c03f'],
    ['a double', schemas.float64, -0, '0200090000000000000080'],
    ['a boolean', schemas.boolean, true, '020c0801'],
    ['text', schemas.string, 'é', '020e0a02c3a9'],
    ['bytes', schemas.bytes, Buffer.of(0), '02100a0100'],
    ['an optional text', schemas.optionalString, '', '020e'],
  ];
  test.each(PLAIN)('outside a struct, in a wrapper: %s', async (_name, schema, value, hex) => {
    expect(await registry.written(schema, value)).toBe(hex.replace(/^0200/, '00'));
    expect(registry.text).toContain('package google.protobuf;');
    const back = await registry.there(schema, value);
    expect(back.value).toEqual(value);
    expect(back.schema).toEqual({ type: widened(schema), optional: false, version: 1 });
  });

  test('null is null, whatever the schema says', async () => {
    for (const schema of [null, person, schemas.string]) expect(await registry.written(schema, null)).toBeUndefined();
    expect(registry.requests).toEqual([]);
  });

  test('nothing of a value that is the zero of its type is written', async () => {
    const schema = structSchema([
      { name: 'a', schema: schemas.int64 },
      { name: 'f', schema: schemas.float64 },
      { name: 'l', schema: arraySchema(schemas.string) },
    ]);
    const value = new Struct(schema).put('a', 0n).put('f', 0).put('l', []);
    expect(await registry.written(schema, value)).toBe('00');
    expect(registry.text).toContain('message ConnectDefault1 {');
  });

  test('a message without fields is one line', async () => {
    const schema = structSchema([], { name: 'Empty' });
    expect(await registry.written(schema, new Struct(schema))).toBe('00');
    expect(registry.text).toBe('syntax = "proto3";\n\nmessage Empty {}\n');
  });

  test('a key has the subject of keys, and a schema is asked for once', async () => {
    await registry.there(schemas.string, 'x', { 'converter.type': 'value' });
    expect(registry.requests.filter((line) => line.includes('/versions'))).toHaveLength(1);
  });
});

/** INT8 and INT16 outside a struct have no place to be told from INT32. */
function widened({ type }: Schema): string {
  return type === 'INT8' || type === 'INT16' ? 'INT32' : type;
}

describe('settings', () => {
  const nullable = structSchema(
    [
      { name: 'a', schema: schemas.optionalInt32 },
      { name: 'b', schema: primitiveSchema('STRING', { optional: true }) },
      { name: 'c', schema: schemas.int64 },
    ],
    { name: 'x.N' },
  );
  const some = () => new Struct(nullable).put('a', 0).put('c', 1n);

  test.each([
    ['none of them', {}, 'int32 a = 1;', '001801', 'Struct{a=0,b=,c=1}'],
    [
      'optional.for.nullables',
      { 'optional.for.nullables': 'true' },
      'optional int32 a = 1;',
      '0008001801',
      'Struct{a=0,c=1}',
    ],
    [
      'wrapper.for.nullables',
      { 'wrapper.for.nullables': 'true' },
      'google.protobuf.Int32Value a = 1;',
      '000a001801',
      'Struct{a=0,c=1}',
    ],
  ])('what may be null: %s', async (_name, config, field, hex, text) => {
    expect(await registry.written(nullable, some(), config)).toBe(hex);
    expect(registry.text).toContain(`  ${field}\n`);
    const back = await registry.there(nullable, some(), config);
    expect(javaText(back.schema, back.value)).toBe(text);
    const optional = Object.keys(config).length === 0;
    expect(back.schema?.fields?.map(({ schema }) => schema.optional)).toEqual([true, true, optional]);
  });

  test('ignore.default.for.nullables writes no default', async () => {
    const schema = structSchema([{ name: 'a', schema: primitiveSchema('INT32', { optional: true, defaultValue: 7 }) }]);
    expect(await registry.written(schema, new Struct(schema))).toBe('000807');
    expect(await registry.written(schema, new Struct(schema), { 'ignore.default.for.nullables': 'true' })).toBe('00');
  });

  test('scrub.invalid.names', async () => {
    const schema = structSchema([{ name: 'first-name', schema: schemas.string }], { name: '1st.my type' });
    const value = new Struct(schema).put('first-name', 'x');
    await expect(registry.written(schema, value)).rejects.toMatchObject({
      message:
        'Invalid protobuf schema definition: "1st" is not a valid identifier. scrub.invalid.names=true makes it one.',
    });
    expect(await registry.written(schema, value, { 'scrub.invalid.names': 'true' })).toBe('000a0178');
    expect(registry.text).toBe('syntax = "proto3";\npackage x1st;\n\nmessage my_type {\n  string first_name = 1;\n}\n');
  });

  const ENUMS = 'syntax = "proto3"; package p; message M { E e = 1; repeated E l = 2; enum E { A = 0; B = 5; } }';
  test.each([
    ['names', {}, 'Struct{e=B,l=[A, UNKNOWN_ENUM_VALUE_E_9]}', 'STRING', 'E'],
    ['numbers', { 'int.for.enums': 'true' }, 'Struct{e=5,l=[0, 9]}', 'INT32', 'E'],
    [
      'full names',
      { 'enhanced.protobuf.schema.support': 'true' },
      'Struct{e=B,l=[A, UNKNOWN_ENUM_VALUE_E_9]}',
      'STRING',
      'p.M.E',
    ],
  ])('enums as %s', async (_name, config, text, type, name) => {
    const back = await registry.readUnder(ENUMS, '00080512020009', config);
    expect(javaText(back.schema, back.value)).toBe(text);
    expect(back.schema?.fields?.[0]?.schema).toMatchObject({ type, name, optional: true });
    expect(back.schema?.name).toBe(name === 'E' ? 'M' : 'p.M');
  });

  test('an enum that was read is written as one', async () => {
    const back = await registry.readUnder(ENUMS, '000805120100');
    expect(await registry.written(back.schema, back.value)).toBe('000805120100');
    expect(registry.text).toBe(
      'syntax = "proto3";\n\nmessage M {\n  E e = 1;\n  repeated E l = 2;\n\n  enum E {\n    A = 0;\n    B = 5;\n  }\n}\n',
    );
  });

  const ONEOFS =
    'syntax = "proto3"; /* of others */ message M { int32 a = 3; oneof u { string t = 1; M m = 2; } oneof v { int64 n = 4; } }';
  test.each([
    ['as structs', {}, 'Struct{u_0=Struct{t=},v_1=Struct{n=1},a=0}', ['u_0', 'v_1', 'a']],
    [
      'without their index',
      { 'generate.index.for.unions': 'false' },
      'Struct{u=Struct{t=},v=Struct{n=1},a=0}',
      ['u', 'v', 'a'],
    ],
    ['as fields', { 'flatten.unions': 'true' }, 'Struct{t=,n=1,a=0}', ['t', 'm', 'n', 'a']],
  ])('oneofs %s', async (_name, config, text, names) => {
    const back = await registry.readUnder(ONEOFS, '00120208010a002001', config);
    expect(javaText(back.schema, back.value)).toBe(text);
    expect(back.schema?.fields?.map(({ name }) => name)).toEqual(names);
  });

  test('a oneof that was read is written as one', async () => {
    const back = await registry.readUnder(ONEOFS, '000a002001');
    expect(back.schema?.fields?.[0]?.schema.name).toBe('io.confluent.connect.protobuf.Union.u');
    expect(await registry.written(back.schema, back.value)).toBe('000a002001');
    expect(registry.text).toBe(
      'syntax = "proto3";\n\nmessage M {\n  int32 a = 3;\n\n  oneof u {\n    string t = 1;\n    M m = 2;\n  }\n' +
        '  oneof v {\n    int64 n = 4;\n  }\n}\n',
    );
  });

  test.each([
    ['null', {}, 'Struct{}'],
    ['a struct', { 'generate.struct.for.nulls': 'true' }, 'Struct{i=Struct{x=0}}'],
  ])('a message that is not there is %s', async (_name, config, text) => {
    const back = await registry.readUnder(
      'syntax = "proto3"; message M { I i = 1; } message I { int32 x = 1; }',
      '00',
      config,
    );
    expect(javaText(back.schema, back.value)).toBe(text);
  });

  test('wrapper.for.raw.primitives=false reads wrappers as structs', async () => {
    const bytes = await registry.there(schemas.string, 'x', { 'wrapper.for.raw.primitives': 'false' });
    expect(javaText(bytes.schema, bytes.value)).toBe('Struct{value=x}');
    expect(bytes.schema?.name).toBe('StringValue');
  });

  test.each([
    ['generalized.sum.type.support', 'true'],
    ['skip.known.types', 'false'],
  ])('%s=%s is refused', (key, value) => {
    expect(() => registry.converter({ [key]: value })).toThrow('is not supported by this worker');
  });
});

describe('use.latest.version', () => {
  const latest = { 'auto.register.schemas': 'false', 'use.latest.version': 'true' };
  const schema = structSchema(
    [
      { name: 'a', schema: schemas.int32 },
      { name: 'b', schema: schemas.string },
    ],
    { name: 'p.M' },
  );
  const value = () => new Struct(schema).put('a', 1).put('b', 'x');

  test('values have the id, and the index, of the latest schema', async () => {
    registry.add(
      'syntax = "proto3"; package p; message Other { M m = 1; } message M { int32 a = 1; string b = 2; int64 c = 3; }',
    );
    expect(await registry.written(schema, value(), latest)).toBe('02020801120178');
  });

  test.each([
    ['another message', 'message N { int32 a = 1; }', 'it has no message p.M, of which the values are'],
    ['other numbers', 'message M { string b = 1; int32 a = 2; }', 'p.M.a has the number 2 there, and 1 here'],
    ['another type', 'message M { string a = 1; }', 'p.M has string as number 1 there, and int32 here'],
  ])('is refused where it has %s, unless it need not fit', async (_name, message, text) => {
    registry.add(`syntax = "proto3"; package p; ${message}`);
    await expect(registry.written(schema, value(), latest)).rejects.toMatchObject({
      name: 'DataException',
      message: expect.stringContaining(text) as string,
    });
    const loose = { ...latest, 'latest.compatibility.strict': 'false' };
    expect(await registry.written(schema, value(), loose)).toBe('000801120178');
  });
});
