import { javaEntries } from './java-hash-map.ts';
import { doubleText, floatText } from './java-number-text.ts';
import { DAY_MS } from './logical-types.ts';
import type { Schema } from './schema.ts';
import { Struct } from './struct.ts';

/**
 * What Java's `toString` gives for a value: `{a=1, b=x}` for a map, `[1, 2]` for a list, `Struct{a=1,b=x}` for a
 * struct without its null fields. A schema tells a float from a double and an int from a fraction.
 */
export function javaText(schema: Schema | null | undefined, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(schema, value);
  if (value instanceof Uint8Array) return bytesText(value);
  if (value instanceof Date) return dateText(value);
  if (value instanceof Struct) return structText(value);
  if (Array.isArray(value)) return `[${value.map((item) => javaText(schema?.valueSchema, item)).join(', ')}]`;
  if (value instanceof Map) return mapText(schema, value);
  return String(value);
}

function numberText(schema: Schema | null | undefined, value: number): string {
  if (schema?.type === 'FLOAT32') return floatText(value);
  if (schema?.type === 'INT8' || schema?.type === 'INT16' || schema?.type === 'INT32') return String(value);
  return doubleText(value);
}

function mapText(schema: Schema | null | undefined, map: ReadonlyMap<unknown, unknown>): string {
  const entries = javaEntries(map).map(
    ([key, value]) => `${javaText(schema?.keySchema, key)}=${javaText(schema?.valueSchema, value)}`,
  );
  return `{${entries.join(', ')}}`;
}

function structText(struct: Struct): string {
  const fields = (struct.schema.fields ?? [])
    .filter((field) => struct.getWithoutDefaultAt(field) !== null)
    .map((field) => `${field.name}=${javaText(field.schema, struct.getWithoutDefaultAt(field))}`);
  return `Struct{${fields.join(',')}}`;
}

/** Java prints a byte[] as its type and an address-like hash; ours is of the content, so that it is stable. */
function bytesText(bytes: Uint8Array): string {
  let hash = 1;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + ((byte << 24) >> 24)) | 0;
  return `[B@${(hash >>> 0).toString(16)}`;
}

/** java.util.Date.toString, in UTC: `Thu Jan 01 00:00:00 UTC 1970`. */
function dateText(date: Date): string {
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${day} ${time} UTC ${Number(year)}`;
}

/** A date as Values prints it: within the first day as a time, at midnight as a date, else both; always in UTC. */
export function isoDateText(date: Date): string {
  const iso = date.toISOString();
  if (date.getTime() < DAY_MS) return iso.slice(-13);
  return date.getTime() % DAY_MS === 0 ? iso.slice(0, -14) : iso;
}
