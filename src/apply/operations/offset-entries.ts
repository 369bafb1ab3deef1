import { keepIntegers } from '../../connect/index.ts';

/** The entries of `{"offsets":[…]}`, each as text with sorted keys and 64-bit integers whole; in one order. */
export function offsetEntries(json: string): readonly string[] {
  const { offsets = [] } = JSON.parse(keepIntegers(json)) as { offsets?: readonly unknown[] };
  return offsets.map(sorted).sort();
}

function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${sorted(v)}`).join()}}`;
}
