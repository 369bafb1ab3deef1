import type { ConnectorStateName, FlatConfig, TaskId } from '../../core/index.ts';

/**
 * One running task, as the herder sees it. The herder builds it, starts it, and hears of every change of state;
 * the two implementations are the source task's and the sink task's loops.
 */
export interface TaskRunner {
  readonly id: TaskId;
  /** Begins in the background: opens clients, starts the task, loops. Never rejects: failures go to `onState`. */
  start(): void;
  /** Takes effect after the current batch. */
  pause(): void;
  resume(): void;
  /** Ends the loop, commits what may be committed, closes clients. Resolves false when it had to be abandoned. */
  stop(timeoutMs: number): Promise<boolean>;
}

export interface TaskListener {
  /** `trace` only with FAILED: the Java-like stack text (class: message, `\tat …`, `Caused by: …`). */
  onState(id: TaskId, state: ConnectorStateName, trace?: string): void;
  /** A topic the connector wrote to or read from, for GET /connectors/{c}/topics. */
  onActiveTopic(connector: string, topic: string): void;
}

/** The offsets of source connectors: one store a worker, shared by all connectors. */
export interface OffsetStore {
  /** Loads what was stored. A missing or empty file is no offsets; a corrupt one throws. */
  start(): Promise<void>;
  /** Value bytes by key bytes (both as stored), null where absent or reset. */
  get(key: Buffer): Buffer | null;
  /** Every entry, in the order of the file. */
  entries(): Iterable<readonly [key: Buffer, value: Buffer | null]>;
  /** Merges and writes; resolves when the data is on disk as a whole, with the old file in place until then. */
  set(values: ReadonlyMap<string, { readonly key: Buffer; readonly value: Buffer | null }>): Promise<void>;
  stop(): Promise<void>;
}

export interface TaskSpec {
  readonly id: TaskId;
  /** Resolved flat config of the connector, framework keys included. */
  readonly connectorConfig: FlatConfig;
  /** What the connector's taskConfigs gave for this task, resolved. */
  readonly taskConfig: FlatConfig;
}

export * from './task-deps.ts';
