import { connectValue } from '../converters/json-to-connect.ts';
import { BigDecimal, DataError, fieldOf, type Schema, Struct } from '../data/index.ts';
import { isTextKeyed } from './json-schema-from-connect.ts';
import { ONE_OF } from './json-schema-names.ts';

/**
 * The value of JSON under the Connect schema made from its JSON Schema (JsonSchemaData.toConnectData).
 * @param node as `JsonReader` gives it, fractions as BigDecimal
 * @throws DataError where the JSON has another shape
 */
export function readJsonValue(schema: Schema, node: unknown): unknown {
  if (node === null || node === undefined) return connectValue(schema, null, { replaceNullWithDefault: true });
  if (schema.type === 'ARRAY') return listOf(node, 'Arrays').map((item) => readJsonValue(schema.valueSchema!, item));
  if (schema.type === 'MAP') return mapValue(schema, node);
  if (schema.type === 'STRUCT') return structValue(schema, node);
  return connectValue(schema, node, { replaceNullWithDefault: true });
}

function mapValue(schema: Schema, node: unknown): ReadonlyMap<unknown, unknown> {
  const value = schema.valueSchema!;
  if (isTextKeyed(schema)) {
    if (!(node instanceof Map)) throw new DataError('Maps with string fields should be encoded as JSON objects');
    return new Map([...node].map(([key, item]) => [key, readJsonValue(value, item)]));
  }
  return new Map(
    listOf(node, 'Maps with non-string fields').map((entry) => {
      if (!(entry instanceof Map) || entry.size !== 2) throw new DataError('Found invalid map entry');
      return [readJsonValue(schema.keySchema!, entry.get('key')), readJsonValue(value, entry.get('value'))];
    }),
  );
}

function structValue(schema: Schema, node: unknown): Struct {
  const struct = new Struct(schema);
  const fields = schema.fields ?? [];
  if (schema.name === ONE_OF) {
    const member = fields.find((field) => isOf(field.schema, node));
    if (member === undefined) throw new DataError('Did not find matching oneof field for data');
    return struct.putAt(member, readJsonValue(member.schema, node));
  }
  if (!(node instanceof Map)) throw new DataError('Structs should be encoded as JSON objects');
  for (const field of fields) struct.putAt(field, readJsonValue(field.schema, node.get(field.name)));
  return struct;
}

/** Whether JSON may be a value of a member of a union, by its type alone. */
function isOf(schema: Schema, node: unknown): boolean {
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return typeof node === 'bigint';
    case 'FLOAT32':
    case 'FLOAT64':
      return typeof node === 'bigint' || node instanceof BigDecimal;
    case 'BOOLEAN':
      return typeof node === 'boolean';
    case 'STRING':
      return typeof node === 'string';
    case 'BYTES':
      return node instanceof BigDecimal;
    case 'ARRAY':
      return Array.isArray(node);
    case 'MAP':
      return node instanceof Map || Array.isArray(node);
    case 'STRUCT':
      return node instanceof Map && [...node.keys()].every((key) => fieldOf(schema, key) !== undefined);
    default:
      return schema.type satisfies never;
  }
}

function listOf(node: unknown, what: string): readonly unknown[] {
  if (Array.isArray(node)) return node;
  throw new DataError(`${what} should be encoded as JSON arrays`);
}
