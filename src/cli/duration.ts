import { Failure } from '../core/index.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads `500ms`, `30s`, `10m` or `1h`, as flags write a time; gives milliseconds. Throws CC9001 for anything else. */
export function parseDurationMs(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  if (!match) {
    throw new Failure('CC9001', `--${flag} takes a time such as 30s or 10m, not "${text}"`, {
      help: 'Units: ms, s, m, h.',
    });
  }
  return Math.round(Number(match[1]) * UNITS[match[2]!]!);
}
