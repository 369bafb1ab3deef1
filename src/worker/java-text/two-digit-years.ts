import { DAY_MS, dateOfDay, dayNumber } from './calendar.ts';

/** Two digits under `y` or `yy` are a year of the hundred that began 80 years before a format was made. */
export class TwoDigitYears {
  readonly #startMs: number;
  readonly #firstYear: number;

  constructor(nowMs: number) {
    const day = Math.floor(nowMs / DAY_MS);
    const date = dateOfDay(day);
    this.#firstYear = date.year - 80;
    this.#startMs = dayNumber(this.#firstYear, date.month, date.day) * DAY_MS + (nowMs - day * DAY_MS);
  }

  /** undefined for a text that is not two digits. */
  yearOf(digits: string): number | undefined {
    if (!/^\d\d$/.test(digits)) return undefined;
    const year = Math.floor(this.#firstYear / 100) * 100 + Number(digits);
    return year < this.#firstYear ? year + 100 : year;
  }

  /** Whether a time of the first year is before the hundred years, and so is meant to be at their end. */
  isTooEarly(year: number | undefined, timeMs: number): boolean {
    return year === this.#firstYear && timeMs < this.#startMs;
  }
}
