import {
  DataError,
  floatAsDouble,
  LinkedMap,
  type Schema,
  type SchemaAndValue,
  type SchemaType,
} from '../data/index.ts';

const NUMBERS: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/** Finds the one schema that all elements of a list, or all keys or values of a map, can have. */
export class SchemaMerger {
  #common: Schema | null = null;
  #isCompatible = true;

  /** The common schema; null where there is none. */
  get common(): Schema | null {
    return this.#isCompatible ? this.#common : null;
  }

  /** An element without a schema is null, and fits any. */
  merge(schema: Schema | null): void {
    if (schema === null || !this.#isCompatible) return;
    this.#common = this.#common === null ? schema : widest(this.#common, schema);
    this.#isCompatible = this.#common !== null;
  }
}

function widest(a: Schema, b: Schema): Schema | null {
  // The later one, as in Kafka: it shows for lists of lists.
  if (a.type === b.type) return b;
  const left = NUMBERS.indexOf(a.type);
  const right = NUMBERS.indexOf(b.type);
  if (left < 0 || right < 0) return null;
  return left > right ? a : b;
}

/** A number as a value of the wider type that the others have. @throws DataError for null, which the type excludes */
export function widen(schema: Schema, value: unknown): unknown {
  if (value === null) throw new DataError('Unable to convert a null value to a schema that requires a value');
  if (schema.type === 'INT64' && typeof value === 'number') return BigInt(value);
  if (schema.type === 'FLOAT64' && typeof value === 'bigint') return Number(value);
  return schema.type === 'FLOAT32' ? Math.fround(Number(value)) : value;
}

/** A value whose schema gets lost: integers are bigint then, and a float prints as it did; inside lists and maps too. */
export function withoutSchema({ schema, value }: SchemaAndValue): unknown {
  if (schema === null) return value;
  const { keySchema = null, valueSchema = null } = schema;
  const without = (part: Schema | null) => (value: unknown) => withoutSchema({ schema: part, value });
  if (Array.isArray(value)) return valueSchema === null ? value : value.map(without(valueSchema));
  if (value instanceof Map) {
    if (keySchema === null && valueSchema === null) return value;
    const entries = Array.from(value, ([key, item]) => [without(keySchema)(key), without(valueSchema)(item)] as const);
    return new LinkedMap(entries);
  }
  if (typeof value !== 'number') return value;
  return schema.type === 'FLOAT32' ? floatAsDouble(value) : schema.type === 'FLOAT64' ? value : BigInt(value);
}
