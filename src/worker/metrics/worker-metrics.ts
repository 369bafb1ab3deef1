import type { TaskId } from '../../core/index.ts';
import { ClientMetrics, type SampleWindow } from '../../kafka/index.ts';
import { SinkTaskMetrics } from './sink-task-metrics.ts';
import { SourceTaskMetrics } from './source-task-metrics.ts';
import { StartupCounts } from './startup-counts.ts';
import type { TaskMetrics, TaskPart } from './task-metrics.ts';

/** The counters of a worker: of its start-ups, of each task that runs, and of the tasks' Kafka clients. */
export class WorkerMetrics {
  readonly connectorStartups = new StartupCounts();
  readonly taskStartups = new StartupCounts();
  readonly clients: ClientMetrics;
  readonly #window: SampleWindow;
  readonly #tasks = new Map<string, Map<number, TaskMetrics>>();

  constructor(window: SampleWindow) {
    this.#window = window;
    this.clients = new ClientMetrics(window);
  }

  /** New counters for a task that is about to start; they take the place of an earlier run's. */
  source(id: TaskId, parts?: readonly TaskPart[]): SourceTaskMetrics {
    return this.#add(id, new SourceTaskMetrics(this.#window, parts));
  }

  /** The same for a sink task. */
  sink(id: TaskId, parts?: readonly TaskPart[]): SinkTaskMetrics {
    return this.#add(id, new SinkTaskMetrics(this.#window, parts));
  }

  /** Undefined where it has never started. */
  task({ connector, task }: TaskId): TaskMetrics | undefined {
    return this.#tasks.get(connector)?.get(task);
  }

  /** Tasks of a connector in the order of their ids. */
  tasks(connector: string): readonly (readonly [task: number, metrics: TaskMetrics])[] {
    return [...(this.#tasks.get(connector) ?? [])].sort(([a], [b]) => a - b);
  }

  /** The tasks of a connector are no more. */
  removeTasks(connector: string): void {
    this.#tasks.delete(connector);
  }

  #add<M extends TaskMetrics>(id: TaskId, metrics: M): M {
    const tasks = this.#tasks.get(id.connector) ?? new Map<number, TaskMetrics>();
    this.#tasks.set(id.connector, tasks.set(id.task, metrics));
    return metrics;
  }
}
