import { BigDecimal } from './big-decimal.ts';
import { DataError } from './data-error.ts';
import { javaClassOf } from './java-class.ts';
import { sameSchema } from './same-schema.ts';
import type { Schema } from './schema.ts';
import { Struct } from './struct.ts';

/** @throws DataError where a value does not fit its schema (ConnectSchema.validateValue) */
export function checkValue(schema: Schema, value: unknown): void {
  check('value', schema, value);
}

/** As `checkValue`; messages name the field. */
export function checkFieldValue(field: string, schema: Schema, value: unknown): void {
  check(`field: "${field}"`, schema, value);
}

/** `place` is where the value stands, as the message ends with it. */
function check(place: string, schema: Schema, value: unknown): void {
  if (value === null || value === undefined) {
    if (schema.optional) return;
    throw new DataError(`Invalid value: null used for required ${place}, schema type: ${schema.type}`);
  }
  if (!hasRightType(schema, value)) {
    const name = schema.name === undefined ? '' : `"${schema.name}" `;
    throw new DataError(
      `Invalid Java object for schema ${name}with type ${schema.type}: ${classForMessage(schema, value)} for ${place}`,
    );
  }
  checkInside(place, schema, value);
}

/** A number that is out of an INT8's or INT16's range would be an Integer in Java. */
function classForMessage(schema: Schema, value: unknown): string {
  if (typeof value === 'number' && Number.isInteger(value) && schema.type.startsWith('INT')) {
    return 'class java.lang.Integer';
  }
  return javaClassOf(value);
}

function checkInside(place: string, schema: Schema, value: unknown): void {
  if (schema.type === 'STRUCT') {
    if (!sameSchema((value as Struct).schema, schema)) throw new DataError('Struct schemas do not match.');
  } else if (schema.type === 'ARRAY') {
    for (const item of value as readonly unknown[]) check(`element of array ${place}`, schema.valueSchema!, item);
  } else if (schema.type === 'MAP') {
    for (const [key, item] of value as ReadonlyMap<unknown, unknown>) {
      check(`key of map ${place}`, schema.keySchema!, key);
      check(`value of map ${place}`, schema.valueSchema!, item);
    }
  }
}

const LOGICAL_VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  'org.apache.kafka.connect.data.Decimal': (value) => value instanceof BigDecimal,
  'org.apache.kafka.connect.data.Date': (value) => value instanceof Date,
  'org.apache.kafka.connect.data.Time': (value) => value instanceof Date,
  'org.apache.kafka.connect.data.Timestamp': (value) => value instanceof Date,
};

function hasRightType(schema: Schema, value: unknown): boolean {
  const logical = schema.name === undefined ? undefined : LOGICAL_VALUES[schema.name];
  if (logical !== undefined) return logical(value);
  switch (schema.type) {
    case 'INT8':
      return isInteger(value, 0x80);
    case 'INT16':
      return isInteger(value, 0x8000);
    case 'INT32':
      return isInteger(value, 0x80000000);
    case 'INT64':
      return typeof value === 'bigint';
    case 'FLOAT32':
    case 'FLOAT64':
      return typeof value === 'number';
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'STRING':
      return typeof value === 'string';
    case 'BYTES':
      return value instanceof Uint8Array;
    case 'ARRAY':
      return Array.isArray(value);
    case 'MAP':
      return value instanceof Map;
    case 'STRUCT':
      return value instanceof Struct;
    default:
      return schema.type satisfies never;
  }
}

function isInteger(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit;
}
