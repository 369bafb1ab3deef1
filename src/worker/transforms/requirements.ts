import { DataError, javaClassOf, type Schema, type SinkRecord, Struct } from '../data/index.ts';
import type { AnyRecord } from './operand.ts';

/** Messages of org.apache.kafka.connect.transforms.util.Requirements; `purpose` is what the transform was about to do. */
export function requireMap(value: unknown, purpose: string): Map<unknown, unknown> {
  if (value instanceof Map) return value;
  throw new DataError(`Only Map objects supported in absence of schema for [${purpose}], found: ${classNameOf(value)}`);
}

/** `schema` only names the class in the message. */
export function requireStruct(value: unknown, purpose: string, schema: Schema | null): Struct {
  if (value instanceof Struct) return value;
  throw new DataError(`Only Struct objects supported for [${purpose}], found: ${classNameOf(value, schema)}`);
}

export function requireStructOrNull(value: unknown, purpose: string, schema: Schema | null): Struct | null {
  return value === null || value === undefined ? null : requireStruct(value, purpose, schema);
}

export function requireMapOrNull(value: unknown, purpose: string): Map<unknown, unknown> | null {
  return value === null || value === undefined ? null : requireMap(value, purpose);
}

export function requireSchema(schema: Schema | null, purpose: string): Schema {
  if (schema !== null) return schema;
  throw new DataError(`Schema required for [${purpose}]`);
}

export function requireSinkRecord(record: AnyRecord, purpose: string): SinkRecord {
  if (record.kind === 'sink') return record;
  throw new DataError(
    `Only SinkRecord supported for [${purpose}], found: org.apache.kafka.connect.source.SourceRecord`,
  );
}

/** The Java class of a value, without the word `class` before it; `null` for none. */
export function classNameOf(value: unknown, schema: Schema | null = null): string {
  return value === null || value === undefined ? 'null' : javaClassOf(value, schema).replace(/^class /, '');
}
