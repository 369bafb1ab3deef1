import {
  BigDecimal,
  DATE,
  DAY_MS,
  DataError,
  DECIMAL,
  type Schema,
  Struct,
  TIME,
  TIMESTAMP,
  toDate,
  toDecimal,
  toTimestamp,
} from '../data/index.ts';

/** Which rule fills a null: the schema's default, or nothing. */
export interface ToConnectOptions {
  readonly replaceNullWithDefault: boolean;
}

/** A value read without a schema: integers cut to 64 bits as Java's longValue does, the rest as it was read. */
export function schemalessValue(node: unknown): unknown {
  if (typeof node === 'bigint') return BigInt.asIntN(64, node);
  if (node instanceof BigDecimal) return node.toNumber();
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i++) node[i] = schemalessValue(node[i]);
  } else if (node instanceof Map) {
    for (const [key, value] of node)
      if (typeof value === 'bigint' || typeof value === 'object') node.set(key, schemalessValue(value));
  }
  return node;
}

/**
 * The value of a JSON node under a schema (JsonConverter.convertToConnect). As lenient as Kafka's: a number
 * field reads text as 0, a text field reads a number as null.
 * @throws DataError where the node has another shape
 */
export function connectValue(schema: Schema | null | undefined, node: unknown, options: ToConnectOptions): unknown {
  if (!schema) return schemalessValue(node ?? null);
  if (node === null || node === undefined) return nullValue(schema, options);
  const logical = schema.name === undefined ? undefined : LOGICAL[schema.name];
  return logical ? logical(schema, node) : typedValue(schema, node, options);
}

function nullValue(schema: Schema, options: ToConnectOptions): unknown {
  if (schema.defaultValue !== undefined && options.replaceNullWithDefault) return schema.defaultValue;
  if (schema.optional) return null;
  throw new DataError(`Invalid null value for required ${schema.type} field`);
}

function typedValue(schema: Schema, node: unknown, options: ToConnectOptions): unknown {
  switch (schema.type) {
    case 'INT8':
      return Number(BigInt.asIntN(8, integerOf(node)));
    case 'INT16':
      return Number(BigInt.asIntN(16, integerOf(node)));
    case 'INT32':
      return Number(BigInt.asIntN(32, integerOf(node)));
    case 'INT64':
      return BigInt.asIntN(64, integerOf(node));
    case 'FLOAT32':
      return Math.fround(fractionOf(node));
    case 'FLOAT64':
      return fractionOf(node);
    case 'BOOLEAN':
      return node === true;
    case 'STRING':
      return typeof node === 'string' ? node : null;
    case 'BYTES':
      return typeof node === 'string' ? base64Bytes(node, 'Invalid bytes field') : null;
    case 'ARRAY':
      return Array.isArray(node)
        ? node.map((item) => connectValue(schema.valueSchema, item, options))
        : arrayOfChildren(schema, node, options);
    case 'MAP':
      return mapValue(schema, node, options);
    case 'STRUCT':
      return structValue(schema, node, options);
    default:
      return schema.type satisfies never;
  }
}

/** Jackson iterates an object's values where a list was expected, and finds none in a scalar. */
function arrayOfChildren(schema: Schema, node: unknown, options: ToConnectOptions): unknown[] {
  if (!(node instanceof Map)) return [];
  return [...node.values()].map((item) => connectValue(schema.valueSchema, item, options));
}

function mapValue(schema: Schema, node: unknown, options: ToConnectOptions): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  if (schema.keySchema?.type === 'STRING') {
    if (!(node instanceof Map)) {
      throw new DataError(`Maps with string fields should be encoded as JSON objects, but found ${nodeType(node)}`);
    }
    for (const [key, value] of node) map.set(key, connectValue(schema.valueSchema, value, options));
    return map;
  }
  if (!Array.isArray(node)) {
    throw new DataError(
      `Maps with non-string fields should be encoded as JSON array of tuples, but found ${nodeType(node)}`,
    );
  }
  for (const entry of node) {
    if (!Array.isArray(entry)) {
      throw new DataError(`Found invalid map entry instead of array tuple: ${nodeType(entry)}`);
    }
    if (entry.length !== 2) {
      throw new DataError(`Found invalid map entry, expected length 2 but found :${entry.length}`);
    }
    map.set(connectValue(schema.keySchema, entry[0], options), connectValue(schema.valueSchema, entry[1], options));
  }
  return map;
}

function structValue(schema: Schema, node: unknown, options: ToConnectOptions): Struct {
  if (!(node instanceof Map)) {
    throw new DataError(`Structs should be encoded as JSON objects, but found ${nodeType(node)}`);
  }
  const struct = new Struct(schema);
  for (const field of schema.fields ?? []) {
    struct.putAt(field, connectValue(field.schema, node.get(field.name), options));
  }
  return struct;
}

const LOGICAL: Readonly<Record<string, ((schema: Schema, node: unknown) => unknown) | undefined>> = {
  [DECIMAL]: decimalValue,
  [DATE]: (_schema, node) => toDate(int32Of('Date', node)),
  [TIME]: (_schema, node) => {
    const millis = int32Of('Time', node);
    if (millis < 0 || millis > DAY_MS) {
      throw new DataError('Time values must use number of milliseconds greater than 0 and less than 86400000');
    }
    return new Date(millis);
  },
  [TIMESTAMP]: (_schema, node) => {
    if (typeof node === 'bigint') return toTimestamp(Number(BigInt.asIntN(64, node)));
    throw new DataError(
      `Invalid type for Timestamp, underlying representation should be integral but was ${nodeType(node)}`,
    );
  },
};

/** Numbers and base64 are both taken, whatever decimal.format says for the other direction. */
function decimalValue(schema: Schema, node: unknown): BigDecimal {
  if (node instanceof BigDecimal) return node;
  if (typeof node === 'bigint') return new BigDecimal(node, 0);
  if (typeof node !== 'string') {
    throw new DataError(
      `Invalid type for Decimal, underlying representation should be numeric or bytes but was ${nodeType(node)}`,
    );
  }
  const bytes = base64Bytes(node, 'Invalid bytes for Decimal field');
  try {
    return toDecimal(schema, bytes);
  } catch (cause) {
    throw new DataError('Invalid bytes for Decimal field', { cause });
  }
}

function int32Of(type: string, node: unknown): number {
  if (typeof node === 'bigint' && BigInt.asIntN(32, node) === node) return Number(node);
  throw new DataError(
    `Invalid type for ${type}, underlying representation should be integer but was ${nodeType(node)}`,
  );
}

function integerOf(node: unknown): bigint {
  if (typeof node === 'bigint') return node;
  return node instanceof BigDecimal ? node.toBigInt() : 0n;
}

function fractionOf(node: unknown): number {
  if (typeof node === 'bigint') return Number(node);
  return node instanceof BigDecimal ? node.toNumber() : 0;
}

/** Node's decoder skips what is no base64; Connect refuses it. */
function base64Bytes(text: string, message: string): Buffer {
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return Buffer.from(text, 'base64');
  throw new DataError(message, { cause: new SyntaxError('The text is not padded base64') });
}

/** What a message without any JSON is, where a schema says what it should be: no null, and of no type. */
export const MISSING = Symbol('no JSON');

/** Jackson's name for the kind of a node. */
function nodeType(node: unknown): string {
  if (node === MISSING) return 'MISSING';
  if (node === null || node === undefined) return 'NULL';
  if (typeof node === 'string') return 'STRING';
  if (typeof node === 'boolean') return 'BOOLEAN';
  if (Array.isArray(node)) return 'ARRAY';
  return node instanceof Map ? 'OBJECT' : 'NUMBER';
}
