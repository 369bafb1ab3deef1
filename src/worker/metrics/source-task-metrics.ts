import { Sampled, type SampleWindow } from '../../kafka/index.ts';
import { inGroup, type MetricValue } from './metric-value.ts';
import { TaskMetrics, type TaskPart } from './task-metrics.ts';

/** What a source task counts (AbstractWorkerSourceTask.SourceTaskMetricsGroup). */
export class SourceTaskMetrics extends TaskMetrics {
  readonly #polls: Sampled;
  readonly #writes: Sampled;
  readonly #pollTimes: Sampled;
  readonly #activeCounts: Sampled;
  #polled = 0;
  #written = 0;
  #active = 0;

  constructor(window: SampleWindow, parts?: readonly TaskPart[]) {
    super(window, parts);
    this.#polls = new Sampled(window);
    this.#writes = new Sampled(window);
    this.#pollTimes = new Sampled(window);
    this.#activeCounts = new Sampled(window);
  }

  /** The connector gave records; a poll that gave none is not counted, as there. */
  polled(records: number, durationMs: number): void {
    this.batch(records);
    this.#polls.record(records);
    this.#pollTimes.record(durationMs);
    this.#polled += records;
    this.#setActive(this.#active + records);
  }

  /** Kafka has them. */
  written(records: number): void {
    this.#writes.record(records);
    this.#written += records;
    this.#setActive(this.#active - records);
  }

  /** A transform, or the tolerance of errors, took them out. */
  dropped(records: number): void {
    if (records > 0) this.#setActive(this.#active - records);
  }

  override values(): MetricValue[] {
    const own = inGroup('source-task-metrics', {
      'source-record-poll-rate': this.#polls.ratePerSecond(),
      'source-record-poll-total': this.#polled,
      'source-record-write-rate': this.#writes.ratePerSecond(),
      'source-record-write-total': this.#written,
      'source-record-active-count': this.#active,
      'source-record-active-count-avg': this.#activeCounts.avg(),
      'source-record-active-count-max': this.#activeCounts.max(),
      'poll-batch-avg-time-ms': this.#pollTimes.avg(),
      'poll-batch-max-time-ms': this.#pollTimes.max(),
    });
    return [...super.values(), ...own];
  }

  #setActive(count: number): void {
    this.#active = count;
    this.#activeCounts.record(count);
  }
}
