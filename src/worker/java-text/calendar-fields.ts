import { DAY_MS, dayNumber, weekday } from './calendar.ts';

export type CalendarField =
  | 'era'
  | 'year'
  | 'month'
  | 'day'
  | 'dayOfYear'
  | 'dayOfWeek'
  | 'hourOfDay'
  | 'hour'
  | 'amPm'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'zoneOffsetMs';

/**
 * Fields of a date as they were read, and the time they make up: what is missing is that of 1 January 1970, what is
 * too large runs on, and of two ways to say the same the one set last counts (java.util.Calendar, lenient).
 */
export class CalendarFields {
  readonly #values = new Map<CalendarField, { readonly value: number; readonly order: number }>();
  #changes = 0;

  set(field: CalendarField, value: number): void {
    this.#values.set(field, { value, order: this.#changes++ });
  }

  toMillis(): number {
    const minutes = this.#hours() * 60 + this.#get('minute', 0);
    const timeMs = (minutes * 60 + this.#get('second', 0)) * 1000 + this.#get('millisecond', 0);
    return this.#day() * DAY_MS + timeMs - this.#get('zoneOffsetMs', 0);
  }

  #day(): number {
    const isBeforeChrist = this.#get('era', 1) === 0;
    const year = isBeforeChrist ? 1 - this.#get('year', 1) : this.#get('year', 1970);
    const byYear = this.#order('dayOfYear');
    if (byYear > this.#order('day')) return dayNumber(year, 1, 1) + this.#get('dayOfYear', 1) - 1;
    const first = dayNumber(year, this.#get('month', 1), 1);
    const dayOfWeek = this.#get('dayOfWeek', -1);
    // A day of the week counts only where nothing else names the day: then it is in the first week.
    if (dayOfWeek >= 0 && this.#order('day') < 0) return first - weekday(first) + dayOfWeek;
    return dayNumber(year, this.#get('month', 1), this.#get('day', 1));
  }

  #hours(): number {
    const half = Math.min(this.#order('hour'), this.#order('amPm'));
    const best = Math.max(this.#order('hourOfDay'), half);
    const hasOnlyOne = best < 0 && Math.max(this.#order('hour'), this.#order('amPm')) >= 0;
    if (!hasOnlyOne && best === this.#order('hourOfDay')) return this.#get('hourOfDay', 0);
    return this.#get('hour', 0) + 12 * this.#get('amPm', 0);
  }

  #get(field: CalendarField, missing: number): number {
    return this.#values.get(field)?.value ?? missing;
  }

  /** Higher is later; -1 where it was not set. */
  #order(field: CalendarField): number {
    return this.#values.get(field)?.order ?? -1;
  }
}
