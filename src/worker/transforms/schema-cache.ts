import type { Schema } from '../data/index.ts';

/** Remembers what a transform made of a schema, so that records with one schema keep sharing one. */
export class SchemaCache {
  readonly #made = new WeakMap<Schema, Schema>();
  readonly #make: (schema: Schema) => Schema;

  constructor(make: (schema: Schema) => Schema) {
    this.#make = make;
  }

  get(schema: Schema): Schema {
    let made = this.#made.get(schema);
    if (made === undefined) {
      made = this.#make(schema);
      this.#made.set(schema, made);
    }
    return made;
  }
}
