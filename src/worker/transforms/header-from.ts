import { ConfigError, defineConfig, nonEmptyList, oneOf, type ParsedConfig } from '../config/index.ts';
import {
  basicsOf,
  fieldOf,
  type Header,
  type Schema,
  SizedHashMap,
  Struct,
  structSchema,
  withHeaders,
} from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

/** Moves or copies fields to headers (HeaderFrom). */
export const headerFrom = keyAndValue({
  name: 'HeaderFrom',
  configDef: defineConfig([
    {
      name: 'fields',
      type: 'LIST',
      validator: nonEmptyList,
      importance: 'HIGH',
      documentation: 'The fields that become headers.',
    },
    {
      name: 'headers',
      type: 'LIST',
      validator: nonEmptyList,
      importance: 'HIGH',
      documentation: 'Names of the headers, one a field, in the order of the fields.',
    },
    {
      name: 'operation',
      type: 'STRING',
      validator: oneOf('move', 'copy'),
      importance: 'HIGH',
      documentation: 'move takes the fields away, copy keeps them too.',
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new HeaderFrom(operand),
});

class HeaderFrom implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => {
    const kept = (schema.fields ?? []).filter(({ name }) => !this.#fields.includes(name));
    return structSchema(kept, basicsOf(schema));
  });
  #fields: readonly string[] = [];
  #headers: readonly string[] = [];
  #operation = 'move';
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#fields = config['fields'] as readonly string[];
    this.#headers = config['headers'] as readonly string[];
    this.#operation = config['operation'] as string;
    this.#replaceNull = config['replace.null.with.default'] as boolean;
    if (this.#fields.length !== this.#headers.length) {
      throw new ConfigError("'fields' config must have the same number of elements as 'headers' config.");
    }
  }

  apply<R extends AnyRecord>(record: R): R {
    const schema = this.#operand.schemaOf(record);
    const value = this.#operand.valueOf(record);
    const purpose = `header ${this.#operation}`;
    return schema === null
      ? this.#fromMap(record, requireMap(value, purpose))
      : this.#fromStruct(record, schema, requireStruct(value, purpose, schema));
  }

  #fromMap<R extends AnyRecord>(record: R, map: ReadonlyMap<unknown, unknown>): R {
    const added = this.#fields.map((field, i) => ({
      key: this.#headers[i]!,
      schema: null,
      value: map.get(field) ?? null,
    }));
    if (this.#operation === 'copy') return addHeaders(record, added);
    const left = SizedHashMap.copyOf(map);
    for (const field of this.#fields) left.delete(field);
    return addHeaders(this.#operand.with(record, null, left), added);
  }

  #fromStruct<R extends AnyRecord>(record: R, schema: Schema, struct: Struct): R {
    const added = this.#fields.map((field, i) => ({
      key: this.#headers[i]!,
      schema: fieldOf(schema, field)?.schema ?? null,
      value: this.#valueOf(struct, field),
    }));
    if (this.#operation === 'copy') return addHeaders(record, added);
    const left = new Struct(this.#schemas.get(schema));
    for (const { name } of left.schema.fields ?? []) left.put(name, this.#valueOf(struct, name));
    return addHeaders(this.#operand.with(record, left.schema, left), added);
  }

  #valueOf(struct: Struct, field: string): unknown {
    return this.#replaceNull ? struct.get(field) : struct.getWithoutDefault(field);
  }
}

function addHeaders<R extends AnyRecord>(record: R, added: readonly Header[]): R {
  return withHeaders(record, [...record.headers, ...added]);
}
