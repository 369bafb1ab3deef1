import { describe, expect, test } from 'vitest';
import {
  arraySchema,
  checkValue,
  DataError,
  dateSchema,
  decimalSchema,
  mapSchema,
  primitiveSchema,
  type Schema,
  Struct,
  sameSchema,
  schemas,
  structSchema,
  timestampSchema,
} from '../../../src/worker/data/index.ts';

const fields = [
  { name: 'a', schema: schemas.int32 },
  { name: 'b', schema: primitiveSchema('STRING', { optional: true, defaultValue: 'd' }) },
  { name: 't', schema: timestampSchema({ optional: true }) },
  { name: 'l', schema: arraySchema(schemas.int32, { optional: true }) },
  { name: 'm', schema: mapSchema(schemas.string, schemas.int64, { optional: true }) },
  { name: 'i8', schema: schemas.optionalInt8 },
];
const schema = structSchema(fields);
const other = structSchema([{ name: 'z', schema: schemas.int32 }]);
const outer = structSchema([{ name: 's', schema }]);

describe('a struct', () => {
  test.each<[name: string, put: () => unknown, message: string]>([
    [
      'null',
      () => new Struct(schema).put('a', null),
      'Invalid value: null used for required field: "a", schema type: INT32',
    ],
    [
      'text',
      () => new Struct(schema).put('a', 'x'),
      'Invalid Java object for schema with type INT32: class java.lang.String for field: "a"',
    ],
    ['an unknown field', () => new Struct(schema).put('x', 1), 'x is not a valid field name'],
    [
      'a long as a timestamp',
      () => new Struct(schema).put('t', 5n),
      'Invalid Java object for schema "org.apache.kafka.connect.data.Timestamp" with type INT64: class java.lang.Long for field: "t"',
    ],
    [
      'a wrong element',
      () => new Struct(schema).put('l', ['x']),
      'Invalid Java object for schema with type INT32: class java.lang.String for element of array field: "l"',
    ],
    [
      'a wrong key',
      () => new Struct(schema).put('m', new Map([[1n, 2n]])),
      'Invalid Java object for schema with type STRING: class java.lang.Long for key of map field: "m"',
    ],
    ['another struct', () => new Struct(outer).put('s', new Struct(other).put('z', 1)), 'Struct schemas do not match.'],
    [
      'a number out of range',
      () => new Struct(schema).put('i8', 300),
      'Invalid Java object for schema with type INT8: class java.lang.Integer for field: "i8"',
    ],
    ['a schema that is none', () => new Struct(schemas.int32), 'Not a struct schema: Schema{INT32}'],
    [
      'missing fields when it is checked',
      () => new Struct(schema).validate(),
      'Invalid value: null used for required field: "a", schema type: INT32',
    ],
  ])('refuses %s', (_name, put, message) => {
    expect(put).toThrow(
      expect.objectContaining({ message, javaClass: 'org.apache.kafka.connect.errors.DataException' }),
    );
  });

  test('reads a null as the default of its field, unless it is asked not to', () => {
    const struct = new Struct(schema).put('a', 1);
    expect(struct.get('b')).toBe('d');
    expect(struct.getWithoutDefault('b')).toBeNull();
    expect(() => struct.validate()).not.toThrow();
  });
});

describe('a value', () => {
  test.each<[schema: Schema, value: unknown, message: string]>([
    [schemas.int32, null, 'Invalid value: null used for required value, schema type: INT32'],
    [
      arraySchema(schemas.int32),
      [1, null],
      'Invalid value: null used for required element of array value, schema type: INT32',
    ],
    [
      decimalSchema(2),
      Buffer.alloc(1),
      'Invalid Java object for schema "org.apache.kafka.connect.data.Decimal" with type BYTES: class [B for value',
    ],
    [
      primitiveSchema('STRING', { name: 'zz' }),
      5n,
      'Invalid Java object for schema "zz" with type STRING: class java.lang.Long for value',
    ],
    [schemas.int64, 5, 'Invalid Java object for schema with type INT64: class java.lang.Integer for value'],
  ])('is refused where it does not fit', (valueSchema, value, message) => {
    expect(() => checkValue(valueSchema, value)).toThrow(message);
  });
});

describe('a schema', () => {
  test('is refused with a default that does not fit, or a field twice', () => {
    const javaClass = 'org.apache.kafka.connect.errors.SchemaBuilderException';
    expect(() => primitiveSchema('INT32', { defaultValue: 'x' })).toThrow(
      expect.objectContaining({ message: 'Invalid default value', javaClass, cause: expect.any(DataError) }),
    );
    expect(() => structSchema([fields[0]!, fields[0]!])).toThrow(
      expect.objectContaining({ message: 'Cannot create field because of field name duplication a', javaClass }),
    );
  });

  test.each<[name: string, a: Schema, b: Schema, same: boolean]>([
    ['an equal one', structSchema(fields), schema, true],
    [
      'one with another default',
      primitiveSchema('INT32', { defaultValue: 1 }),
      primitiveSchema('INT32', { defaultValue: 2 }),
      false,
    ],
    [
      'one with an equal default',
      dateSchema({ defaultValue: new Date(0) }),
      dateSchema({ defaultValue: new Date(0) }),
      true,
    ],
    ['an optional one', schemas.int32, schemas.optionalInt32, false],
    ['one with another parameter', decimalSchema(1), decimalSchema(2), false],
    ['one with another field', outer, other, false],
    ['one of other elements', arraySchema(schemas.int8), arraySchema(schemas.int16), false],
  ])('is told from %s', (_name, a, b, same) => {
    expect(sameSchema(a, b)).toBe(same);
  });
});
