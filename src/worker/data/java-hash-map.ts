/** A map that is printed and serialised in its insertion order (LinkedHashMap); any other Map in HashMap's. */
export class LinkedMap<K, V> extends Map<K, V> {}

/** A map that starts with another number of buckets than HashMap's usual 16, which shows in its order. */
export class SizedHashMap<K, V> extends Map<K, V> {
  #buckets = 16;

  /** As `new HashMap<>(capacity)`. */
  static ofCapacity<K, V>(capacity: number): SizedHashMap<K, V> {
    const map = new SizedHashMap<K, V>();
    map.#buckets = 1;
    while (map.#buckets < capacity) map.#buckets *= 2;
    return map;
  }

  /** As `new HashMap<>(source)`, which makes room for the entries of the source and takes them in its order. */
  static copyOf(source: ReadonlyMap<unknown, unknown>): SizedHashMap<unknown, unknown> {
    const map = SizedHashMap.ofCapacity<unknown, unknown>(source.size === 0 ? 16 : Math.floor(source.size / 0.75 + 1));
    for (const [key, value] of javaEntries(source)) map.set(key, value);
    return map;
  }

  get initialBuckets(): number {
    return this.#buckets;
  }
}

/**
 * The entries of a map in the order in which java.util.HashMap gives them: by bucket of a table that doubles
 * past three quarters full, and by insertion in a bucket. It shows wherever Connect prints or serialises
 * an object without a schema.
 */
export function javaEntries(map: ReadonlyMap<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  const entries: [unknown, unknown][] = [];
  // A quarter of the time of `[...map]` where the map is of a subclass.
  for (const entry of map) entries.push(entry);
  if (map instanceof LinkedMap || entries.length < 2) return entries;
  let buckets = map instanceof SizedHashMap ? map.initialBuckets : 16;
  while (Math.floor(buckets * 0.75) < entries.length) buckets *= 2;
  return byBucket(entries, buckets);
}

/** Moves the few that are out of place: copies of copies, as a chain of transforms makes them, mostly are in it. */
function byBucket(entries: [unknown, unknown][], buckets: number): readonly [unknown, unknown][] {
  const places = entries.map(([key]) => spread(javaHash(key)) & (buckets - 1));
  if (entries.length > MAX_MOVED) {
    const order = [...places.keys()].sort((a, b) => places[a]! - places[b]! || a - b);
    return order.map((index) => entries[index]!);
  }
  for (let i = 1; i < entries.length; i++) {
    const entry = entries[i]!;
    const place = places[i]!;
    let to = i;
    for (; to > 0 && places[to - 1]! > place; to--) {
      entries[to] = entries[to - 1]!;
      places[to] = places[to - 1]!;
    }
    entries[to] = entry;
    places[to] = place;
  }
  return entries;
}

/** Past this many entries moving each to its place would cost more than sorting. */
const MAX_MOVED = 32;

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
