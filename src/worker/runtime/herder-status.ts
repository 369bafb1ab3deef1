import type { ConnectorState, ConnectorStateName, TaskId, TaskState } from '../../core/index.ts';

/** The last known state of every connector and task (MemoryStatusBackingStore). */
export class StatusStore {
  readonly #workerId: () => string;
  readonly #connectors = new Map<string, ConnectorState>();
  readonly #tasks = new Map<string, Map<number, TaskState>>();

  /** @param workerId host:port as advertised; known once the REST port is open */
  constructor(workerId: () => string) {
    this.#workerId = workerId;
  }

  connector(name: string): ConnectorState | undefined {
    return this.#connectors.get(name);
  }

  /** Sorted by id; a task that has not said anything yet is left out. */
  tasks(name: string): readonly TaskState[] {
    return [...(this.#tasks.get(name)?.values() ?? [])].sort((a, b) => a.id - b.id);
  }

  task({ connector, task }: TaskId): TaskState | undefined {
    return this.#tasks.get(connector)?.get(task);
  }

  setConnector(name: string, state: ConnectorStateName, version: string | null, trace?: string): void {
    this.#connectors.set(name, this.#entry(state, version, trace));
  }

  setTask(id: TaskId, state: ConnectorStateName, version: string | null, trace?: string): void {
    if (!this.#tasks.has(id.connector)) this.#tasks.set(id.connector, new Map());
    this.#tasks.get(id.connector)!.set(id.task, { id: id.task, ...this.#entry(state, version, trace) });
  }

  /** Tasks that are no more have no status. */
  removeTasks(name: string): void {
    this.#tasks.delete(name);
  }

  remove(name: string): void {
    this.#connectors.delete(name);
    this.#tasks.delete(name);
  }

  #entry(state: ConnectorStateName, version: string | null, trace?: string): ConnectorState {
    return { state, worker_id: this.#workerId(), version, ...(trace ? { trace } : {}) };
  }
}
