import { Sampled, type SampleWindow } from './sampled.ts';

/** A number that is counted up: its total, and how fast it grows (org.apache.kafka.common.metrics.stats.Meter). */
export class Counted {
  readonly #sampled: Sampled;
  #total = 0;

  constructor(window: SampleWindow) {
    this.#sampled = new Sampled(window);
  }

  add(count: number): void {
    this.#total += count;
    this.#sampled.record(count);
  }

  /** `<name>-total` and `<name>-rate`. */
  values(name: string): Record<string, number> {
    return { [`${name}-total`]: this.#total, [`${name}-rate`]: this.#sampled.ratePerSecond() };
  }
}

/** `<name>-avg` and `<name>-max` of what was recorded lately. */
export function avgAndMax(name: string, sampled: Sampled): Record<string, number> {
  return { [`${name}-avg`]: sampled.avg(), [`${name}-max`]: sampled.max() };
}
