import {
  arraySchema,
  DataError,
  mapSchema,
  primitiveSchema,
  type Schema,
  type SchemaProperties,
  structSchema,
} from '../data/index.ts';
import { connectValue, type ToConnectOptions } from './json-to-connect.ts';

type JsonObject = ReadonlyMap<string, unknown>;
type PlainType = Parameters<typeof primitiveSchema>[0];

const PRIMITIVES: Readonly<Record<string, PlainType>> = {
  boolean: 'BOOLEAN',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float: 'FLOAT32',
  double: 'FLOAT64',
  bytes: 'BYTES',
  string: 'STRING',
};

/**
 * The schema of an envelope's JSON (JsonConverter.asConnectSchema); null is no schema.
 * @throws DataError where it is none
 */
export function readSchema(node: unknown, options: ToConnectOptions): Schema | null {
  if (node === null || node === undefined) return null;
  const type = node instanceof Map ? node.get('type') : undefined;
  if (typeof type !== 'string') throw new DataError("Schema must contain 'type' field");
  const json = node as JsonObject;
  const properties = readProperties(json);
  const schema = readType(type, json, properties, options);
  if (!json.has('default')) return schema;
  const defaultValue = connectValue(schema, json.get('default'), options);
  return readType(type, json, { ...properties, defaultValue }, options);
}

function readType(type: string, json: JsonObject, properties: SchemaProperties, options: ToConnectOptions): Schema {
  const primitive = Object.hasOwn(PRIMITIVES, type) ? PRIMITIVES[type] : undefined;
  if (primitive !== undefined) return primitiveSchema(primitive, properties);
  if (type === 'array') {
    const items = readSchema(json.get('items'), options);
    if (items === null) throw new DataError('Array schema did not specify the element type');
    return arraySchema(items, properties);
  }
  if (type === 'map') return readMap(json, properties, options);
  if (type === 'struct') return structSchema(readFields(json, options), properties);
  throw new DataError(`Unknown schema type: ${type}`);
}

function readMap(json: JsonObject, properties: SchemaProperties, options: ToConnectOptions): Schema {
  const keys = readSchema(json.get('keys'), options);
  if (keys === null) throw new DataError('Map schema did not specify the key type');
  const values = readSchema(json.get('values'), options);
  if (values === null) throw new DataError('Map schema did not specify the value type');
  return mapSchema(keys, values, properties);
}

function readFields(json: JsonObject, options: ToConnectOptions): { readonly name: string; readonly schema: Schema }[] {
  const fields = json.get('fields');
  if (!Array.isArray(fields)) throw new DataError('Struct schema\'s "fields" argument is not an array.');
  return fields.map((field: unknown) => {
    const name = field instanceof Map ? field.get('field') : undefined;
    if (typeof name !== 'string') throw new DataError("Struct schema's field name not specified properly");
    const schema = readSchema(field, options);
    if (schema === null) throw new DataError("Schema must contain 'type' field");
    return { name, schema };
  });
}

function readProperties(json: JsonObject): SchemaProperties {
  const text = (key: string) => {
    const value = json.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const version = json.get('version');
  return {
    optional: json.get('optional') === true,
    name: text('name'),
    version: typeof version === 'bigint' ? Number(BigInt.asIntN(32, version)) : undefined,
    doc: text('doc'),
    parameters: readParameters(json.get('parameters')),
  };
}

function readParameters(node: unknown): ReadonlyMap<string, string> | undefined {
  if (!(node instanceof Map)) return undefined;
  for (const value of node.values()) {
    if (typeof value !== 'string') throw new DataError('Schema parameters must have string values.');
  }
  return node;
}
