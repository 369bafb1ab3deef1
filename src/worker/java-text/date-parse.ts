import { DAY_MS, dateOfDay } from './calendar.ts';
import type { CalendarField, CalendarFields } from './calendar-fields.ts';
import { MONTHS, WEEKDAYS } from './date-names.ts';
import { DatePatternError, type DatePatternPart } from './date-pattern.ts';

type FieldPart = Extract<DatePatternPart, { count: number }>;

const NUMBERS: Readonly<Record<string, CalendarField>> = {
  d: 'day',
  D: 'dayOfYear',
  H: 'hourOfDay',
  K: 'hour',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};

/** Letters that are written as numbers, so that fields that touch are read by their width. */
const NUMERIC = 'yYdDHkKhmsSwWFu';

/** Reads a text from its start into the fields; false where it does not match. @throws DatePatternError for letters that are only written */
export function parseDate(parts: readonly DatePatternPart[], text: string, fields: CalendarFields): boolean {
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (part.letter === null) {
      if (!text.startsWith(part.text, at)) return false;
      at += part.text.length;
      continue;
    }
    const touchesNext = isNumeric(part) && isNumeric(parts[i + 1]);
    // The first of several that touch is as wide as the others leave it room, by its count.
    const end = readField(part, text, at, touchesNext ? part.count : undefined, fields);
    if (end === undefined) return false;
    at = end;
  }
  return true;
}

function isNumeric(part: DatePatternPart | undefined): boolean {
  if (part === undefined || part.letter === null) return false;
  return NUMERIC.includes(part.letter) || ('ML'.includes(part.letter) && part.count <= 2);
}

/** Where the field ends in the text, or undefined where it does not match. */
function readField(
  part: FieldPart,
  text: string,
  start: number,
  width: number | undefined,
  fields: CalendarFields,
): number | undefined {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  if (at >= text.length) return undefined;
  switch (part.letter) {
    case 'G':
      return readName(['BC', 'AD'], text, at, (index) => fields.set('era', index));
    case 'E':
      return readName([...WEEKDAYS, ...WEEKDAYS.map(short)], text, at, (index) => fields.set('dayOfWeek', index % 7));
    case 'a':
      return readName(['AM', 'PM'], text, at, (index) => fields.set('amPm', index));
    case 'M':
    case 'L':
      if (part.count <= 2) return readNumber(text, at, width, (value) => fields.set('month', value));
      return readName([...MONTHS, ...MONTHS.map(short)], text, at, (index) => fields.set('month', (index % 12) + 1));
    case 'y':
      return readNumber(text, at, width, (value, digits) => fields.set('year', fullYear(value, digits, part.count)));
    case 'k':
      return readNumber(text, at, width, (value) => fields.set('hourOfDay', value === 24 ? 0 : value));
    case 'h':
      return readNumber(text, at, width, (value) => fields.set('hour', value === 12 ? 0 : value));
    case 'z':
    case 'Z':
      return readZone(/(?:GMT|UTC|UT)(?:([+-])(\d{1,2}):?(\d{2}))?|([+-])(\d{2})(\d{2})/y, text, at, fields);
    case 'X':
      return readZone(isoZone(part.count), text, at, fields);
    default: {
      const field = NUMBERS[part.letter];
      if (field === undefined)
        throw new DatePatternError(`The letter '${part.letter}' is not supported for reading dates`);
      return readNumber(text, at, width, (value) => fields.set(field, value));
    }
  }
}

function readNumber(
  text: string,
  start: number,
  width: number | undefined,
  set: (value: number, digits: string) => void,
): number | undefined {
  if (width !== undefined && start + width > text.length) return undefined;
  const digits = /^-?\d+/.exec(text.slice(start, width === undefined ? undefined : start + width))?.[0];
  if (digits === undefined) return undefined;
  set(Number(digits) | 0, digits);
  return start + digits.length;
}

/** The longest of the names that the text goes on with, in any case. */
function readName(
  names: readonly string[],
  text: string,
  at: number,
  set: (index: number) => void,
): number | undefined {
  const rest = text.slice(at).toLowerCase();
  let best = -1;
  for (const [index, name] of names.entries()) {
    if (rest.startsWith(name.toLowerCase()) && name.length > (names[best]?.length ?? 0)) best = index;
  }
  if (best < 0) return undefined;
  set(best);
  return at + names[best]!.length;
}

/** Two digits under `y` or `yy` are of the hundred years that began 80 years ago. */
function fullYear(value: number, digits: string, count: number): number {
  if (count > 2 || !/^\d\d$/.test(digits)) return value;
  const firstYear = dateOfDay(Math.floor(Date.now() / DAY_MS)).year - 80;
  const year = Math.floor(firstYear / 100) * 100 + value;
  return year < firstYear ? year + 100 : year;
}

function isoZone(count: number): RegExp {
  if (count === 1) return /Z|([+-])(\d{2})/y;
  return count === 2 ? /Z|([+-])(\d{2})(\d{2})/y : /Z|([+-])(\d{2}):(\d{2})/y;
}

function readZone(pattern: RegExp, text: string, at: number, fields: CalendarFields): number | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [sign, hours, minutes] = match.slice(match[4] === undefined ? 1 : 4);
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  fields.set('zoneOffsetMs', sign === '-' ? -offset : offset);
  return at + match[0].length;
}

function short(name: string): string {
  return name.slice(0, 3);
}
