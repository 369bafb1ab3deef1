import { BigDecimal } from './big-decimal.ts';
import { DataError } from './data-error.ts';
import type { Schema } from './schema.ts';
import { primitiveSchema, type SchemaProperties } from './schema-builder.ts';

/** Names of the logical types (org.apache.kafka.connect.data.*); all of version 1. */
export const DECIMAL = 'org.apache.kafka.connect.data.Decimal';
export const DATE = 'org.apache.kafka.connect.data.Date';
export const TIME = 'org.apache.kafka.connect.data.Time';
export const TIMESTAMP = 'org.apache.kafka.connect.data.Timestamp';

/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** Days since the epoch, as INT32; the value is a Date at midnight UTC. */
export function dateSchema(properties: SchemaProperties = {}): Schema {
  return primitiveSchema('INT32', { ...properties, name: DATE, version: 1 });
}

/** Milliseconds since midnight, as INT32; the value is a Date on 1 January 1970. */
export function timeSchema(properties: SchemaProperties = {}): Schema {
  return primitiveSchema('INT32', { ...properties, name: TIME, version: 1 });
}

/** Milliseconds since the epoch, as INT64; the value is a Date. */
export function timestampSchema(properties: SchemaProperties = {}): Schema {
  return primitiveSchema('INT64', { ...properties, name: TIMESTAMP, version: 1 });
}

/** An unscaled number as two's complement bytes; the value is a BigDecimal of that scale. */
export function decimalSchema(scale: number, properties: SchemaProperties = {}): Schema {
  const parameters = new Map(properties.parameters).set('scale', String(scale));
  return primitiveSchema('BYTES', { ...properties, name: DECIMAL, version: 1, parameters });
}

/** Days since the epoch of a Date value. @throws DataError where it holds a time of day */
export function fromDate(value: Date): number {
  const millis = value.getTime();
  if (millis % DAY_MS !== 0) {
    throw new DataError('Kafka Connect Date type should not have any time fields set to non-zero values.');
  }
  return millis / DAY_MS;
}

/** @throws DataError where the day is past what a Date can hold */
export function toDate(days: number): Date {
  return toTimestamp(days * DAY_MS);
}

/**
 * The Date of milliseconds since the epoch. Java's goes on for millions of years.
 * @throws DataError past the years -271821 and 275760, which JavaScript's does not hold
 */
export function toTimestamp(millis: number): Date {
  const date = new Date(millis);
  if (!Number.isNaN(date.getTime())) return date;
  throw new DataError(
    `A time of ${millis} ms is past the years -271821 to 275760 that can be held; is it in another unit than milliseconds?`,
  );
}

/** Milliseconds since midnight of a Time value. @throws DataError where it is no time of day */
export function fromTime(value: Date): number {
  const millis = value.getTime();
  if (millis < 0 || millis > DAY_MS) {
    throw new DataError('Kafka Connect Time type should not have any date fields set to non-zero values.');
  }
  return millis;
}

/** Scale of a Decimal schema. @throws DataError where the parameter is missing or no integer */
export function decimalScale(schema: Schema): number {
  const text = schema.parameters?.get('scale');
  if (text === undefined) throw new DataError('Invalid Decimal schema: scale parameter not found.');
  if (!/^[+-]?\d+$/.test(text)) {
    throw new DataError('Invalid scale parameter found in Decimal schema: ');
  }
  return Number(text);
}

/** The unscaled bytes of a decimal. @throws DataError where its scale is not the schema's */
export function fromDecimal(schema: Schema, value: BigDecimal): Buffer {
  const scale = decimalScale(schema);
  if (value.scale !== scale) {
    throw new DataError(
      'Decimal value has mismatching scale for given Decimal schema. ' +
        `Schema has scale ${scale}, value has scale ${value.scale}.`,
    );
  }
  return value.unscaledBytes();
}

/** @throws DataError where there are no bytes, or the scale is missing */
export function toDecimal(schema: Schema, bytes: Buffer): BigDecimal {
  if (bytes.length === 0) {
    throw new DataError('Zero length BigInteger', { javaClass: 'java.lang.NumberFormatException' });
  }
  return BigDecimal.fromUnscaledBytes(bytes, decimalScale(schema));
}
