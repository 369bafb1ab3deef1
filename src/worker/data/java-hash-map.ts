/** A map that is printed and serialised in its insertion order (LinkedHashMap); any other Map in HashMap's. */
export class LinkedMap<K, V> extends Map<K, V> {}

/**
 * The entries of a map in the order in which java.util.HashMap gives them: by bucket of a table that doubles
 * past three quarters full, and by insertion in a bucket. It shows wherever Connect prints or serialises
 * an object without a schema.
 */
export function javaEntries(map: ReadonlyMap<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  const entries = [...map];
  if (map instanceof LinkedMap || entries.length < 2) return entries;
  let tableSize = 16;
  while (tableSize * 0.75 < entries.length) tableSize *= 2;
  return entries
    .map((entry) => ({ entry, bucket: spread(javaHash(entry[0])) & (tableSize - 1) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ entry }) => entry);
}

/** String.hashCode. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

function javaHash(key: unknown): number {
  if (typeof key === 'string') return javaStringHash(key);
  if (typeof key === 'bigint') return Number(BigInt.asIntN(32, key ^ (BigInt.asUintN(64, key) >> 32n)));
  if (typeof key === 'boolean') return key ? 1231 : 1237;
  if (typeof key === 'number') return Number.isInteger(key) ? key | 0 : doubleHash(key);
  return 0;
}

function doubleHash(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getInt32(0) ^ view.getInt32(4);
}
