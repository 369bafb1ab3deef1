import { DAY_MS, dateOfDay, dayNumber, weekday } from './calendar.ts';
import { CalendarFields } from './calendar-fields.ts';
import { MONTHS, WEEKDAYS } from './date-names.ts';
import { parseDate } from './date-parse.ts';
import { type DatePatternPart, readDatePattern } from './date-pattern.ts';
import { TwoDigitYears } from './two-digit-years.ts';

/**
 * java.text.SimpleDateFormat in UTC and English, lenient: weeks begin on Sunday and the first of a year is the one with
 * 1 January, as in the locales `en` and `en_US`.
 */
export class DateFormat {
  readonly pattern: string;
  readonly #parts: readonly DatePatternPart[];
  readonly #twoDigitYears = new TwoDigitYears(Date.now());

  /** @throws DatePatternError with Java's message */
  constructor(pattern: string) {
    this.pattern = pattern;
    this.#parts = readDatePattern(pattern);
  }

  format(date: Date): string {
    const millis = date.getTime();
    const day = Math.floor(millis / DAY_MS);
    return this.#parts
      .map((part) => (part.letter === null ? part.text : formatField(part, day, millis - day * DAY_MS)))
      .join('');
  }

  /** Reads the beginning of a text; what follows is ignored. undefined where it does not match, or no Date holds it. */
  parse(text: string): Date | undefined {
    const fields = new CalendarFields();
    const read = parseDate(this.#parts, text, fields, this.#twoDigitYears);
    if (read === undefined) return undefined;
    if (this.#twoDigitYears.isTooEarly(read.twoDigitYear, fields.toMillis())) fields.addYears(100);
    const date = new Date(fields.toMillis());
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
}

function formatField({ letter, count }: { letter: string; count: number }, day: number, timeMs: number): string {
  const date = dateOfDay(day);
  const hour = Math.floor(timeMs / 3_600_000);
  const eraYear = date.year > 0 ? date.year : 1 - date.year;
  const number = (value: number) => (value < 0 ? '-' : '') + String(Math.abs(value)).padStart(count, '0');
  switch (letter) {
    case 'G':
      return date.year > 0 ? 'AD' : 'BC';
    case 'y':
      return count === 2 ? String(eraYear % 100).padStart(2, '0') : number(eraYear);
    case 'Y':
      return number(count === 2 ? weekYear(day) % 100 : weekYear(day));
    case 'M':
    case 'L':
      return count >= 3 ? named(MONTHS[date.month - 1]!, count) : number(date.month);
    case 'w':
      return number(weekOfYear(day));
    case 'W':
      return number(Math.floor((date.day - 1 + weekday(dayNumber(date.year, date.month, 1))) / 7) + 1);
    case 'D':
      return number(day - dayNumber(date.year, 1, 1) + 1);
    case 'd':
      return number(date.day);
    case 'F':
      return number(Math.floor((date.day - 1) / 7) + 1);
    case 'E':
      return named(WEEKDAYS[weekday(day)]!, count);
    case 'u':
      return number(weekday(day) || 7);
    case 'a':
      return hour < 12 ? 'AM' : 'PM';
    case 'H':
      return number(hour);
    case 'k':
      return number(hour || 24);
    case 'K':
      return number(hour % 12);
    case 'h':
      return number(hour % 12 || 12);
    case 'm':
      return number(Math.floor(timeMs / 60_000) % 60);
    case 's':
      return number(Math.floor(timeMs / 1000) % 60);
    case 'S':
      return number(timeMs % 1000);
    case 'z':
      return count >= 4 ? 'Coordinated Universal Time' : 'UTC';
    case 'Z':
      return '+0000';
    default:
      return 'Z';
  }
}

function named(name: string, count: number): string {
  return count >= 4 ? name : name.slice(0, 3);
}

/** The year that the week belongs to: the week of 1 January is the first of its year. */
function weekYear(day: number): number {
  const saturday = day + 6 - weekday(day);
  return dateOfDay(saturday).year;
}

function weekOfYear(day: number): number {
  const first = dayNumber(weekYear(day), 1, 1);
  return Math.floor((day - (first - weekday(first))) / 7) + 1;
}
