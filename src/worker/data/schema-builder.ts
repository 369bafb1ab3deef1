import { DataError, schemaBuilderError } from './data-error.ts';
import type { Field, Schema, SchemaType } from './schema.ts';
import { checkValue } from './validate-value.ts';

/** What a schema may carry beside its type; `optional` is false where it is left out. */
export interface SchemaProperties {
  readonly optional?: boolean | undefined;
  readonly defaultValue?: unknown;
  readonly name?: string | undefined;
  readonly version?: number | undefined;
  readonly doc?: string | undefined;
  readonly parameters?: ReadonlyMap<string, string> | undefined;
}

export type PrimitiveType = Exclude<SchemaType, 'ARRAY' | 'MAP' | 'STRUCT'>;

/** @throws DataError where the default does not fit the type */
export function primitiveSchema(type: PrimitiveType, properties: SchemaProperties = {}): Schema {
  return withCheckedDefault({ type, ...known(properties) });
}

export function arraySchema(valueSchema: Schema, properties: SchemaProperties = {}): Schema {
  return withCheckedDefault({ type: 'ARRAY', valueSchema, ...known(properties) });
}

export function mapSchema(keySchema: Schema, valueSchema: Schema, properties: SchemaProperties = {}): Schema {
  return withCheckedDefault({ type: 'MAP', keySchema, valueSchema, ...known(properties) });
}

/**
 * Fields in their order.
 * @throws DataError (SchemaBuilderException) where a name is empty or comes twice
 */
export function structSchema(
  fields: readonly { readonly name: string; readonly schema: Schema }[],
  properties: SchemaProperties = {},
): Schema {
  const byName = new Map<string, Field>();
  for (const { name, schema } of fields) {
    if (name === '') throw schemaBuilderError('fieldName cannot be null.');
    if (byName.has(name)) throw schemaBuilderError(`Cannot create field because of field name duplication ${name}`);
    byName.set(name, { name, index: byName.size, schema });
  }
  const struct: Schema = { type: 'STRUCT', fields: [...byName.values()], ...known(properties) };
  fieldIndexes.set(struct, byName);
  return withCheckedDefault(struct);
}

/** @throws DataError where the schema is no struct */
export function fieldsOf(schema: Schema): readonly Field[] {
  if (schema.type === 'STRUCT') return schema.fields ?? [];
  throw new DataError('Cannot list fields on non-struct type');
}

/** The field of a struct schema, or undefined. @throws DataError where the schema is no struct */
export function fieldOf(schema: Schema, name: string): Field | undefined {
  if (schema.type !== 'STRUCT') throw new DataError('Cannot look up fields on non-struct type');
  let index = fieldIndexes.get(schema);
  if (index === undefined) {
    index = new Map((schema.fields ?? []).map((field) => [field.name, field]));
    fieldIndexes.set(schema, index);
  }
  return index.get(name);
}

/** Name, version, doc, parameters, default and optional flag of a schema, to build another one with. */
export function propertiesOf(schema: Schema): SchemaProperties {
  const { optional, defaultValue, name, version, doc, parameters } = schema;
  return { optional, defaultValue, name, version, doc, parameters };
}

/**
 * What transforms carry over when they rebuild a struct: name, version, doc and parameters; neither the
 * optional flag nor the default (SchemaUtil.copySchemaBasics).
 */
export function basicsOf(schema: Schema): SchemaProperties {
  const { name, version, doc, parameters } = schema;
  return { name, version, doc, parameters };
}

const fieldIndexes = new WeakMap<Schema, ReadonlyMap<string, Field>>();

function known(properties: SchemaProperties): SchemaProperties & { readonly optional: boolean } {
  const { optional, defaultValue, name, version, doc, parameters } = properties;
  return {
    optional: optional ?? false,
    ...(defaultValue === undefined || defaultValue === null ? {} : { defaultValue }),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(doc === undefined ? {} : { doc }),
    ...(parameters === undefined || parameters.size === 0 ? {} : { parameters }),
  };
}

function withCheckedDefault(schema: Schema): Schema {
  if (schema.defaultValue === undefined) return schema;
  try {
    checkValue(schema, schema.defaultValue);
  } catch (error) {
    throw schemaBuilderError('Invalid default value', error);
  }
  return schema;
}
