import { Sampled, type SampleWindow } from '../../kafka/index.ts';
import { inGroup, type MetricValue } from './metric-value.ts';
import { TaskMetrics, type TaskPart } from './task-metrics.ts';

/** What a sink task counts (WorkerSinkTask.SinkTaskMetricsGroup). */
export class SinkTaskMetrics extends TaskMetrics {
  readonly #reads: Sampled;
  readonly #sends: Sampled;
  readonly #putTimes: Sampled;
  readonly #activeCounts: Sampled;
  readonly #completions: Sampled;
  readonly #skips: Sampled;
  #read = 0;
  #sent = 0;
  #active = 0;
  #commits = 0;
  #completed = 0;
  #skipped = 0;
  #partitions = 0;

  constructor(window: SampleWindow, parts?: readonly TaskPart[]) {
    super(window, parts);
    this.#reads = new Sampled(window);
    this.#sends = new Sampled(window);
    this.#putTimes = new Sampled(window);
    this.#activeCounts = new Sampled(window);
    this.#completions = new Sampled(window);
    this.#skips = new Sampled(window);
  }

  /** Records that the task has been given since the start. */
  get sent(): number {
    return this.#sent;
  }

  /** From Kafka, before converters and transforms. */
  read(records: number): void {
    this.batch(records);
    this.#reads.record(records);
    this.#read += records;
  }

  /** `put` took them. */
  put(records: number, durationMs: number): void {
    this.#sends.record(records);
    this.#putTimes.record(durationMs);
    this.#sent += records;
    this.#setActive(this.#active + records);
  }

  assigned(partitions: number): void {
    this.#partitions = partitions;
  }

  /** @param sent what `sent` was when the commit began: those records are done with */
  committed(durationMs: number, sent: number): void {
    this.commit(durationMs, true);
    this.#commits++;
    this.#completed++;
    this.#completions.record(1);
    this.#setActive(this.#sent - sent);
  }

  commitFailed(durationMs: number): void {
    this.commit(durationMs, false);
    this.#commits++;
    this.#skipped++;
    this.#skips.record(1);
  }

  override values(): MetricValue[] {
    const own = inGroup('sink-task-metrics', {
      'sink-record-read-rate': this.#reads.ratePerSecond(),
      'sink-record-read-total': this.#read,
      'sink-record-send-rate': this.#sends.ratePerSecond(),
      'sink-record-send-total': this.#sent,
      'sink-record-active-count': this.#active,
      'sink-record-active-count-avg': this.#activeCounts.avg(),
      'sink-record-active-count-max': this.#activeCounts.max(),
      'partition-count': this.#partitions,
      'offset-commit-seq-no': this.#commits,
      'offset-commit-completion-rate': this.#completions.ratePerSecond(),
      'offset-commit-completion-total': this.#completed,
      'offset-commit-skip-rate': this.#skips.ratePerSecond(),
      'offset-commit-skip-total': this.#skipped,
      'put-batch-avg-time-ms': this.#putTimes.avg(),
      'put-batch-max-time-ms': this.#putTimes.max(),
    });
    return [...super.values(), ...own];
  }

  #setActive(count: number): void {
    this.#active = count;
    this.#activeCounts.record(count);
  }
}
