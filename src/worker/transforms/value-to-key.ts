import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { DataError, fieldOf, type Schema, SizedHashMap, Struct, structSchema, withKey } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, wholeRecord } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { distinctEntries, replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'copying fields from value to key';

/** Makes the key of fields of the value (ValueToKey). */
export const valueToKey = wholeRecord({
  name: 'ValueToKey',
  configDef: defineConfig([
    {
      name: 'fields',
      type: 'LIST',
      validator: distinctEntries(false),
      importance: 'HIGH',
      documentation: 'The fields of the value that make up the key.',
    },
    replaceNullWithDefault,
  ]),
  create: () => new ValueToKey(),
});

class ValueToKey implements Transformation {
  readonly #schemas = new SchemaCache((schema) => this.#keySchema(schema));
  #fields: readonly string[] = [];
  #replaceNull = true;

  configure(config: ParsedConfig): void {
    this.#fields = config['fields'] as readonly string[];
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    if (record.valueSchema === null) {
      const map = requireMap(record.value, PURPOSE);
      const key = SizedHashMap.ofCapacity<unknown, unknown>(this.#fields.length);
      for (const field of this.#fields) key.set(field, map.get(field) ?? null);
      return withKey(record, null, key);
    }
    const struct = requireStruct(record.value, PURPOSE, record.valueSchema);
    const key = new Struct(this.#schemas.get(struct.schema));
    for (const field of this.#fields) {
      key.put(field, this.#replaceNull ? struct.get(field) : struct.getWithoutDefault(field));
    }
    return withKey(record, key.schema, key);
  }

  #keySchema(schema: Schema): Schema {
    return structSchema(
      this.#fields.map((name) => {
        const field = fieldOf(schema, name);
        if (field === undefined) throw new DataError(`Field does not exist: ${name}`);
        return field;
      }),
    );
  }
}
