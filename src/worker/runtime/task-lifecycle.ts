import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectorStateName, TaskId } from '../../core/index.ts';
import type { Logger } from '../log/index.ts';
import { javaTrace } from './java-trace.ts';
import type { TaskListener, TaskRunner } from './task-runner.ts';

/** What a source or a sink task does; the lifecycle around it is the same for both. */
export interface TaskWork {
  /** Opens clients and starts the plugin. */
  open(control: TaskControl): Promise<void>;
  /** Loops until `control.signal` is aborted. */
  run(control: TaskControl): Promise<void>;
  /** Commits what may be committed and closes everything, also after a failure of `open` or `run`. */
  close(): Promise<void>;
  /** The task is to pause, to resume or to stop: ends a wait early. */
  wake(): void;
  /** The task is given up: closes the clients at once, so that nothing of it goes on in the background. */
  abandon(): void;
}

/** What a work may ask, and tell, of its lifecycle. */
export interface TaskControl {
  /** Aborted when the task is to stop. */
  readonly signal: AbortSignal;
  readonly isPaused: boolean;
  /** Reports PAUSED or RUNNING, once a change. */
  reportState(): void;
  /** Resolves when the task is resumed or told to stop. */
  untilResumed(): Promise<void>;
}

/** Runs a work in the background and tells of its states (org.apache.kafka.connect.runtime.WorkerTask). */
export class TaskLifecycle implements TaskRunner, TaskControl {
  readonly id: TaskId;
  readonly #what: string;
  readonly #work: TaskWork;
  readonly #listener: TaskListener;
  readonly #log: Logger;
  readonly #stopping = new AbortController();
  #isPaused: boolean;
  #resumed: (() => void)[] = [];
  #reported: ConnectorStateName | null = null;
  #isAbandoned = false;
  #done: Promise<void> | null = null;

  /** @param className the simple name of Kafka Connect's class for such a task, which its log begins with */
  constructor(
    className: 'WorkerSourceTask' | 'WorkerSinkTask',
    id: TaskId,
    work: TaskWork,
    listener: TaskListener,
    log: Logger,
    initiallyPaused: boolean,
  ) {
    this.#what = `${className}{id=${id.connector}-${id.task}}`;
    this.id = id;
    this.#work = work;
    this.#listener = listener;
    this.#log = log.named('org.apache.kafka.connect.runtime.WorkerTask');
    this.#isPaused = initiallyPaused;
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  start(): void {
    this.#done ??= this.#execute();
  }

  pause(): void {
    this.#isPaused = true;
    this.#work.wake();
  }

  resume(): void {
    this.#isPaused = false;
    this.#wakeResumed();
    this.#work.wake();
  }

  async stop(timeoutMs: number): Promise<boolean> {
    this.#stopping.abort();
    this.#wakeResumed();
    this.#work.wake();
    const waiting = new AbortController();
    const inTime = await Promise.race([
      (this.#done ?? Promise.resolve()).then(() => true),
      delay(timeoutMs, false, { signal: waiting.signal }).catch(() => false),
    ]);
    waiting.abort();
    if (inTime) return true;
    this.#isAbandoned = true;
    this.#log.error(`Graceful stop of task ${this.id.connector}-${this.id.task} failed.`);
    this.#work.abandon();
    return false;
  }

  reportState(): void {
    this.#report(this.#isPaused ? 'PAUSED' : 'RUNNING');
  }

  async untilResumed(): Promise<void> {
    if (!this.#isPaused || this.signal.aborted) return;
    await new Promise<void>((resolve) => this.#resumed.push(resolve));
  }

  async #execute(): Promise<void> {
    const failure = await this.#openAndRun();
    // Said before clients are closed: closing may wait for a broker that is away.
    if (failure !== null) this.#fail(failure);
    try {
      await this.#work.close();
    } catch (error) {
      this.#log.warn(`Task ${this.id.connector}-${this.id.task} could not be closed cleanly`, error);
    }
    if (failure === null) this.#report('UNASSIGNED');
  }

  async #openAndRun(): Promise<{ readonly error: unknown } | null> {
    try {
      await this.#work.open(this);
      if (this.signal.aborted) return null;
      this.reportState();
      await this.#work.run(this);
      return null;
    } catch (error) {
      if (!this.signal.aborted) return { error };
      if (error !== this.signal.reason) this.#log.warn('An error was thrown while the task was being stopped', error);
      return null;
    }
  }

  #fail({ error }: { readonly error: unknown }): void {
    this.#log.error(
      `${this.#what} Task threw an uncaught and unrecoverable exception. ` +
        'Task is being killed and will not recover until manually restarted',
      error,
    );
    this.#report('FAILED', javaTrace(error));
  }

  #report(state: ConnectorStateName, trace?: string): void {
    if (this.#isAbandoned || this.#reported === state) return;
    this.#reported = state;
    this.#listener.onState(this.id, state, trace);
  }

  #wakeResumed(): void {
    for (const resolve of this.#resumed.splice(0)) resolve();
  }
}
