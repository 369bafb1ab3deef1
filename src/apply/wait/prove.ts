import { ConnectFailure, isNotFound } from '../../connect/index.ts';
import type { ConnectorStateInfo, TargetState, TaskInfo } from '../../core/index.ts';
import { causeLines, marks } from '../../plan/index.ts';
import type { Run } from '../run.ts';
import { type Absence, createAbsence, lostWords } from './absence.ts';
import { judge } from './judge.ts';
import type { Snapshot, WaitKind } from './status-poll.ts';

export interface Expectation {
  readonly name: string;
  readonly wanted: TargetState;
  /** The value of `connectctl.applied` that was written; undefined: no config was written, or no marks are used. */
  readonly applied: string | undefined;
  /** There was nothing of this name before: every status is newer than the write. */
  readonly isNew: boolean;
}

export interface Proof {
  readonly outcome: 'done' | 'failed' | 'not-proven';
  readonly message?: string;
  readonly cause?: readonly string[];
  /** Where it is not the outcome's own. */
  readonly code?: string;
}

/**
 * Waits until something newer than the write shows that the wanted state is there. An old RUNNING stands for 90 to
 * 530 ms after a PUT, and for minutes on a worker that was killed, so a status alone proves nothing.
 */
export async function prove(run: Run, expected: Expectation): Promise<Proof> {
  const watch = new Watch(run, expected);
  const { wanted, applied, isNew } = expected;
  const isStanding = wanted !== 'RUNNING' && applied !== undefined && !isNew;
  for (let kind: WaitKind = isStanding ? 'standing' : 'new'; ; kind = 'again') {
    const snapshot = await run.poll.next(kind);
    if (snapshot === undefined) return { outcome: 'not-proven', message: `stopped while waiting (${watch.seen})` };
    const proof = await watch.look(snapshot);
    if (proof) return proof;
    if (performance.now() > run.deadline) return watch.timedOut(run.timeouts.timeoutMs);
  }
}

class Watch {
  readonly #run: Run;
  readonly #expected: Expectation;
  /** Since when the same verdict stands. */
  #verdict: { readonly text: string; readonly since: number } | undefined;
  /** Since when the tasks show the written config. */
  #shownSince: number | undefined;
  #last: ConnectorStateInfo | undefined;
  readonly #absence: Absence;
  /** The last poll of all statuses had no answer. */
  #isUnanswered = false;
  seen = 'no status yet';

  constructor(run: Run, expected: Expectation) {
    this.#run = run;
    this.#expected = expected;
    this.#absence = createAbsence(run, expected.name);
  }

  /** A proof, or undefined: look again. */
  async look(snapshot: Snapshot): Promise<Proof | undefined> {
    const { name } = this.#expected;
    this.#isUnanswered = snapshot.statuses === undefined;
    const isLost = await this.#absence.isLost(snapshot);
    if (isLost) return { outcome: 'failed', code: 'CC5004', message: lostWords(name) };
    const status = snapshot.statuses?.get(name);
    if (!status) {
      this.#verdict = undefined;
      return undefined;
    }
    this.#last = status;
    const { verdict, words } = judge(status, this.#expected.wanted);
    if (words !== this.seen) this.#run.emit({ type: 'waiting', name, message: words });
    this.seen = words;
    if (verdict === 'pending') {
      this.#verdict = undefined;
      return undefined;
    }
    if (this.#verdict?.text !== words) this.#verdict = { text: words, since: snapshot.startedAt };
    if (this.#expected.wanted !== 'RUNNING') return verdict === 'reached' ? this.#halted() : undefined;
    return this.#running(snapshot, status, verdict);
  }

  timedOut(timeoutMs: number): Proof {
    const now = this.#isUnanswered ? '; by now the worker does not answer' : '';
    const message = `not within ${timeoutMs / 1000} s (${this.seen}${now})`;
    const cause = this.#last ? causesOf(this.#last) : [];
    return { outcome: cause.length > 0 ? 'failed' : 'not-proven', message, cause };
  }

  /**
   * STOPPED has no tasks to look at, and those of PAUSED keep their old config: the written one has to read back. What
   * was created has no older one, and its POST was answered.
   */
  async #halted(): Promise<Proof | undefined> {
    const { name, applied, isNew } = this.#expected;
    if (applied === undefined || isNew) return { outcome: 'done' };
    const config = await orUndefined(this.#run.client.config(name));
    return config?.[marks.applied] === applied ? { outcome: 'done' } : undefined;
  }

  async #running(
    snapshot: Snapshot,
    status: ConnectorStateInfo,
    verdict: 'reached' | 'failed',
  ): Promise<Proof | undefined> {
    const { applied, name, isNew } = this.#expected;
    const tasks = await orUndefined(this.#run.client.tasks(name));
    if (tasks === undefined) return undefined;
    // Tasks that are configured and have no status yet are about to start.
    if (verdict === 'reached' && status.tasks.length < tasks.length) return undefined;
    const shows = tasksShow(tasks, applied);
    if (shows === 'old') {
      this.#shownSince = undefined;
      this.#verdict = undefined;
      return undefined;
    }
    if (shows === 'new') {
      this.#shownSince ??= performance.now();
      const isFresh = isNew || snapshot.startedAt >= this.#shownSince + this.#run.timeouts.staleMs;
      return isFresh ? this.#conclude(snapshot, status, verdict, false) : undefined;
    }
    const held = snapshot.startedAt - this.#verdict!.since;
    // A new connector has nothing older to be mistaken for; only tasks may still come.
    if (isNew && (verdict === 'failed' || tasks.length > 0)) return this.#conclude(snapshot, status, verdict, false);
    return held >= this.#run.timeouts.settleMs ? this.#conclude(snapshot, status, verdict, true) : undefined;
  }

  /** Whose status it is has to be alive: a killed worker's tasks stand as RUNNING for minutes. */
  async #conclude(
    snapshot: Snapshot,
    status: ConnectorStateInfo,
    verdict: 'reached' | 'failed',
    isSettled: boolean,
  ): Promise<Proof | undefined> {
    if (verdict === 'failed') {
      return { outcome: 'failed', message: this.seen, cause: causesOf(status) };
    }
    const workers = workersOf(status);
    const answers = await Promise.all(workers.map((id) => this.#run.workers.ask(id, snapshot.startedAt)));
    if (answers.includes('dead')) {
      this.seen = `${this.seen}, on a worker that does not answer`;
      return undefined;
    }
    if (isSettled && answers.includes('unknown')) {
      const silent = workers.filter((_, i) => answers[i] === 'unknown');
      return { outcome: 'not-proven', message: `${this.seen}; ${silent.join(', ')} can't be asked from here` };
    }
    return status.tasks.length === 0 ? { outcome: 'done', message: 'it has no tasks' } : { outcome: 'done' };
  }
}

/** The worker_id of each worker that a connector and its tasks are on. */
export function workersOf({ connector, tasks }: ConnectorStateInfo): string[] {
  return [...new Set([connector, ...tasks].map((part) => part.worker_id))].filter((id) => id !== '');
}

/** Whether the tasks carry what was written: `silent` where the connector does not pass its keys on to them. */
function tasksShow(tasks: readonly TaskInfo[], applied: string | undefined): 'new' | 'old' | 'silent' {
  const shown = tasks.map((task) => task.config[marks.applied]);
  if (applied === undefined || shown.length === 0 || shown.every((value) => value === undefined)) return 'silent';
  return shown.every((value) => value === applied) ? 'new' : 'old';
}

function causesOf(status: ConnectorStateInfo): string[] {
  const failed = [status.connector, ...status.tasks].filter((part) => part.state === 'FAILED');
  return [...new Set(failed.flatMap((part) => causeLines(part.trace)))].slice(0, 6);
}

/** While a worker is away, or has not heard of the connector yet, there is nothing to see. */
async function orUndefined<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error) || (error instanceof ConnectFailure && error.retryable)) return undefined;
    throw error;
  }
}
