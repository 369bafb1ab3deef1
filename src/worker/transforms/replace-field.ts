import { ConfigError, type ConfigKeySpec, defineConfig, type ParsedConfig } from '../config/index.ts';
import { basicsOf, javaEntries, type Schema, SizedHashMap, Struct, structSchema } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { distinctEntries, replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'field replacement';

const listKey = (name: string, documentation: string): ConfigKeySpec => ({
  name,
  type: 'LIST',
  defaultValue: [],
  validator: distinctEntries(true),
  importance: 'MEDIUM',
  documentation,
});

/** Leaves out, keeps or renames fields (ReplaceField). */
export const replaceField = keyAndValue({
  name: 'ReplaceField',
  configDef: defineConfig([
    listKey('exclude', 'Fields to leave out. Goes before include.'),
    listKey('include', 'Fields to keep; all others are left out. Empty: every field.'),
    {
      ...listKey('renames', 'New names, as old:new pairs. exclude and include use the old ones.'),
      validator: (_key, value) => void readRenames(value as readonly string[]),
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new ReplaceField(operand),
});

class ReplaceField implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => this.#replaceSchema(schema));
  #exclude: ReadonlySet<string> = new Set();
  #include: ReadonlySet<string> = new Set();
  #renames: ReadonlyMap<string, string> = new Map();
  #oldNames: ReadonlyMap<string, string> = new Map();
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#exclude = new Set(config['exclude'] as readonly string[]);
    this.#include = new Set(config['include'] as readonly string[]);
    this.#renames = readRenames(config['renames'] as readonly string[]);
    this.#oldNames = new Map([...this.#renames].map(([from, to]) => [to, from]));
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const value = this.#operand.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#operand.schemaOf(record);
    if (schema === null) return this.#operand.with(record, null, this.#replaceInMap(requireMap(value, PURPOSE)));
    const struct = this.#replaceInStruct(requireStruct(value, PURPOSE, schema), schema);
    return this.#operand.with(record, struct.schema, struct);
  }

  #keeps(name: string): boolean {
    return !this.#exclude.has(name) && (this.#include.size === 0 || this.#include.has(name));
  }

  #replaceInMap(map: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
    const updated = SizedHashMap.ofCapacity<unknown, unknown>(map.size);
    for (const [name, value] of javaEntries(map)) {
      if (this.#keeps(name as string)) updated.set(this.#renames.get(name as string) ?? name, value);
    }
    return updated;
  }

  #replaceInStruct(struct: Struct, schema: Schema): Struct {
    const updated = new Struct(this.#schemas.get(schema));
    for (const field of updated.schema.fields ?? []) {
      const oldName = this.#oldNames.get(field.name) ?? field.name;
      updated.putAt(field, this.#replaceNull ? struct.get(oldName) : struct.getWithoutDefault(oldName));
    }
    return updated;
  }

  #replaceSchema(schema: Schema): Schema {
    const kept = (schema.fields ?? []).filter(({ name }) => this.#keeps(name));
    const fields = kept.map((field) => ({ name: this.#renames.get(field.name) ?? field.name, schema: field.schema }));
    return structSchema(fields, basicsOf(schema));
  }
}

function readRenames(mappings: readonly string[]): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const mapping of mappings) {
    const [from, to, ...more] = mapping.split(':');
    if (!to || from === undefined || more.length > 0) {
      throw ConfigError.invalid('renames', mappings, `Invalid rename mapping: ${mapping}`);
    }
    renames.set(from, to);
  }
  return renames;
}
