import { quoteJson } from '../converters/json-text.ts';
import { writeJson } from '../converters/json-writer.ts';
import { DataError, javaClassOf, javaEntries, type Schema, Struct } from '../data/index.ts';
import { isTextKeyed } from './json-schema-from-connect.ts';
import { type JsonSchemaOptions, ONE_OF } from './json-schema-names.ts';

/**
 * A Connect value as JSON text (JsonSchemaData.fromConnectData): as JsonConverter writes it, but for maps without text
 * for keys, whose entries are objects of `key` and `value`, and for structs that stand for one of several types.
 * @throws DataError where the value does not fit the schema
 */
export function writeJsonValue(schema: Schema, given: unknown, options: JsonSchemaOptions): string {
  const value = given ?? schema.defaultValue ?? null;
  if (value === null) {
    if (schema.optional) return 'null';
    throw new DataError('Conversion error: null value for field that is required and has no default value');
  }
  if (schema.type === 'ARRAY') return arrayText(schema, value, options);
  if (schema.type === 'MAP') return mapText(schema, value, options);
  if (schema.type === 'STRUCT') return structText(schema, value, options);
  return writeJson(schema, value, { decimalFormat: options.decimalFormat, replaceNullWithDefault: true });
}

function arrayText(schema: Schema, value: unknown, options: JsonSchemaOptions): string {
  if (!Array.isArray(value)) throw invalidType(schema, value);
  return `[${value.map((item) => writeJsonValue(schema.valueSchema!, item, options)).join(',')}]`;
}

function mapText(schema: Schema, value: unknown, options: JsonSchemaOptions): string {
  if (!(value instanceof Map)) throw invalidType(schema, value);
  const entries = javaEntries(value);
  const item = (inner: unknown) => writeJsonValue(schema.valueSchema!, inner, options);
  if (isTextKeyed(schema))
    return `{${entries.map(([key, inner]) => `${quoteJson(String(key))}:${item(inner)}`).join(',')}}`;
  const keyText = (key: unknown) => writeJsonValue(schema.keySchema!, key, options);
  return `[${entries.map(([key, inner]) => `{"key":${keyText(key)},"value":${item(inner)}}`).join(',')}]`;
}

function structText(schema: Schema, value: unknown, options: JsonSchemaOptions): string {
  if (!(value instanceof Struct)) throw invalidType(schema, value);
  const fields = schema.fields ?? [];
  if (schema.name !== ONE_OF) {
    return `{${fields.map((field) => `${quoteJson(field.name)}:${writeJsonValue(field.schema, value.getAt(field), options)}`).join(',')}}`;
  }
  const member = fields.find((field) => value.getAt(field) !== null);
  return member === undefined
    ? writeJsonValue(schema, null, options)
    : writeJsonValue(member.schema, value.getAt(member), options);
}

function invalidType(schema: Schema, value: unknown): DataError {
  return new DataError(`Invalid type for ${schema.type}: ${javaClassOf(value)}`);
}
