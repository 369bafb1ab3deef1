/** A date on Java's GregorianCalendar: Julian before 15 October 1582, Gregorian from then on; UTC. */
export interface CalendarDate {
  /** Years before 1 are 0, -1, … (1 BC, 2 BC, …). */
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

export const DAY_MS = 86_400_000;
const CUTOVER_DAY = -141_427;

/** Days since 1 January 1970; a month or day past its end runs on into the next, as in a lenient calendar. */
export function dayNumber(year: number, month: number, day: number): number {
  const months = year * 12 + (month - 1);
  const normalYear = Math.floor(months / 12);
  const normalMonth = months - normalYear * 12 + 1;
  const first = gregorianDay(normalYear, normalMonth) + day - 1;
  return first >= CUTOVER_DAY ? first : julianDay(normalYear, normalMonth) + day - 1;
}

export function dateOfDay(dayNumberSinceEpoch: number): CalendarDate {
  const dayOfMonthOne = dayNumberSinceEpoch >= CUTOVER_DAY ? gregorianDay : julianDay;
  // A year is at most 366 days, so the guess is off by little.
  let year = 1970 + Math.floor(dayNumberSinceEpoch / 365.2425) - 1;
  while (dayOfMonthOne(year + 1, 1) <= dayNumberSinceEpoch) year++;
  let month = 1;
  while (month < 12 && dayOfMonthOne(year, month + 1) <= dayNumberSinceEpoch) month++;
  return { year, month, day: dayNumberSinceEpoch - dayOfMonthOne(year, month) + 1 };
}

/** 0 for Sunday. */
export function weekday(dayNumberSinceEpoch: number): number {
  return (((dayNumberSinceEpoch + 4) % 7) + 7) % 7;
}

function gregorianDay(year: number, month: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const leaps = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leaps + daysBeforeMonth(month) - 719_468;
}

function julianDay(year: number, month: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  return shifted * 365 + Math.floor(shifted / 4) + daysBeforeMonth(month) - 719_470;
}

/** Days from 1 March to the first of a month, in a year that begins in March. */
function daysBeforeMonth(month: number): number {
  return Math.floor((153 * ((month + 9) % 12) + 2) / 5);
}
