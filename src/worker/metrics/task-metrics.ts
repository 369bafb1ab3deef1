import type { ConnectorStateName } from '../../core/index.ts';
import { Sampled, type SampleWindow } from '../../kafka/index.ts';
import { ErrorCounts } from './error-counts.ts';
import { inGroup, type MetricValue } from './metric-value.ts';

/** A word about what a task is made of, such as the class of a converter: an attribute that is a word is a label. */
export interface TaskPart {
  readonly group: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What every task counts: once a batch, never once a record (WorkerTask.TaskMetricsGroup). Times in milliseconds. */
export class TaskMetrics {
  readonly errors: ErrorCounts;
  readonly parts: readonly TaskPart[];
  readonly #window: SampleWindow;
  readonly #batchSizes: Sampled;
  readonly #commitTimes: Sampled;
  /** 1 a commit that succeeded, 0 one that did not. */
  readonly #commitSuccesses: Sampled;
  readonly #timeIn = new Map<ConnectorStateName, number>();
  #state: ConnectorStateName = 'UNASSIGNED';
  #stateSinceMs: number;

  constructor(window: SampleWindow, parts: readonly TaskPart[] = []) {
    this.#window = window;
    this.parts = parts;
    this.errors = new ErrorCounts(window.nowMs);
    this.#batchSizes = new Sampled(window);
    this.#commitTimes = new Sampled(window);
    this.#commitSuccesses = new Sampled(window);
    this.#stateSinceMs = window.nowMs();
  }

  get state(): ConnectorStateName {
    return this.#state;
  }

  stateChanged(state: ConnectorStateName): void {
    const now = this.#window.nowMs();
    this.#timeIn.set(this.#state, this.#timeInState(this.#state, now));
    this.#state = state;
    this.#stateSinceMs = now;
  }

  batch(records: number): void {
    this.#batchSizes.record(records);
  }

  commit(durationMs: number, succeeded: boolean): void {
    if (succeeded) this.#commitTimes.record(durationMs);
    this.#commitSuccesses.record(succeeded ? 1 : 0);
  }

  values(): MetricValue[] {
    const successes = this.#commitSuccesses.avg();
    const common = inGroup('connector-task-metrics', {
      'running-ratio': this.#ratio('RUNNING'),
      'pause-ratio': this.#ratio('PAUSED'),
      'batch-size-avg': this.#batchSizes.avg(),
      'batch-size-max': this.#batchSizes.max(),
      'offset-commit-avg-time-ms': this.#commitTimes.avg(),
      'offset-commit-max-time-ms': this.#commitTimes.max(),
      'offset-commit-success-percentage': Number.isNaN(successes) ? 0 : successes,
      'offset-commit-failure-percentage': Number.isNaN(successes) ? 0 : 1 - successes,
    });
    return [...common, ...this.errors.values()];
  }

  /** Of the whole time since the task was made. */
  #ratio(state: ConnectorStateName): number {
    const now = this.#window.nowMs();
    const states = new Set([...this.#timeIn.keys(), this.#state]);
    const all = [...states].reduce((sum, one) => sum + this.#timeInState(one, now), 0);
    return all === 0 ? 0 : this.#timeInState(state, now) / all;
  }

  #timeInState(state: ConnectorStateName, now: number): number {
    return (this.#timeIn.get(state) ?? 0) + (state === this.#state ? now - this.#stateSinceMs : 0);
  }
}
