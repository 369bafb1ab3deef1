import {
  BigDecimal,
  DATE,
  DataError,
  DECIMAL,
  fieldOf,
  fromDate,
  fromDecimal,
  fromTime,
  javaEntries,
  type Schema,
  Struct,
  TIME,
  TIMESTAMP,
  toDate,
  toDecimal,
  toTimestamp,
} from '../data/index.ts';
import { type AvroDataOptions, avroName, isTextKeyed } from './connect-names.ts';

/** A Connect value as the JSON of an Avro default: integers bigint, bytes as text of their codes (AvroData.defaultValueFromConnect). */
export function avroDefault(schema: Schema, given: unknown, options: AvroDataOptions): unknown {
  if (given === null || given === undefined) return null;
  const value = fromLogical(schema, given);
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      return BigInt(value as number);
    case 'BYTES':
      return Buffer.from(value as Uint8Array).toString('latin1');
    case 'ARRAY':
      return (value as readonly unknown[]).map((item) => avroDefault(schema.valueSchema!, item, options));
    case 'MAP':
      return mapDefault(schema, value as ReadonlyMap<unknown, unknown>, options);
    case 'STRUCT':
      return new Map(
        (schema.fields ?? []).map((field) => [
          avroName(field.name, options),
          avroDefault(field.schema, (value as Struct).getAt(field), options),
        ]),
      );
    default:
      return value;
  }
}

function mapDefault(schema: Schema, map: ReadonlyMap<unknown, unknown>, options: AvroDataOptions): unknown {
  const entries = javaEntries(map).map(([key, value]): [unknown, unknown] => [
    avroDefault(schema.keySchema!, key, options),
    avroDefault(schema.valueSchema!, value, options),
  ]);
  return isTextKeyed(schema, options) ? new Map(entries) : entries;
}

/** The value of a logical type as the type beneath it. @throws DataError where it is none of that type */
export function fromLogical(schema: Schema, value: unknown): unknown {
  switch (schema.name) {
    case DECIMAL:
      if (value instanceof BigDecimal) return fromDecimal(schema, value);
      throw new DataError('Invalid type for Decimal, expected BigDecimal');
    case DATE:
      return fromDate(dateOf(value, 'Date'));
    case TIME:
      return fromTime(dateOf(value, 'Time'));
    case TIMESTAMP:
      return BigInt(dateOf(value, 'Timestamp').getTime());
    default:
      return value;
  }
}

function dateOf(value: unknown, name: string): Date {
  if (value instanceof Date) return value;
  throw new DataError(`Invalid type for ${name}, expected Date`);
}

/** The value of a logical type; `value` is of the type beneath it. */
export function toLogical(schema: Schema, value: unknown): unknown {
  switch (schema.name) {
    case DECIMAL:
      return toDecimal(schema, value as Buffer);
    case DATE:
      return toDate(value as number);
    case TIME:
      return new Date(value as number);
    case TIMESTAMP:
      return toTimestamp(Number(value as bigint));
    default:
      return value;
  }
}

/** The Connect value of an Avro default, from its JSON. @throws DataError where the JSON has another shape */
export function connectDefault(schema: Schema, json: unknown): unknown {
  if (json === null || json === undefined) return null;
  return toLogical(schema, typedDefault(schema, json));
}

function typedDefault(schema: Schema, json: unknown): unknown {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'FLOAT32':
    case 'FLOAT64':
      if (typeof json === 'bigint' || typeof json === 'number') return Number(json);
      break;
    case 'INT64':
      if (typeof json === 'bigint') return BigInt.asIntN(64, json);
      break;
    case 'BOOLEAN':
      if (typeof json === 'boolean') return json;
      break;
    case 'STRING':
      if (typeof json === 'string') return json;
      break;
    case 'BYTES':
      if (typeof json === 'string') return Buffer.from(json, 'latin1');
      break;
    case 'ARRAY':
      if (Array.isArray(json)) return json.map((item) => connectDefault(schema.valueSchema!, item));
      break;
    case 'MAP':
      return mapValue(schema, json);
    case 'STRUCT':
      if (json instanceof Map) return structValue(schema, json);
      break;
    default:
      return schema.type satisfies never;
  }
  throw new DataError(`Invalid JSON for ${schema.type} default value`);
}

function mapValue(schema: Schema, json: unknown): ReadonlyMap<unknown, unknown> {
  const entries = json instanceof Map ? [...json] : json;
  if (!Array.isArray(entries)) throw new DataError('Invalid JSON for map default value');
  return new Map(
    (entries as readonly (readonly [unknown, unknown])[]).map(([key, value]) => [
      connectDefault(schema.keySchema!, key),
      connectDefault(schema.valueSchema!, value),
    ]),
  );
}

function structValue(schema: Schema, json: ReadonlyMap<string, unknown>): Struct {
  const struct = new Struct(schema);
  for (const [name, value] of json) {
    const field = fieldOf(schema, name);
    if (field !== undefined) struct.putAt(field, connectDefault(field.schema, value));
  }
  return struct;
}
