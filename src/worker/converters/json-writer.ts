import {
  BigDecimal,
  DATE,
  DataError,
  DECIMAL,
  fromDate,
  fromDecimal,
  fromTime,
  javaClassOf,
  javaEntries,
  type Schema,
  Struct,
  sameSchema,
  TIME,
  TIMESTAMP,
} from '../data/index.ts';
import { doubleJson, floatJson, quoteJson } from './json-text.ts';

export interface JsonWriterOptions {
  /** Decimals as base64 of their unscaled bytes, or as numbers. */
  readonly decimalFormat: 'BASE64' | 'NUMERIC';
  readonly replaceNullWithDefault: boolean;
}

/**
 * The JSON text of a value (JsonConverter.convertToJson), compact, keys in Java's order.
 * @throws DataError where the value does not fit its schema
 */
export function writeJson(schema: Schema | null | undefined, value: unknown, options: JsonWriterOptions): string {
  if (value === null || value === undefined) return writeNull(schema, options);
  if (!schema) return writeSchemaless(value, options);
  const logical = schema.name === undefined ? undefined : LOGICAL[schema.name];
  return logical ? logical(schema, value, options) : writeTyped(schema, value, options);
}

function writeNull(schema: Schema | null | undefined, options: JsonWriterOptions): string {
  if (!schema) return 'null';
  if (schema.defaultValue !== undefined && options.replaceNullWithDefault) {
    return writeJson(schema, schema.defaultValue, options);
  }
  if (schema.optional) return 'null';
  throw new DataError('Conversion error: null value for field that is required and has no default value');
}

function writeSchemaless(value: unknown, options: JsonWriterOptions): string {
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return doubleJson(value);
  if (value instanceof Uint8Array) return base64(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(null, item, options)).join(',')}]`;
  if (value instanceof Map) return writeSchemalessMap(value, options);
  if (value instanceof Struct) return writeStruct(value.schema, value, options);
  throw new DataError(`Java class ${javaClassOf(value)} does not have corresponding schema type.`);
}

/** An object where every key is a string, else an array of pairs. */
function writeSchemalessMap(map: ReadonlyMap<unknown, unknown>, options: JsonWriterOptions): string {
  const entries = javaEntries(map);
  if (entries.every(([key]) => typeof key === 'string')) {
    return `{${entries.map(([key, value]) => `${quoteJson(key as string)}:${writeJson(null, value, options)}`).join(',')}}`;
  }
  return `[${entries.map(([key, value]) => `[${writeJson(null, key, options)},${writeJson(null, value, options)}]`).join(',')}]`;
}

function writeTyped(schema: Schema, value: unknown, options: JsonWriterOptions): string {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
      if (typeof value === 'number') return String(value);
      break;
    case 'INT64':
      if (typeof value === 'bigint') return String(value);
      break;
    case 'FLOAT32':
      if (typeof value === 'number') return floatJson(value);
      break;
    case 'FLOAT64':
      if (typeof value === 'number') return doubleJson(value);
      break;
    case 'BOOLEAN':
      if (typeof value === 'boolean') return String(value);
      break;
    case 'STRING':
      if (typeof value === 'string') return quoteJson(value);
      break;
    case 'BYTES':
      if (value instanceof Uint8Array) return base64(value);
      break;
    case 'ARRAY':
      if (Array.isArray(value)) return `[${value.map((v) => writeJson(schema.valueSchema, v, options)).join(',')}]`;
      break;
    case 'MAP':
      if (value instanceof Map) return writeMap(schema, value, options);
      break;
    case 'STRUCT':
      if (value instanceof Struct) return writeStruct(schema, value, options);
      break;
    default:
      return schema.type satisfies never;
  }
  throw new DataError(`Invalid type for ${schema.type}: ${javaClassOf(value)}`);
}

function writeMap(schema: Schema, map: ReadonlyMap<unknown, unknown>, options: JsonWriterOptions): string {
  const isObject = schema.keySchema?.type === 'STRING';
  const entries = javaEntries(map).map(([key, value]) => {
    const valueText = writeJson(schema.valueSchema, value, options);
    if (isObject) return `${quoteJson(String(key))}:${valueText}`;
    return `[${writeJson(schema.keySchema, key, options)},${valueText}]`;
  });
  return isObject ? `{${entries.join(',')}}` : `[${entries.join(',')}]`;
}

function writeStruct(schema: Schema, struct: Struct, options: JsonWriterOptions): string {
  if (!sameSchema(struct.schema, schema)) throw new DataError('Mismatching schema.');
  let text = '';
  for (const field of schema.fields ?? []) {
    text += `${text === '' ? '' : ','}${quoteJson(field.name)}:`;
    text += writeJson(field.schema, struct.getWithoutDefaultAt(field), options);
  }
  return `{${text}}`;
}

type LogicalWriter = (schema: Schema, value: unknown, options: JsonWriterOptions) => string;

const LOGICAL: Readonly<Record<string, LogicalWriter | undefined>> = {
  [DECIMAL]: (schema, value, options) => {
    if (!(value instanceof BigDecimal)) {
      throw new DataError(`Invalid type for Decimal, expected BigDecimal but was ${javaClassOf(value, schema)}`);
    }
    return options.decimalFormat === 'NUMERIC' ? value.toString() : base64(fromDecimal(schema, value));
  },
  [DATE]: (schema, value) => String(fromDate(dateOf('Date', schema, value))),
  [TIME]: (schema, value) => String(fromTime(dateOf('Time', schema, value))),
  [TIMESTAMP]: (schema, value) => String(dateOf('Timestamp', schema, value).getTime()),
};

function dateOf(type: string, schema: Schema, value: unknown): Date {
  if (value instanceof Date) return value;
  throw new DataError(`Invalid type for ${type}, expected Date but was ${javaClassOf(value, schema)}`);
}

function base64(bytes: Uint8Array): string {
  return `"${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')}"`;
}
