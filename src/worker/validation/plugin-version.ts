import { ConfigError } from '../config/index.ts';

/** One interval of a Maven version range; null: open on that side. */
interface Interval {
  readonly min: string | null;
  readonly includesMin: boolean;
  readonly max: string | null;
  readonly includesMax: boolean;
}

/**
 * What a `*.plugin.version` key asks for (KIP-891, in Maven's notation): `4.3.1` is that very version, `[4.0,5.0)`
 * a range, several of them a choice.
 * @throws ConfigError where the text is neither
 */
export function parseVersionRange(text: string): VersionRange {
  const trimmed = text.trim();
  if (!/^[[(]/.test(trimmed)) {
    return new VersionRange([{ min: trimmed, includesMin: true, max: trimmed, includesMax: true }]);
  }
  const intervals: Interval[] = [];
  let rest = trimmed;
  while (rest !== '') {
    const match = /^([[(])([^\])]*)([\])])\s*,?\s*/.exec(rest);
    if (!match) throw new ConfigError(`Unbounded range: ${text}`);
    intervals.push(interval(match[1] === '[', match[2] ?? '', match[3] === ']', text));
    rest = rest.slice(match[0].length);
  }
  return new VersionRange(intervals);
}

export class VersionRange {
  readonly #intervals: readonly Interval[];

  constructor(intervals: readonly Interval[]) {
    this.#intervals = intervals;
  }

  includes(version: string): boolean {
    return this.#intervals.some(
      ({ min, includesMin, max, includesMax }) =>
        (min === null || isAbove(compareVersions(version, min), includesMin)) &&
        (max === null || isAbove(compareVersions(max, version), includesMax)),
    );
  }

  /** In brackets with both ends, as Maven prints it. */
  toString(): string {
    return this.#intervals
      .map((i) => `${i.includesMin ? '[' : '('}${i.min ?? ''},${i.max ?? ''}${i.includesMax ? ']' : ')'}`)
      .join(',');
  }
}

function isAbove(difference: number, orEqual: boolean): boolean {
  return orEqual ? difference >= 0 : difference > 0;
}

function interval(includesMin: boolean, body: string, includesMax: boolean, text: string): Interval {
  const ends = body.split(',').map((end) => end.trim());
  const [min = '', max = min] = ends;
  if (ends.length > 2 || (ends.length === 1 && !(includesMin && includesMax && min !== ''))) {
    throw new ConfigError(`Single version must be surrounded by []: ${text}`);
  }
  return { min: min || null, includesMin, max: max || null, includesMax };
}

/** Number by number; a missing one is 0; text parts compare as text. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[.-]/), b.split(/[.-]/)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '0', right[i] ?? '0'];
    const difference = /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}
