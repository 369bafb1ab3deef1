import type { ConnectClient } from '../connect/index.ts';
import { Failure } from '../core/index.ts';
import type { Observed, Operation, PlanEnvironment, WriteContext } from '../plan/index.ts';
import { classOf } from '../plan/index.ts';
import type { ApplyEvent } from './report.ts';
import type { StatusPoll } from './wait/status-poll.ts';
import type { WorkerCheck } from './wait/worker-answers.ts';

/** What every step of one apply shares. */
export interface Run {
  readonly client: ConnectClient;
  readonly environment: PlanEnvironment;
  readonly observed: Observed;
  readonly timeouts: ApplyTimes;
  /** When this change gives up, as performance.now() counts; Infinity until one is begun. */
  readonly deadline: number;
  /** Aborted: finish the request in flight, begin nothing. */
  readonly signal: AbortSignal;
  readonly poll: StatusPoll;
  readonly workers: WorkerCheck;
  readonly wait: 'running' | 'none';
  /** What this change has sent; each change of an apply has its own. */
  readonly sent: SentWrites;
  /** Of the whole apply, shared by all its changes. */
  readonly outage: Outage;
  /** Of the whole apply, too. */
  readonly lacking: Lacking;
  /** What this apply has reset, as it was before (`{"offsets":[…]}`), by connector: a rollback puts it back. */
  readonly resetOffsets: Map<string, string>;
  /** Waits without a place of --parallelism: another change may write meanwhile. */
  aside<T>(wait: () => Promise<T>): Promise<T>;
  emit(event: ApplyEvent): void;
}

/** Decides, when a change ends in an error, whether it failed or is only not proven. */
export interface SentWrites {
  count: number;
  /** One was sent and its answer lost, or it was no answer of the worker: it may have been carried out. */
  isUnknown: boolean;
}

/** While nobody answers, all changes wait for the same thing: they give up together, not one after the other. */
export interface Outage {
  /** When the first request of an unbroken run of unanswered ones failed (performance.now); undefined: answers come. */
  sinceMs: number | undefined;
}

/** A worker that lacks what its version promised lacks it for every change. */
export interface Lacking {
  /** What it answered, in words; undefined: nothing is known to be missing. */
  reason: string | undefined;
}

export interface ApplyTimes {
  /** For one change, from its first request until it is proven. */
  readonly timeoutMs: number;
  /** How long a state has to hold where nothing newer than the write can be seen. */
  readonly settleMs: number;
  /** After the last write, before all statuses are polled for it. */
  readonly lullMs: number;
  /** Between two polls of all statuses. */
  readonly pollMs: number;
  /** How long after the tasks' new configs an old status may still stand (seen: up to 530 ms). */
  readonly staleMs: number;
  /** How long a worker that answers has to leave a connector out of its list before it counts as gone. */
  readonly lostMs: number;
  /** Before the first retry of a request; it doubles up to five seconds. */
  readonly retryMs: number;
}

/** The run was stopped before this change was begun, or between two of its requests. */
export class Interrupted extends Error {}

/** Throws Interrupted once the run is stopped. */
export function checkRunning(run: Run): void {
  if (run.signal.aborted) throw new Interrupted('stopped');
}

/** Stands before each request that changes something: counts it, or throws Interrupted once the run is stopped. */
export function beginWrite(run: Run): void {
  checkRunning(run);
  run.sent.count++;
}

/** What configToWrite needs for one operation. */
export function writeContextOf(run: Run, op: Operation): WriteContext {
  const { environment, observed } = run;
  return {
    salt: { clusterId: observed.server.kafka_cluster_id, connector: op.change.name },
    definition: op.desired && observed.definitions.get(classOf(op.desired)),
    ignoreKeys: environment.ignoreKeys,
    owner: environment.ownership === 'none' ? undefined : environment.owner,
    masksSecrets: observed.abilities.masksSecrets,
  };
}

/** The failure of a connector that is not as the plan saw it. */
export function movedOn(name: string, what: string): Failure {
  return new Failure('CC5001', `"${name}" ${what} since the plan`, { help: 'Plan again.' });
}
