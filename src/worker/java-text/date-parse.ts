import type { CalendarField, CalendarFields } from './calendar-fields.ts';
import { ERAS, MONTHS, WEEKDAYS } from './date-names.ts';
import type { DatePatternPart } from './date-pattern.ts';
import { readIsoZone, readZone, type ZoneText } from './date-zone.ts';
import type { TwoDigitYears } from './two-digit-years.ts';

type FieldPart = Extract<DatePatternPart, { count: number }>;

/** What is to be known of a text beside its fields. */
export interface ReadDate {
  /** The year that two digits stand for; undefined where none did. */
  readonly twoDigitYear: number | undefined;
}

const NUMBERS: Readonly<Record<string, CalendarField>> = {
  d: 'day',
  D: 'dayOfYear',
  w: 'weekOfYear',
  W: 'weekOfMonth',
  F: 'weekdayInMonth',
  H: 'hourOfDay',
  K: 'hour',
  m: 'minute',
  s: 'second',
  S: 'millisecond',
};

/** Letters that are written as numbers, so that fields that touch are read by their width. */
const NUMERIC = 'yYdDHkKhmsSwWFu';

/** Reads a text from its start into the fields; undefined where it does not match. */
export function parseDate(
  parts: readonly DatePatternPart[],
  text: string,
  fields: CalendarFields,
  twoDigitYears: TwoDigitYears,
): ReadDate | undefined {
  const reader = new FieldReader(text, fields, twoDigitYears);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (part.letter === null) {
      if (!text.startsWith(part.text, at)) return undefined;
      at += part.text.length;
      continue;
    }
    // The first of several that touch is as wide as the others leave it room, by its count.
    const limit = isNumeric(parts[i + 1]) ? at + part.count : undefined;
    const end = reader.read(part, at, limit);
    if (end === undefined) return undefined;
    at = end;
  }
  return reader;
}

function isNumeric(part: DatePatternPart | undefined): boolean {
  if (part === undefined || part.letter === null) return false;
  return NUMERIC.includes(part.letter) || ('ML'.includes(part.letter) && part.count <= 2);
}

/** The fields of a text; methods give where one ends, or undefined where it does not match. */
class FieldReader implements ReadDate {
  readonly #text: string;
  readonly #fields: CalendarFields;
  readonly #twoDigitYears: TwoDigitYears;
  twoDigitYear: number | undefined;

  constructor(text: string, fields: CalendarFields, twoDigitYears: TwoDigitYears) {
    this.#text = text;
    this.#fields = fields;
    this.#twoDigitYears = twoDigitYears;
  }

  /** `limit`: where a number ends at the latest; undefined: with its digits. */
  read({ letter, count }: FieldPart, start: number, limit: number | undefined): number | undefined {
    let at = start;
    while (this.#text[at] === ' ' || this.#text[at] === '\t') at++;
    if (at >= this.#text.length) return undefined;
    switch (letter) {
      case 'G':
        return this.#name(ERAS, at, (index) => this.#fields.set('era', index % 2));
      case 'E':
        return this.#name(withShort(WEEKDAYS), at, (index) => this.#fields.set('dayOfWeek', (index % 7) + 1));
      case 'a':
        return this.#name(['AM', 'PM'], at, (index) => this.#fields.set('amPm', index));
      case 'M':
      case 'L':
        if (count <= 2) return this.#number(at, limit, (value) => this.#fields.set('month', value));
        return this.#name(withShort(MONTHS), at, (index) => this.#fields.set('month', (index % 12) + 1));
      case 'y':
      case 'Y':
        return this.#number(at, limit, (value, digits) => {
          const year = count <= 2 ? this.#twoDigitYears.yearOf(digits) : undefined;
          this.twoDigitYear ??= year;
          this.#fields.set(letter === 'y' ? 'year' : 'weekYear', year ?? value);
        });
      case 'k':
        return this.#number(at, limit, (value) => this.#fields.set('hourOfDay', value === 24 ? 0 : value));
      case 'h':
        return this.#number(at, limit, (value) => this.#fields.set('hour', value === 12 ? 0 : value));
      case 'u':
        return this.#number(at, limit, (value) => this.#fields.set('dayOfWeek', dayOfIsoDay(value)));
      case 'z':
      case 'Z':
        return this.#zone(readZone(this.#text, at));
      case 'X':
        return this.#zone(readIsoZone(this.#text, at, count));
      default:
        return this.#number(at, limit, (value) => this.#fields.set(NUMBERS[letter]!, value));
    }
  }

  #number(at: number, limit: number | undefined, set: (value: number, digits: string) => void): number | undefined {
    if (limit !== undefined && limit > this.#text.length) return undefined;
    const digits = /^-?\d+(?:E[+-]?\d+)?/.exec(this.#text.slice(at, limit))?.[0];
    if (digits === undefined) return undefined;
    set(intOf(digits), digits);
    return at + digits.length;
  }

  /** The longest of the names that the text goes on with, in any case. */
  #name(names: readonly string[], at: number, set: (index: number) => void): number | undefined {
    const rest = this.#text.slice(at).toLowerCase();
    let best = -1;
    for (const [index, name] of names.entries()) {
      if (rest.startsWith(name.toLowerCase()) && name.length > (names[best]?.length ?? 0)) best = index;
    }
    if (best < 0) return undefined;
    set(best);
    return at + names[best]!.length;
  }

  #zone(zone: ZoneText | undefined): number | undefined {
    if (zone !== undefined) this.#fields.set('zoneOffsetMs', zone.offsetMs);
    return zone?.end;
  }
}

/** From 1 for Monday to 1 for Sunday; what is no day stays what it is. */
function dayOfIsoDay(day: number): number {
  return day >= 1 && day <= 7 ? (day % 7) + 1 : day;
}

/** DecimalFormat.parse, which reads `1E2`, and Number.intValue: a long keeps its lowest 32 bits, what is larger stops at the limits of an int. */
function intOf(digits: string): number {
  const value = digits.includes('E') ? BigInt(Math.trunc(Math.min(Number(digits), 1e19))) : BigInt(digits);
  if (BigInt.asIntN(64, value) === value) return Number(BigInt.asIntN(32, value));
  return value < 0n ? -(2 ** 31) : 2 ** 31 - 1;
}

function withShort(names: readonly string[]): readonly string[] {
  return [...names, ...names.map((name) => name.slice(0, 3))];
}
