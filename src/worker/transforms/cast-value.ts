import {
  BigDecimal,
  DATE,
  DataError,
  floatAsDouble,
  fromDate,
  fromTime,
  isoDateText,
  javaClassOf,
  javaText,
  type Schema,
  type SchemaType,
  Struct,
  TIME,
  TIMESTAMP,
} from '../data/index.ts';
import type { CastType } from './cast-spec.ts';

const INPUT_TYPES = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64', 'BOOLEAN', 'STRING', 'BYTES'];

/**
 * Casts as Java does: numbers are cut or wrap, text has to be a number of the type, true is 1.
 * @throws DataError where the value can't be cast
 */
export function castValue(schema: Schema | null, value: unknown, type: CastType): unknown {
  if (value === null || value === undefined) return null;
  const inputType = schema?.type ?? inferType(value);
  if (!INPUT_TYPES.includes(inputType)) {
    throw new DataError(
      `Cast transformation does not support casting from ${inputType}; supported types are [${INPUT_TYPES.join(', ')}]`,
    );
  }
  if (type === 'STRING') return castToText(schema, value);
  return castToPlain(schema, schema?.name === undefined ? value : internalValue(schema, value), type);
}

function inferType(value: unknown): SchemaType {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'bigint') return 'INT64';
  if (typeof value === 'number') return 'FLOAT64';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (value instanceof Uint8Array) return 'BYTES';
  if (Array.isArray(value)) return 'ARRAY';
  if (value instanceof Map) return 'MAP';
  if (value instanceof Struct) return 'STRUCT';
  throw new DataError(
    `Cast transformation was passed a value of type ${javaClassOf(value)} which is not supported by Connect's data API`,
  );
}

/** What a logical type is made of. */
function internalValue(schema: Schema, value: unknown): unknown {
  if (!(value instanceof Date)) return value;
  if (schema.name === DATE) return fromDate(value);
  if (schema.name === TIME) return fromTime(value);
  return schema.name === TIMESTAMP ? BigInt(value.getTime()) : value;
}

function castToText(schema: Schema | null, value: unknown): string {
  if (value instanceof Date) return isoDateText(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return javaText(schema, value);
}

function castToPlain(schema: Schema | null, value: unknown, type: Exclude<CastType, 'STRING'>): unknown {
  if (type === 'BOOLEAN') return castToBoolean(schema, value);
  if (type === 'FLOAT64') return fractionOf(schema, value);
  if (type === 'FLOAT32') {
    const float = Math.fround(fractionOf(schema, value));
    return schema === null ? floatAsDouble(float) : float;
  }
  const bits = Number(type.slice(3)) as 8 | 16 | 32 | 64;
  const integer = integerOf(schema, value, bits);
  // Without a schema every integer is a bigint.
  return bits === 64 || schema === null ? integer : Number(integer);
}

function castToBoolean(schema: Schema | null, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.toLowerCase() === 'true';
  return integerOf(schema, value, 64) !== 0n;
}

function integerOf(schema: Schema | null, value: unknown, bits: 8 | 16 | 32 | 64): bigint {
  if (typeof value === 'bigint') return BigInt.asIntN(bits, value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return cutToInteger(value, bits);
  if (value instanceof BigDecimal) return BigInt.asIntN(bits, value.toBigInt());
  if (typeof value === 'string') return parseInteger(value, bits);
  throw new DataError(`Unexpected type in Cast transformation: ${javaClassOf(value, schema)}`);
}

/** A double becomes an int or a long that stops at the type's limits, and then wraps to what is smaller. */
function cutToInteger(value: number, bits: 8 | 16 | 32 | 64): bigint {
  if (Number.isNaN(value)) return 0n;
  const limit = 2n ** (bits === 64 ? 63n : 31n);
  if (value >= Number(limit)) return BigInt.asIntN(bits, limit - 1n);
  if (value <= -Number(limit)) return BigInt.asIntN(bits, -limit);
  return BigInt.asIntN(bits, BigInt(Math.trunc(value)));
}

/** Byte.parseByte … Long.parseLong: no blanks, no fraction, in range. */
function parseInteger(text: string, bits: 8 | 16 | 32 | 64): bigint {
  if (/^[+-]?\d+$/.test(text)) {
    const integer = BigInt(text.replace(/^\+/, ''));
    if (BigInt.asIntN(bits, integer) === integer) return integer;
  }
  throw outOfRange(text);
}

function fractionOf(schema: Schema | null, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof BigDecimal) return value.toNumber();
  if (typeof value === 'string') return parseFraction(value);
  throw new DataError(`Unexpected type in Cast transformation: ${javaClassOf(value, schema)}`);
}

/** Double.parseDouble: blanks around it, and a type suffix, are taken. */
function parseFraction(text: string): number {
  const trimmed = text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
  if (/^[+-]?(NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace(/^[+-](?=NaN)/, ''));
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(trimmed)) return Number(trimmed.replace(/[dDfF]$/, ''));
  throw outOfRange(text);
}

function outOfRange(text: string): DataError {
  return new DataError(`Value (${text}) was out of range for requested data type`);
}
