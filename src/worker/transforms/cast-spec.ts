import { ConfigError } from '../config/index.ts';
import type { SchemaType } from '../data/index.ts';

const TYPES = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64', 'BOOLEAN', 'STRING'] as const;
const UNSUPPORTED = ['BYTES', 'ARRAY', 'MAP', 'STRUCT'];

/** A type that values can be cast to. */
export type CastType = (typeof TYPES)[number] & SchemaType;

/** What the key `spec` asks for: one type for the whole value, or one for each of some fields. */
export type CastSpec =
  | { readonly whole: CastType }
  | { readonly whole: null; readonly fields: ReadonlyMap<string, CastType> };

/** Reads `field:type` pairs, or one type alone. @throws ConfigError with Kafka's message */
export function readCastSpec(mappings: readonly string[] | null): CastSpec {
  if (mappings === null || mappings.length === 0) throw new ConfigError('Must specify at least one field to cast.');
  const fields = new Map<string, CastType>();
  let whole: CastType | null = null;
  for (const mapping of mappings) {
    const parts = mapping.replace(/:+$/, '').split(':');
    if (parts.length > 2) throw ConfigError.invalid('renames', mappings, `Invalid rename mapping: ${mapping}`);
    if (parts.length === 1) whole = readType(parts[0] ?? '');
    else fields.set((parts[0] ?? '').trim(), readType(parts[1] ?? ''));
  }
  if (whole === null) return { whole, fields };
  if (mappings.length === 1) return { whole };
  throw new ConfigError(
    'Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec',
  );
}

function readType(text: string): CastType {
  const name = text.trim().toUpperCase();
  const type = TYPES.find((candidate) => candidate === name);
  if (type !== undefined) return type;
  if (UNSUPPORTED.includes(name)) {
    throw new ConfigError(
      `Cast transformation does not support casting to ${name}; supported types are [${TYPES.join(', ')}]`,
    );
  }
  // The two halves of this sentence are swapped in Kafka; clients may know it so.
  throw ConfigError.invalid(
    `Invalid type found in casting spec: ${text.trim()}`,
    `java.lang.IllegalArgumentException: No enum constant org.apache.kafka.connect.data.Schema.Type.${name}`,
  );
}
