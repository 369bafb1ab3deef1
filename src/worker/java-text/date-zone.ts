import { zoneNameAt } from './zone-names.ts';

/** A zone as it stands in a text: how far it is ahead of UTC, and where it ends. */
export interface ZoneText {
  readonly offsetMs: number;
  readonly end: number;
}

/** What SimpleDateFormat's `z` and `Z` read: `GMT`, `GMT+2:00`, `+0200`, or a name such as `PST`. */
export function readZone(text: string, at: number): ZoneText | undefined {
  const [gmt, sign] = match(/(?:GMT)?([+-])?/iy, text, at) ?? [''];
  const end = at + gmt!.length;
  if (sign !== undefined) return readOffset(gmt!.length > 1 ? /(\d\d?):(\d\d)/y : /(\d\d)(\d\d)/y, text, end, sign);
  if (gmt !== '') return { offsetMs: 0, end };
  const named = zoneNameAt(text, at);
  return named && { offsetMs: named.minutes * 60_000, end: at + named.name.length };
}

/** What `X`, `XX` and `XXX` read: `Z`, or `+02`, `+0200`, `+02:00`. */
export function readIsoZone(text: string, at: number, count: number): ZoneText | undefined {
  if (text[at] === 'Z') return { offsetMs: 0, end: at + 1 };
  const sign = text[at];
  if (sign !== '+' && sign !== '-') return undefined;
  if (count === 1) return readOffset(/(\d\d)/y, text, at + 1, sign);
  return readOffset(count === 2 ? /(\d\d)(\d\d)/y : /(\d\d):(\d\d)/y, text, at + 1, sign);
}

function readOffset(pattern: RegExp, text: string, at: number, sign: string): ZoneText | undefined {
  const found = match(pattern, text, at);
  const [hours, minutes] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (found === undefined || hours > 23 || minutes > 59) return undefined;
  const offsetMs = (hours * 60 + minutes) * 60_000;
  return { offsetMs: sign === '-' ? -offsetMs : offsetMs, end: at + found[0].length };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
