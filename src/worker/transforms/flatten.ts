import { defineConfig, type ParsedConfig } from '../config/index.ts';
import {
  arraySchema,
  basicsOf,
  DataError,
  javaClassOf,
  javaEntries,
  LinkedMap,
  primitiveSchema,
  type Schema,
  type SchemaProperties,
  Struct,
  structSchema,
} from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';

const PURPOSE = 'flattening';

/** Makes one level of nested structs or maps, with joined names (Flatten). */
export const flatten = keyAndValue({
  name: 'Flatten',
  configDef: defineConfig([
    {
      name: 'delimiter',
      type: 'STRING',
      defaultValue: '.',
      importance: 'MEDIUM',
      documentation: 'What stands between the names of the outer and the inner field.',
    },
  ]),
  create: (operand) => new Flatten(operand),
});

interface FlatField {
  readonly name: string;
  readonly schema: Schema;
}

class Flatten implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => {
    const parentDefault = schema.defaultValue instanceof Struct ? schema.defaultValue : null;
    return structSchema(this.#flatFields(schema, '', schema.optional, parentDefault), basicsOf(schema));
  });
  #delimiter = '.';

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#delimiter = config['delimiter'] as string;
  }

  apply<R extends AnyRecord>(record: R): R {
    const value = this.#operand.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#operand.schemaOf(record);
    if (schema === null) {
      const flat = new LinkedMap<unknown, unknown>();
      this.#flattenMap(requireMap(value, PURPOSE), '', flat);
      return this.#operand.with(record, null, flat);
    }
    const struct = requireStruct(value, PURPOSE, schema);
    const flat = new Struct(this.#schemas.get(schema));
    this.#flattenStruct(struct, '', flat);
    return this.#operand.with(record, flat.schema, flat);
  }

  #flattenMap(map: ReadonlyMap<unknown, unknown>, prefix: string, flat: Map<unknown, unknown>): void {
    for (const [key, value] of javaEntries(map)) {
      const name = this.#join(prefix, String(key));
      if (value instanceof Map) this.#flattenMap(value, name, flat);
      else flat.set(name, checkedLeaf(value, name));
    }
  }

  #flattenStruct(struct: Struct | null, prefix: string, flat: Struct): void {
    for (const field of struct?.schema.fields ?? []) {
      const name = this.#join(prefix, field.name);
      const value = struct!.getAt(field);
      if (field.schema.type === 'STRUCT') this.#flattenStruct(value as Struct | null, name, flat);
      else flat.put(name, value);
    }
  }

  /** A child of an optional parent is optional, and takes its default from its parent's where it has none itself. */
  #flatFields(schema: Schema, prefix: string, isOptional: boolean, parentDefault: Struct | null): FlatField[] {
    return (schema.fields ?? []).flatMap((field): FlatField[] => {
      const name = this.#join(prefix, field.name);
      const optional = isOptional || field.schema.optional;
      const defaultValue = field.schema.defaultValue ?? parentDefault?.getAt(field) ?? null;
      if (field.schema.type === 'STRUCT') {
        return this.#flatFields(field.schema, name, optional, defaultValue as Struct | null);
      }
      if (field.schema.type === 'MAP') {
        throw new DataError(`Flatten transformation does not support MAP for record with schemas (for field ${name}).`);
      }
      return [{ name, schema: withProperties(field.schema, { ...basicsOf(field.schema), optional, defaultValue }) }];
    });
  }

  #join(prefix: string, name: string): string {
    return prefix === '' ? name : prefix + this.#delimiter + name;
  }
}

function withProperties(schema: Schema, properties: SchemaProperties): Schema {
  if (schema.type === 'ARRAY') return arraySchema(schema.valueSchema!, properties);
  return primitiveSchema(schema.type as Parameters<typeof primitiveSchema>[0], properties);
}

function checkedLeaf(value: unknown, name: string): unknown {
  if (value instanceof Struct) {
    throw new DataError(
      `Flatten transformation does not support STRUCT for record without schemas (for field ${name}).`,
    );
  }
  const isPlain = value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array;
  if (isPlain) return value;
  throw new DataError(
    `Flatten transformation was passed a value of type ${javaClassOf(value)} which is not supported by Connect's data API`,
  );
}
