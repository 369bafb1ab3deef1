import type { Field, Schema, SchemaType } from '../data/index.ts';
import { quoteJson } from './json-text.ts';
import { type JsonWriterOptions, writeJson } from './json-writer.ts';

/** The word of the envelope's schema for each type. */
export const SCHEMA_WORDS: Readonly<Record<SchemaType, string>> = {
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT32: 'float',
  FLOAT64: 'double',
  BOOLEAN: 'boolean',
  STRING: 'string',
  BYTES: 'bytes',
  ARRAY: 'array',
  MAP: 'map',
  STRUCT: 'struct',
};

/** A schema as the JSON of an envelope, its keys in Kafka's order (JsonConverter.asJsonSchema). */
export function schemaJson(schema: Schema | null, options: JsonWriterOptions, field?: Field): string {
  if (schema === null) return 'null';
  const parts = [`"type":"${SCHEMA_WORDS[schema.type]}"`, ...insides(schema, options)];
  parts.push(`"optional":${schema.optional}`);
  if (schema.name !== undefined) parts.push(`"name":${quoteJson(schema.name)}`);
  if (schema.version !== undefined) parts.push(`"version":${schema.version}`);
  if (schema.doc !== undefined) parts.push(`"doc":${quoteJson(schema.doc)}`);
  if (schema.parameters !== undefined) parts.push(`"parameters":${parametersJson(schema.parameters)}`);
  if (schema.defaultValue !== undefined) parts.push(`"default":${writeJson(schema, schema.defaultValue, options)}`);
  if (field !== undefined) parts.push(`"field":${quoteJson(field.name)}`);
  return `{${parts.join(',')}}`;
}

function insides(schema: Schema, options: JsonWriterOptions): readonly string[] {
  if (schema.type === 'ARRAY') return [`"items":${schemaJson(schema.valueSchema ?? null, options)}`];
  if (schema.type === 'MAP') {
    return [
      `"keys":${schemaJson(schema.keySchema ?? null, options)}`,
      `"values":${schemaJson(schema.valueSchema ?? null, options)}`,
    ];
  }
  if (schema.type !== 'STRUCT') return [];
  return [`"fields":[${(schema.fields ?? []).map((field) => schemaJson(field.schema, options, field)).join(',')}]`];
}

function parametersJson(parameters: ReadonlyMap<string, string>): string {
  return `{${[...parameters].map(([key, value]) => `${quoteJson(key)}:${quoteJson(value)}`).join(',')}}`;
}
