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
  #untaken: { readonly error: unknown } | null = null;

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

  /**
   * Reports the failure; returns where errors are tolerated, also when the dead letter queue did not take the record:
   * it has said so in the log, and Kafka Connect goes on too. @throws ConnectError where they are not
   */
  async dropOrThrow(given: RecordFailure): Promise<void> {
    const failure = { ...given, error: withoutOverflow(given) };
    const reported = this.#track(this.#report(failure));
    if (this.toleratesAll) return;
    await reported;
    throw toleranceExceeded(failure);
  }

  /**
   * A record that the sink itself refuses: resolves when it has been taken, and rejects where it was not or errors are
   * not tolerated. The task fails of it whether or not the sink waits for that (WorkerErrantRecordReporter).
   */
  refuse(failure: RecordFailure): Promise<void> {
    if (!this.toleratesAll) this.#untaken ??= { error: toleranceExceeded(failure) };
    const taken = this.#report(failure).then(
      () => {
        if (!this.toleratesAll) throw toleranceExceeded(failure);
      },
      (error: unknown) => {
        this.#untaken ??= { error };
        throw error;
      },
    );
    void this.#track(taken);
    return taken;
  }

  /** For the end of a put. @throws where the sink refused a record and errors are not tolerated */
  throwRefused(): void {
    if (!this.toleratesAll) this.#throwUntaken();
  }

  /**
   * Resolves when everything that was reported so far has been taken or given up.
   * @throws where a record that the sink refused was not taken: its offset must not be committed
   */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.#throwUntaken();
  }

  #throwUntaken(): void {
    if (this.#untaken !== null) throw this.#untaken.error;
  }

  async #report(failure: RecordFailure): Promise<void> {
    this.#counts.failed();
    if (this.toleratesAll) this.#counts.skipped();
    else this.#counts.refused();
    await Promise.all(this.#reporters.map((reporter) => reporter.report(failure)));
  }

  /** Keeps it among what `settled` waits for. The promise that is returned never rejects. */
  #track(report: Promise<void>): Promise<void> {
    const ended = report.catch(() => {}).then(() => void this.#pending.delete(ended));
    this.#pending.add(ended);
    return ended;
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

function toleranceExceeded({ error }: RecordFailure): ConnectError {
  return new ConnectError('Tolerance exceeded in error handler', { cause: error });
}

/** Converters and transforms go into a value as deep as it is; a stack that ran out says nothing to a user. */
function withoutOverflow({ error, className }: RecordFailure): unknown {
  if (!(error instanceof RangeError && error.message.includes('call stack'))) return error;
  return new DataError(`The record is nested too deep for ${className}`);
}
