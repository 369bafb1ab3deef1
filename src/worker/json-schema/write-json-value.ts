import { quoteJson } from '../converters/json-text.ts';
import { writeJson } from '../converters/json-writer.ts';
import { DataError, type Field, javaClassOf, javaEntries, type Schema, Struct } from '../data/index.ts';
import { isTextKeyed } from './json-schema-from-connect.ts';
import { type JsonSchemaOptions, ONE_OF } from './json-schema-names.ts';

/**
 * A Connect value as JSON text (JsonSchemaData.fromConnectData): as JsonConverter writes it, but for maps without text
 * for keys, whose entries are objects of `key` and `value`, and for structs that stand for one of several types.
 * @returns null for null where the schema has neither null nor a default
 * @throws DataError where the value does not fit the schema
 */
export function writeJsonValue(schema: Schema, given: unknown, options: JsonSchemaOptions): string | null {
  const value = given ?? (options.ignoreDefault ? null : (schema.defaultValue ?? null));
  if (value === null) return schema.optional ? 'null' : null;
  if (schema.type === 'ARRAY') return arrayText(schema, value, options);
  if (schema.type === 'MAP') return mapText(schema, value, options);
  if (schema.type === 'STRUCT') return structText(schema, value, options);
  return writeJson(schema, value, { decimalFormat: options.decimalFormat, replaceNullWithDefault: true });
}

function arrayText(schema: Schema, value: unknown, options: JsonSchemaOptions): string {
  if (!Array.isArray(value)) throw invalidType(schema, value);
  return `[${value.map((item) => writeJsonValue(schema.valueSchema!, item, options) ?? 'null').join(',')}]`;
}

function mapText(schema: Schema, value: unknown, options: JsonSchemaOptions): string {
  if (!(value instanceof Map)) throw invalidType(schema, value);
  const entries = javaEntries(value);
  const item = (inner: unknown) => writeJsonValue(schema.valueSchema!, inner, options) ?? 'null';
  if (isTextKeyed(schema))
    return `{${entries.map(([key, inner]) => `${quoteJson(String(key))}:${item(inner)}`).join(',')}}`;
  const keyText = (key: unknown) => writeJsonValue(schema.keySchema!, key, options) ?? 'null';
  return `[${entries.map(([key, inner]) => `{"key":${keyText(key)},"value":${item(inner)}}`).join(',')}]`;
}

/** A field that is null without a null in its schema is left out. */
function structText(schema: Schema, value: unknown, options: JsonSchemaOptions): string | null {
  if (!(value instanceof Struct)) throw invalidType(schema, value);
  const fields = schema.fields ?? [];
  const valueIn = (field: Field) => (options.ignoreDefault ? value.getWithoutDefaultAt(field) : value.getAt(field));
  if (schema.name !== ONE_OF) {
    const texts = fields.map((field) => [field.name, writeJsonValue(field.schema, valueIn(field), options)] as const);
    return `{${texts.flatMap(([name, text]) => (text === null ? [] : [`${quoteJson(name)}:${text}`])).join(',')}}`;
  }
  const member = fields.find((field) => valueIn(field) !== null);
  return member === undefined
    ? writeJsonValue(schema, null, options)
    : writeJsonValue(member.schema, valueIn(member), options);
}

function invalidType(schema: Schema, value: unknown): DataError {
  return new DataError(`Invalid type for ${schema.type}: ${javaClassOf(value)}`);
}
