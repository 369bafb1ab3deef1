import { JsonReader, JsonSyntaxError, quoteJson } from '../converters/index.ts';
import { DataError, doubleText, javaEntries } from '../data/index.ts';

/** A source partition or source offset: text keys, plain values. */
export type OffsetMap = Readonly<Record<string, unknown>>;

/** The key of a source partition in the offset store: `["connector",{…}]` as JSON. @throws DataError */
export function encodePartition(connector: string, partition: OffsetMap | null): Buffer {
  return Buffer.from(`[${quoteJson(connector)},${mapJson(partition)}]`);
}

/** A source offset as JSON. @throws DataError where a value is not plain */
export function encodeOffset(offset: OffsetMap): Buffer {
  return Buffer.from(mapJson(offset));
}

/** Connector and partition of a key; null where it is no such key, which Kafka leaves alone too. */
export function decodePartition(
  key: Buffer,
): { readonly connector: string; readonly partition: OffsetMap | null } | null {
  const parts = decode(key);
  if (!Array.isArray(parts) || parts.length !== 2 || typeof parts[0] !== 'string') return null;
  if (parts[1] !== null && !(parts[1] instanceof Map)) return null;
  return { connector: parts[0], partition: parts[1] === null ? null : plainObject(parts[1]) };
}

/** The offset that is stored, or null where there is none. Integers past 2^53 are bigint, others number. */
export function decodeOffset(value: Buffer | null): OffsetMap | null {
  const offset = value === null ? null : decode(value);
  return offset instanceof Map ? plainObject(offset) : null;
}

function decode(bytes: Buffer): unknown {
  try {
    return new JsonReader(bytes.toString('utf8')).readDocument();
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

function plainObject(map: ReadonlyMap<string, unknown>): OffsetMap {
  return Object.fromEntries([...map].map(([key, value]) => [key, plainNumber(value)]));
}

function plainNumber(value: unknown): unknown {
  return typeof value === 'bigint' && BigInt(Number(value)) === value && Number.isSafeInteger(Number(value))
    ? Number(value)
    : value;
}

/** Keys in the order of a Java HashMap: partitions are compared by their bytes, so it has to be the same there. */
function mapJson(values: OffsetMap | null): string {
  if (values === null) return 'null';
  const entries = javaEntries(new Map(Object.entries(values)));
  return `{${entries.map(([key, value]) => `${quoteJson(String(key))}:${plainJson(String(key), value)}`).join(',')}}`;
}

/** OffsetUtils.validateFormat: only plain values. */
function plainJson(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value === 'boolean' || (typeof value === 'bigint' && isLong(value))) return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : doubleText(value);
  const kind = Array.isArray(value) ? 'ARRAY' : typeof value === 'bigint' ? 'class java.math.BigInteger' : 'MAP';
  throw new DataError(`Offsets may only contain primitive types as values, but field ${key} contains ${kind}`);
}

function isLong(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}
