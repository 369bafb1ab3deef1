import { DAY_MS, dayNumber, weekday } from './calendar.ts';

export type CalendarField =
  | 'era'
  | 'year'
  | 'weekYear'
  | 'month'
  | 'weekOfYear'
  | 'weekOfMonth'
  | 'day'
  | 'dayOfYear'
  /** 1 is Sunday. */
  | 'dayOfWeek'
  /** 2 with Monday: the second Monday of the month; from its end where it is negative. */
  | 'weekdayInMonth'
  | 'hourOfDay'
  | 'hour'
  | 'amPm'
  | 'minute'
  | 'second'
  | 'millisecond'
  | 'zoneOffsetMs';

/** What names the day: the one of these that was set last. */
type DayRule = 'day' | 'weekOfMonth' | 'weekdayInMonth' | 'dayOfYear' | 'weekOfYear';

/**
 * Fields of a date as they were read, and the time they make up: what is missing is that of 1 January 1970, what is
 * too large runs on, and of several ways to say the same the one set last counts (java.util.Calendar, lenient).
 */
export class CalendarFields {
  readonly #values = new Map<CalendarField, { readonly value: number; readonly order: number }>();
  #changes = 0;

  set(field: CalendarField, value: number): void {
    this.#values.set(field, { value, order: ++this.#changes });
  }

  addYears(years: number): void {
    for (const field of ['year', 'weekYear'] as const) {
      const set = this.#values.get(field);
      if (set !== undefined) this.#values.set(field, { ...set, value: set.value + years });
    }
  }

  toMillis(): number {
    const minutes = this.#hours() * 60 + this.#get('minute', 0);
    const timeMs = (minutes * 60 + this.#get('second', 0)) * 1000 + this.#get('millisecond', 0);
    return this.#day() * DAY_MS + timeMs - this.#get('zoneOffsetMs', 0);
  }

  #day(): number {
    if (this.#order('weekYear') > this.#order('year')) return this.#dayOfWeekYear();
    const given = this.#get('year', 1970);
    const year = this.#get('era', 1) === 0 ? 1 - given : given;
    const rule = this.#dayRule();
    if (rule === 'dayOfYear') return dayNumber(year, 1, 1) + this.#get('dayOfYear', 1) - 1;
    if (rule === 'weekOfYear') return this.#dayOfWeekAfter(dayNumber(year, 1, 1), this.#get('weekOfYear', 1));
    const month = this.#get('month', 1);
    if (rule === 'weekOfMonth') return this.#dayOfWeekAfter(dayNumber(year, month, 1), this.#get('weekOfMonth', 1));
    if (rule === 'weekdayInMonth') return this.#weekdayInMonth(year, month);
    return dayNumber(year, month, this.#get('day', 1));
  }

  /** A day of the week that is none counts from Monday here, and runs on into other weeks. */
  #dayOfWeekYear(): number {
    const first = dayNumber(this.#get('weekYear', 1970), 1, 1);
    const given = this.#get('dayOfWeek', 1);
    const runsOn = given < 1 || given > 7;
    const weeks = this.#get('weekOfYear', 1) - 1 + (runsOn ? Math.floor((given - 1) / 7) : 0);
    return first - weekday(first) + 7 * weeks + (runsOn ? modulo(given, 7) : given - 1);
  }

  /** The week that holds `first` is number 1; without a day of the week it is the first day of the week. */
  #dayOfWeekAfter(first: number, week: number): number {
    return first - weekday(first) + 7 * (week - 1) + modulo(this.#get('dayOfWeek', 1) - 1, 7);
  }

  #weekdayInMonth(year: number, month: number): number {
    const which = this.#get('weekdayInMonth', 1);
    const wanted = this.#get('dayOfWeek', 1) - 1;
    // The last of them that is not after this day.
    const limit =
      which >= 0 ? dayNumber(year, month, 1) + 7 * which - 1 : dayNumber(year, month + 1, 1) - 1 + 7 * (which + 1);
    return limit - modulo(weekday(limit) - wanted, 7);
  }

  #dayRule(): DayRule {
    return this.#completeRule() ?? this.#partialRule();
  }

  /** Of the rules that have all they need, the one that was completed last; a week needs a day of it. */
  #completeRule(): DayRule | undefined {
    const withWeekday = (field: CalendarField) => {
      const orders = [this.#order(field), this.#order('dayOfWeek')];
      return Math.min(...orders) === 0 ? 0 : Math.max(...orders);
    };
    const rules: readonly (readonly [DayRule, number])[] = [
      ['day', this.#order('day')],
      ['weekOfMonth', withWeekday('weekOfMonth')],
      ['weekdayInMonth', withWeekday('weekdayInMonth')],
      ['dayOfYear', this.#order('dayOfYear')],
      ['weekOfYear', withWeekday('weekOfYear')],
    ];
    const last = Math.max(...rules.map(([, order]) => order));
    if (last === 0) return undefined;
    const best = rules.filter(([, order]) => order === last).map(([rule]) => rule);
    return best.length === 1 ? best[0] : this.#lastWeek();
  }

  #partialRule(): DayRule {
    const last = Math.max(
      ...(['weekOfMonth', 'weekdayInMonth', 'dayOfWeek', 'weekOfYear'] as const).map((f) => this.#order(f)),
    );
    if (last === 0) return 'day';
    if (last === this.#order('weekOfMonth')) return 'weekOfMonth';
    return last === this.#order('weekOfYear') ? 'weekOfYear' : 'weekdayInMonth';
  }

  /** Where the day of the week came last, it goes with the week that came last. */
  #lastWeek(): DayRule {
    const [ofMonth, inMonth, ofYear] = (['weekOfMonth', 'weekdayInMonth', 'weekOfYear'] as const).map((f) =>
      this.#order(f),
    );
    if (ofYear! > Math.max(ofMonth!, inMonth!)) return 'weekOfYear';
    return ofMonth! >= inMonth! ? 'weekOfMonth' : 'weekdayInMonth';
  }

  #hours(): number {
    const [hour, amPm, hourOfDay] = [this.#order('hour'), this.#order('amPm'), this.#order('hourOfDay')];
    const half = hour === 0 || amPm === 0 ? 0 : Math.max(hour, amPm);
    if (hourOfDay > half) return this.#get('hourOfDay', 0);
    return this.#get('hour', 0) + 12 * this.#get('amPm', 0);
  }

  #get(field: CalendarField, missing: number): number {
    return this.#values.get(field)?.value ?? missing;
  }

  /** Higher is later; 0 where it was not set. */
  #order(field: CalendarField): number {
    return this.#values.get(field)?.order ?? 0;
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
