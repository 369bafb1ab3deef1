import { DataError, javaClassOf, javaEntries } from '../data/index.ts';
import { isAnything } from './anything.ts';
import type { AvroOutput } from './avro-output.ts';
import type { AvroSchema } from './avro-schema.ts';

/** The fields of the Anything record, in their order. */
const FIELDS = ['boolean', 'bytes', 'double', 'float', 'int', 'long', 'string', 'array', 'map'] as const;
type AnythingField = (typeof FIELDS)[number];
const MAX_DEPTH = 1000;

/** What writes values without a schema. @throws DataError where the Avro schema is another one */
export function anythingWriter(avro: AvroSchema): (out: AvroOutput, value: unknown) => void {
  if (!isAnything(avro)) throw new DataError('A value without a schema cannot be written under this Avro schema');
  return (out, value) => writeAnything(out, value, 0);
}

function writeAnything(out: AvroOutput, value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new DataError(`Value nested deeper than ${MAX_DEPTH}`);
  const field = fieldFor(value);
  for (const name of FIELDS) {
    if (name !== field) out.int(0);
    else {
      out.int(1);
      writeValue(out, value, depth);
    }
  }
}

function fieldFor(value: unknown): AnythingField | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'string') return 'string';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Map) return 'map';
  throw new DataError(`Unknown Java type for schemaless data: ${javaClassOf(value)}`);
}

function writeValue(out: AvroOutput, value: unknown, depth: number): void {
  if (typeof value === 'boolean') out.byte(value ? 1 : 0);
  else if (typeof value === 'number') out.double(value);
  else if (typeof value === 'bigint') out.long(value);
  else if (typeof value === 'string') out.string(value);
  else if (Array.isArray(value)) {
    if (value.length > 0) out.int(value.length);
    for (const item of value) writeAnything(out, item, depth + 1);
    out.int(0);
  } else if (value instanceof Map) {
    if (value.size > 0) out.int(value.size);
    for (const [key, item] of javaEntries(value)) {
      writeAnything(out, key, depth + 1);
      writeAnything(out, item, depth + 1);
    }
    out.int(0);
  }
}
