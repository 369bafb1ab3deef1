import { DataError } from '../data/index.ts';
import type { Logger } from '../log/index.ts';
import type { TaskMetrics } from '../metrics/index.ts';
import { encodeOffset } from '../offsets/index.ts';
import type { CommittableOffset, SubmittedRecords } from './submitted-records.ts';
import type { OffsetStore } from './task-runner.ts';

/**
 * Writes the offsets of one source task to the worker's store, now and then and at the task's end. Offsets whose
 * write failed are kept and written with the next ones.
 */
export class SourceOffsetCommits {
  readonly #store: OffsetStore;
  readonly #submitted: SubmittedRecords;
  readonly #afterCommit: () => void | Promise<void>;
  readonly #log: Logger;
  readonly #metrics: TaskMetrics;
  #unwritten = new Map<string, CommittableOffset>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: OffsetStore,
    submitted: SubmittedRecords,
    /** The connector's own commit hook. */
    afterCommit: () => void | Promise<void>,
    log: Logger,
    metrics: TaskMetrics,
  ) {
    this.#store = store;
    this.#submitted = submitted;
    this.#afterCommit = afterCommit;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** A commit every `intervalMs`, counted from the end of the one before. */
  startEvery(intervalMs: number): void {
    this.#timer = setTimeout(() => {
      void this.commit().then(() => {
        if (this.#timer !== undefined) this.startEvery(intervalMs);
      });
    }, intervalMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Writes what may be written. Never rejects: a failure is logged, and the offsets stay for the next time. */
  commit(): Promise<void> {
    this.#running = this.#running.then(() => this.#commit());
    return this.#running;
  }

  async #commit(): Promise<void> {
    for (const [keyText, offset] of this.#submitted.takeCommittable()) this.#unwritten.set(keyText, offset);
    const offsets = this.#unwritten;
    this.#unwritten = new Map();
    const started = Date.now();
    try {
      if (offsets.size > 0) {
        await this.#store.set(encode(offsets));
        this.#metrics.commit(Date.now() - started, true);
      }
    } catch (error) {
      this.#metrics.commit(Date.now() - started, false);
      // Offsets that cannot be written at all are the connector's mistake and would fail for ever.
      if (!(error instanceof DataError)) this.#unwritten = new Map([...offsets, ...this.#unwritten]);
      this.#log.error('Failed to flush offsets to storage', error);
      return;
    }
    try {
      await this.#afterCommit();
    } catch (error) {
      this.#log.error("Exception thrown while calling the task's commit()", error);
    }
  }
}

function encode(offsets: ReadonlyMap<string, CommittableOffset>): Map<string, { key: Buffer; value: Buffer | null }> {
  return new Map(
    [...offsets].map(([keyText, { key, offset }]) => [
      keyText,
      { key, value: offset === null ? null : encodeOffset(offset) },
    ]),
  );
}
