import { BigDecimal } from './big-decimal.ts';
import type { Field, Schema } from './schema.ts';
import { Struct } from './struct.ts';

/** True when two schemas are equal in every part, as ConnectSchema.equals compares them. */
export function sameSchema(a: Schema | null | undefined, b: Schema | null | undefined): boolean {
  return isSame(a, b, null);
}

/** Two structs around the schemas that are compared: schemas that hold themselves come to them again. */
interface OpenPair {
  readonly a: readonly Field[];
  readonly b: readonly Field[];
  readonly outer: OpenPair | null;
}

function isSame(a: Schema | null | undefined, b: Schema | null | undefined, outer: OpenPair | null): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return (
    a.type === b.type &&
    a.optional === b.optional &&
    a.version === b.version &&
    a.name === b.name &&
    a.doc === b.doc &&
    sameParameters(a.parameters, b.parameters) &&
    sameValue(a.defaultValue, b.defaultValue) &&
    isSame(a.keySchema, b.keySchema, outer) &&
    isSame(a.valueSchema, b.valueSchema, outer) &&
    sameFields(a.fields, b.fields, outer)
  );
}

/** True when two values of the data model are equal. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a ?? null, b ?? null)) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof BigDecimal && b instanceof BigDecimal) return a.equals(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => sameValue(v, b[i]));
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameValue(value, b.get(key)));
  }
  if (a instanceof Struct && b instanceof Struct) {
    if (!sameSchema(a.schema, b.schema)) return false;
    return (a.schema.fields ?? []).every((f) => sameValue(a.getWithoutDefaultAt(f), b.getWithoutDefaultAt(f)));
  }
  return false;
}

function sameParameters(a: Schema['parameters'], b: Schema['parameters']): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  return [...(a ?? [])].every(([key, value]) => b?.get(key) === value);
}

function sameFields(left: Schema['fields'], right: Schema['fields'], outer: OpenPair | null): boolean {
  if (left === right) return true;
  const [a, b] = [left ?? [], right ?? []];
  if (a.length !== b.length) return false;
  for (let pair = outer; pair !== null; pair = pair.outer) if (pair.a === a && pair.b === b) return true;
  const open = { a, b, outer };
  return a.every((field, i) => field.name === b[i]?.name && isSame(field.schema, b[i]?.schema, open));
}
