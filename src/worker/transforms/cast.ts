import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { basicsOf, fieldsOf, primitiveSchema, type Schema, SizedHashMap, Struct, structSchema } from '../data/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type CastSpec, type CastType, readCastSpec } from './cast-spec.ts';
import { castValue } from './cast-value.ts';
import { type AnyRecord, keyAndValue, type Operand } from './operand.ts';
import { requireMap, requireStruct } from './requirements.ts';
import { SchemaCache } from './schema-cache.ts';
import { replaceNullWithDefault } from './transform-keys.ts';

const PURPOSE = 'cast types';

/** Casts the whole key or value, or fields of it, to other types (Cast). */
export const cast = keyAndValue({
  name: 'Cast',
  configDef: defineConfig([
    {
      name: 'spec',
      type: 'LIST',
      validator: (_key, value) => void readCastSpec((value as readonly string[] | undefined) ?? null),
      importance: 'HIGH',
      documentation:
        'Fields and their types as field:type pairs, or one type for the whole key or value. Types: int8, int16, ' +
        'int32, int64, float32, float64, boolean, string.',
    },
    replaceNullWithDefault,
  ]),
  create: (operand) => new Cast(operand),
});

class Cast implements Transformation {
  readonly #operand: Operand;
  readonly #schemas = new SchemaCache((schema) => this.#castSchema(schema));
  #spec: CastSpec = { whole: null, fields: new Map() };
  #replaceNull = true;

  constructor(operand: Operand) {
    this.#operand = operand;
  }

  configure(config: ParsedConfig): void {
    this.#spec = readCastSpec(config['spec'] as readonly string[]);
    this.#replaceNull = config['replace.null.with.default'] as boolean;
  }

  apply<R extends AnyRecord>(record: R): R {
    const value = this.#operand.valueOf(record);
    if (value === null || value === undefined) return record;
    const schema = this.#operand.schemaOf(record);
    const target = schema === null ? null : this.#schemas.get(schema);
    if (this.#spec.whole !== null)
      return this.#operand.with(record, target, castValue(schema, value, this.#spec.whole));
    if (target === null)
      return this.#operand.with(record, null, castMap(requireMap(value, PURPOSE), this.#spec.fields));
    return this.#operand.with(record, target, this.#castStruct(requireStruct(value, PURPOSE, schema), target));
  }

  #castStruct(struct: Struct, target: Schema): Struct {
    const updated = new Struct(target);
    for (const field of struct.schema.fields ?? []) {
      const value = this.#replaceNull ? struct.getAt(field) : struct.getWithoutDefaultAt(field);
      const type = this.#spec.whole === null ? this.#spec.fields.get(field.name) : undefined;
      updated.put(field.name, type === undefined ? value : castValue(field.schema, value, type));
    }
    return updated;
  }

  /** The optional flag and the default are kept, and the default is cast with the values. */
  #castSchema(schema: Schema): Schema {
    const { optional, defaultValue } = schema;
    if (this.#spec.whole !== null) {
      return castPrimitive(this.#spec.whole, schema, { ...basicsOf(schema), optional });
    }
    const { fields } = this.#spec;
    const castFields = fieldsOf(schema).map((field) => {
      const type = fields.get(field.name);
      if (type === undefined) return field;
      return { name: field.name, schema: castPrimitive(type, field.schema, { optional: field.schema.optional }) };
    });
    const properties = { ...basicsOf(schema), optional };
    const target = structSchema(castFields, properties);
    if (!(defaultValue instanceof Struct)) return target;
    // A struct is compared with its schema, so the default carries the one without a default.
    return structSchema(castFields, { ...properties, defaultValue: this.#castStruct(defaultValue, target) });
  }
}

function castPrimitive(type: CastType, schema: Schema, properties: Parameters<typeof primitiveSchema>[1]): Schema {
  return primitiveSchema(type, { ...properties, defaultValue: castValue(schema, schema.defaultValue, type) });
}

function castMap(map: ReadonlyMap<unknown, unknown>, fields: ReadonlyMap<string, CastType>): Map<unknown, unknown> {
  const updated = SizedHashMap.copyOf(map);
  for (const [name, type] of fields) updated.set(name, castValue(null, map.get(name), type));
  return updated;
}
