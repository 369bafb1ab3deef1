export interface Account {
  /** Numbers that never arrived. */
  readonly missing: readonly number[];
  /** Places where a number follows that is neither the next one nor one that was there before. */
  readonly jumps: readonly (readonly [before: number, after: number])[];
  readonly duplicates: number;
  /** Lines that are none of those sent: cut off by a full disk. */
  readonly torn: number;
}

/** Line `n`: its number, and its length from 50 to 149 characters, so that a cut or a mix shows. */
export function line(n: number): string {
  return `${n} ${'x'.repeat(49 + (n % 100))}`;
}

/** What became of lines 0 to `count` - 1 in the lines that arrived, in the order of their arrival. */
export function account(count: number, arrived: readonly string[]): Account {
  const seen = new Uint8Array(count);
  const jumps: [number, number][] = [];
  let [last, duplicates, torn] = [-1, 0, 0];
  for (const text of arrived) {
    const n = Number.parseInt(text, 10);
    if (!(n >= 0 && n < count) || text !== line(n)) {
      torn++;
      continue;
    }
    if (seen[n] === 1) duplicates++;
    if (n > last + 1) jumps.push([last, n]);
    seen[n] = 1;
    last = n;
  }
  const missing = Array.from(seen.keys()).filter((n) => seen[n] === 0);
  return { missing, jumps, duplicates, torn };
}
