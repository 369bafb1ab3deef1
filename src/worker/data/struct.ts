import { DataError } from './data-error.ts';
import type { Field, Schema } from './schema.ts';
import { fieldOf } from './schema-builder.ts';
import { schemaText } from './schema-text.ts';
import { checkFieldValue } from './validate-value.ts';

/** A value of a STRUCT schema: one slot a field, in field order (org.apache.kafka.connect.data.Struct). */
export class Struct {
  readonly schema: Schema;
  readonly #values: unknown[];

  /** @throws DataError where the schema is no struct */
  constructor(schema: Schema) {
    if (schema.type !== 'STRUCT') throw new DataError(`Not a struct schema: ${schemaText(schema)}`);
    this.schema = schema;
    this.#values = new Array<unknown>(schema.fields?.length ?? 0).fill(null);
  }

  /** The value, or the field's default where it is null. @throws DataError where there is no such field */
  get(name: string): unknown {
    return this.getAt(this.#field(name));
  }

  getAt(field: Field): unknown {
    return this.#values[field.index] ?? field.schema.defaultValue ?? null;
  }

  /** The value as it was put. */
  getWithoutDefault(name: string): unknown {
    return this.#values[this.#field(name).index];
  }

  getWithoutDefaultAt(field: Field): unknown {
    return this.#values[field.index];
  }

  /** @throws DataError where there is no such field or the value does not fit its schema */
  put(name: string, value: unknown): this {
    return this.putAt(this.#field(name), value);
  }

  putAt(field: Field, value: unknown): this {
    const given = value ?? null;
    checkFieldValue(field.name, field.schema, given);
    this.#values[field.index] = given;
    return this;
  }

  /** @throws DataError where a required field without a default is null */
  validate(): void {
    for (const field of this.schema.fields ?? []) {
      const value = this.#values[field.index] ?? null;
      if (value === null && (field.schema.optional || field.schema.defaultValue !== undefined)) continue;
      checkFieldValue(field.name, field.schema, value);
    }
  }

  #field(name: string): Field {
    const field = fieldOf(this.schema, name);
    if (field === undefined) throw new DataError(`${name} is not a valid field name`);
    return field;
  }
}
