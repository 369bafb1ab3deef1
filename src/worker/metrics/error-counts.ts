import { inGroup, type MetricValue } from './metric-value.ts';

/** What went wrong with the records of one task (ErrorHandlingMetrics). */
export class ErrorCounts {
  readonly #nowMs: () => number;
  #failures = 0;
  #errors = 0;
  #skipped = 0;
  #retries = 0;
  #logged = 0;
  #deadLetters = 0;
  #deadLetterFailures = 0;
  #lastErrorMs = 0;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  /** A converter, transform or send refused a record, once more. */
  failed(): void {
    this.#failures++;
    this.#lastErrorMs = this.#nowMs();
  }

  retried(): void {
    this.#retries++;
  }

  /** Errors are tolerated: the record is dropped. */
  skipped(): void {
    this.#skipped++;
  }

  /** Errors are not tolerated: the task fails. */
  refused(): void {
    this.#errors++;
  }

  logged(): void {
    this.#logged++;
  }

  sentToDeadLetters(): void {
    this.#deadLetters++;
  }

  notTakenByDeadLetters(): void {
    this.#deadLetterFailures++;
  }

  values(): MetricValue[] {
    return inGroup('task-error-metrics', {
      'total-record-failures': this.#failures,
      'total-record-errors': this.#errors,
      'total-records-skipped': this.#skipped,
      'total-retries': this.#retries,
      'total-errors-logged': this.#logged,
      'deadletterqueue-produce-requests': this.#deadLetters,
      'deadletterqueue-produce-failures': this.#deadLetterFailures,
      'last-error-timestamp': this.#lastErrorMs,
    });
  }
}
