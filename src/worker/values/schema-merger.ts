import { DataError, type Schema, type SchemaType } from '../data/index.ts';

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
  if (a.type === b.type) return a;
  const left = NUMBERS.indexOf(a.type);
  const right = NUMBERS.indexOf(b.type);
  if (left < 0 || right < 0) return null;
  return left > right ? a : b;
}

/** A number, as a value of the wider type that the others have. */
export function widen(schema: Schema, value: unknown): unknown {
  if (schema.type === 'INT64') return typeof value === 'number' ? BigInt(value) : value;
  if (schema.type === 'FLOAT32' || schema.type === 'FLOAT64') {
    if (typeof value !== 'bigint') return value;
    return schema.type === 'FLOAT32' ? Math.fround(Number(value)) : Number(value);
  }
  if (value === undefined) throw new DataError('A list element is missing');
  return value;
}
