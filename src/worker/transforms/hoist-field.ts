import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { Struct, structSchema } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { SchemaCache } from './schema-cache.ts';

/** Wraps the key or value in a struct, or a map, of one field (HoistField). */
export const hoistField = keyAndValue({
  name: 'HoistField',
  configDef: defineConfig([
    {
      name: 'field',
      type: 'STRING',
      importance: 'MEDIUM',
      documentation: 'Name of the one field that the struct or map has.',
    },
  ]),
  create: (operand) => new HoistField(operand),
});

class HoistField implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => structSchema([{ name: this.#field, schema }]));
  #field = '';

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#field = config['field'] as string;
  }

  apply<R extends AnyRecord>(record: R): R {
    const schema = this.#operand.schemaOf(record);
    const value = this.#operand.valueOf(record);
    if (schema === null) return this.#operand.with(record, null, new Map([[this.#field, value]]));
    const hoisted = this.#schemas.get(schema);
    return this.#operand.with(record, hoisted, new Struct(hoisted).put(this.#field, value));
  }
}
