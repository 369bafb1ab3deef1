import { sleep } from '../../core/index.ts';
import { DataError } from '../data/index.ts';
import { ErrorCounts } from '../metrics/index.ts';
import { ConnectError, isLookupNeeded, isRetriable } from '../plugins/index.ts';
import type { ErrorHandling } from '../runtime/task-deps.ts';
import type { ErrorReporter, FailedRecord, RecordFailure, StagePosition } from './stage.ts';

/** RetryWithToleranceOperator.RETRIES_DELAY_MIN_MS. */
const FIRST_RETRY_DELAY_MS = 300;
/** Of one record: schemas of key and value, with room; a plugin that asks for ever must not hang the task. */
const MAX_LOOKUPS = 100;

/**
 * What happens to a record that a converter or transform refused: tried again where the error says so, then
 * reported, then dropped or fatal (RetryWithToleranceOperator; errors.* of the connector).
 */
export class RecordErrors {
  readonly #config: ErrorHandling;
  readonly #reporters: readonly ErrorReporter[];
  readonly #signal: AbortSignal;
  readonly #counts: ErrorCounts;
  readonly #pending = new Set<Promise<void>>();

  constructor(
    config: ErrorHandling,
    reporters: readonly ErrorReporter[],
    signal: AbortSignal,
    counts: ErrorCounts = new ErrorCounts(),
  ) {
    this.#config = config;
    this.#reporters = reporters;
    this.#signal = signal;
    this.#counts = counts;
  }

  get toleratesAll(): boolean {
    return this.#config.tolerance === 'all';
  }

  /** True while somebody would hear of a record that a sink task reports (ErrantRecordReporter). */
  get hasReporters(): boolean {
    return this.#reporters.length > 0;
  }

  /**
   * Waits for what the conversion has to look up, and gives what a later try gave; null where the record is to be
   * dropped.
   * @throws ConnectError where errors are not tolerated; the signal's reason where the task is being stopped
   */
  async recover<T>(error: unknown, failed: FailedRecord, at: () => StagePosition, again: () => T): Promise<T | null> {
    const started = Date.now();
    let lastError = error;
    let retries = 0;
    for (let lookups = 0; ; ) {
      const lookup = isLookupNeeded(lastError) && lookups++ < MAX_LOOKUPS ? lastError.done : null;
      if (lookup === null) {
        if (!isRetriable(lastError) || !this.#mayRetry(started)) break;
        this.#counts.failed();
        this.#counts.retried();
        await sleep(this.#delayMs(++retries), this.#signal);
      }
      try {
        if (lookup !== null) await this.#unlessStopped(lookup);
        if (!this.#signal.aborted) return again();
      } catch (nextError) {
        lastError = nextError;
      }
      this.#signal.throwIfAborted();
    }
    await this.dropOrThrow({ ...at(), failed, error: lastError });
    return null;
  }

  /** Reports the failure; returns where errors are tolerated. @throws ConnectError where they are not */
  async dropOrThrow(given: RecordFailure): Promise<void> {
    const failure = { ...given, error: withoutOverflow(given) };
    const reported = this.#report(failure);
    this.#counts.failed();
    if (this.toleratesAll) {
      this.#counts.skipped();
      return;
    }
    this.#counts.refused();
    await reported;
    throw new ConnectError('Tolerance exceeded in error handler', { cause: failure.error });
  }

  /** Resolves when everything that was reported so far has been taken, such as by the dead letter queue. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #report(failure: RecordFailure): Promise<void> {
    const report = Promise.all(this.#reporters.map((reporter) => reporter.report(failure))).then(() => {
      this.#pending.delete(report);
    });
    this.#pending.add(report);
    return report;
  }

  async #unlessStopped(lookup: Promise<void>): Promise<void> {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    this.#signal.addEventListener('abort', stop);
    try {
      await Promise.race([lookup, stopped]);
    } finally {
      this.#signal.removeEventListener('abort', stop);
    }
  }

  #mayRetry(startedMs: number): boolean {
    const { retryTimeoutMs } = this.#config;
    return retryTimeoutMs < 0 || Date.now() - startedMs < retryTimeoutMs;
  }

  /** Doubles from 300 ms; past the limit a random delay below it, so that tasks don't retry in step. */
  #delayMs(attempt: number): number {
    const delay = FIRST_RETRY_DELAY_MS * 2 ** (attempt - 1);
    const { retryDelayMaxMs } = this.#config;
    return delay > retryDelayMaxMs ? Math.random() * retryDelayMaxMs : delay;
  }
}

/** Converters and transforms go into a value as deep as it is; a stack that ran out says nothing to a user. */
function withoutOverflow({ error, className }: RecordFailure): unknown {
  if (!(error instanceof RangeError && error.message.includes('call stack'))) return error;
  return new DataError(`The record is nested too deep for ${className}`);
}
