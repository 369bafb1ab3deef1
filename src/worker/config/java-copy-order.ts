import { javaStringHash } from '../data/index.ts';

/**
 * The entries of a map in the order of `new HashMap<>(map)` to which `added` is then put. A copy starts with a table
 * that just fits, unlike a map that is filled one by one, and its order shows in messages and in task configs.
 */
export function javaCopyOrder<V>(
  copied: readonly (readonly [string, V])[],
  added: readonly (readonly [string, V])[] = [],
): (readonly [string, V])[] {
  const all = [...new Map([...copied, ...added])];
  let tableSize = 1;
  while (tableSize < Math.floor(copied.length / 0.75 + 1)) tableSize *= 2;
  while (tableSize * 0.75 < all.length) tableSize *= 2;
  const bucket = (key: string) => {
    const hash = javaStringHash(key);
    return (hash ^ (hash >>> 16)) & (tableSize - 1);
  };
  return all.sort(([a], [b]) => bucket(a) - bucket(b));
}
