import { ConfigError, defineConfig, type ParsedConfig } from '../config/index.ts';
import { type Schema, Struct } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireSchema } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

/** Sets the name and version of the schema of the key or value (SetSchemaMetadata). */
export const setSchemaMetadata = keyAndValue({
  name: 'SetSchemaMetadata',
  configDef: defineConfig([
    {
      name: 'schema.name',
      type: 'STRING',
      defaultValue: null,
      importance: 'HIGH',
      documentation: 'The new name of the schema.',
    },
    {
      name: 'schema.version',
      type: 'INT',
      defaultValue: null,
      importance: 'HIGH',
      documentation: 'The new version of the schema.',
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new SetSchemaMetadata(operand),
});

class SetSchemaMetadata implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => ({ ...schema, ...this.#metadata }));
  #metadata: Pick<Schema, 'name' | 'version'> = {};
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    const name = config['schema.name'] as string | null;
    const version = config['schema.version'] as number | null;
    if (name === null && version === null) throw new ConfigError('Neither schema name nor version configured');
    this.#metadata = { ...(name === null ? {} : { name }), ...(version === null ? {} : { version }) };
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const value = this.#operand.valueOf(record);
    const schema = this.#operand.schemaOf(record);
    if (schema === null && (value === null || value === undefined)) return record;
    const updated = this.#schemas.get(requireSchema(schema, 'updating schema metadata'));
    return this.#operand.with(record, updated, value instanceof Struct ? this.#withSchema(value, updated) : value);
  }

  #withSchema(struct: Struct, schema: Schema): Struct {
    const updated = new Struct(schema);
    for (const field of schema.fields ?? []) {
      updated.putAt(field, this.#replaceNull ? struct.getAt(field) : struct.getWithoutDefaultAt(field));
    }
    return updated;
  }
}
