import { type ConnectClient, ConnectFailure } from '../connect/index.ts';
import { ExitCode, Failure, messageOf } from '../core/index.ts';
import { isRefused, type Observed, type Operation, type PlanEnvironment, type PlanResult } from '../plan/index.ts';
import { checkNotLacking, sayWhatStands } from './lacking-calls.ts';
import { create } from './operations/create.ts';
import { remove } from './operations/delete.ts';
import { move } from './operations/move.ts';
import { restart } from './operations/restart.ts';
import { setState } from './operations/state.ts';
import { applyTopic, type TopicWriter } from './operations/topic.ts';
import { release, update } from './operations/update.ts';
import type { ApplyEvent, ApplyReport, ChangeReport } from './report.ts';
import { type Begun, rollback } from './rollback.ts';
import { type ApplyTimes, Interrupted, type Run, type SentWrites } from './run.ts';
import { createSlots, type Slots } from './slots.ts';
import { type Expectation, type Proof, prove } from './wait/prove.ts';
import { createStatusPoll } from './wait/status-poll.ts';
import { stillDone } from './wait/still-done.ts';
import { createWorkerCheck } from './wait/worker-answers.ts';
import { emitWithoutSecrets, wordsAbout } from './words-about.ts';

export interface ApplyOptions {
  readonly client: ConnectClient;
  readonly environment: PlanEnvironment;
  /** What the plan was made from. */
  readonly observed: Observed;
  /** Writes at a time; waits don't count. */
  readonly parallelism: number;
  /** running: wait for proof. none: a write that was answered is done. */
  readonly wait: 'running' | 'none';
  readonly times?: Partial<ApplyTimes>;
  /** Aborted: the request in flight is finished, nothing is begun, and what was reached is reported. */
  readonly signal: AbortSignal;
  /** Put a pipeline with a failed change back as it was. */
  readonly rollback?: boolean;
  /** Needed where the plan has topics. */
  readonly topics?: TopicWriter;
  readonly onEvent?: (event: ApplyEvent) => void;
}

export const defaultTimes: ApplyTimes = {
  timeoutMs: 600_000,
  settleMs: 3000,
  lullMs: 50,
  pollMs: 400,
  staleMs: 700,
  lostMs: 10_000,
  retryMs: 250,
};

/**
 * Carries out a plan: topics, then stops and pauses, then deletes and releases, then the rest along its dependencies.
 * What fails does not stop what does not depend on it. Never throws for a change that fails: the report says so.
 * @throws Failure CC4020 (exit 3) where a change is refused: nothing is done then
 */
export async function applyPlan(result: PlanResult, options: ApplyOptions): Promise<ApplyReport> {
  if (isRefused(result.plan)) {
    throw new Failure('CC4020', 'The plan holds a refused change, so nothing was done', { exitCode: ExitCode.refused });
  }
  const slots = createSlots(options.parallelism);
  const run = runOf(options, slots);
  const reports = new Map<Operation, Promise<ChangeReport>>();
  const begun: Begun[] = [];
  const find = (kind: string, name: string): readonly Operation[] =>
    result.operations.filter((op) => op.change.kind === kind && op.change.name === name);
  for (const phase of phases) {
    const members = result.operations.filter((op) => phaseOf(op) === phase);
    const start = (op: Operation): Promise<ChangeReport> => {
      const known = reports.get(op);
      if (known) return known;
      const before = phase === 'rest' ? op.after.flatMap((name) => find('connector', name)) : [];
      const topics = phase === 'rest' ? (op.afterTopics ?? []).flatMap((name) => find('topic', name)) : [];
      const promise = (async () => {
        const failed = await firstUnfinished([...topics, ...before], reports, start);
        if (failed) return skipped(run, op, failed);
        return runOperation(run, op, { slots, topics: options.topics, onBegin: (sent) => begun.push({ op, sent }) });
      })();
      reports.set(op, promise);
      return promise;
    };
    await Promise.all(members.map(start));
  }
  const ended = await Promise.all(result.operations.map((op) => reports.get(op)!));
  const endedAt = performance.now();
  const changes = await Promise.all(ended.map((change) => stillDone(run, change, endedAt)));
  const failed = new Set(changes.flatMap(({ outcome, pipeline }) => (outcome === 'failed' ? [pipeline] : [])));
  const undone =
    options.rollback && failed.size > 0 && !options.signal.aborted
      ? await rollback(
          run,
          begun.filter(({ op }) => failed.has(op.change.pipeline)),
          options.topics,
        )
      : undefined;
  return { changes, interrupted: options.signal.aborted, ...(undone && { rollback: undone }) };
}

function runOf(options: ApplyOptions, slots: Slots): Run {
  const timeouts = { ...defaultTimes, ...options.times };
  const { client, environment, observed, signal, wait } = options;
  return {
    client,
    environment,
    observed,
    timeouts,
    signal,
    wait,
    sent: { count: 0, isUnknown: false },
    deadline: Number.POSITIVE_INFINITY,
    outage: { sinceMs: undefined },
    lacking: { reason: undefined },
    resetOffsets: new Map(),
    aside: (wait) => wait(),
    poll: createStatusPoll(client, timeouts, signal, slots.isBusy),
    workers: createWorkerCheck(client),
    emit: options.onEvent ?? (() => {}),
  };
}

const phases = ['topics', 'halts', 'removals', 'rest'] as const;

function phaseOf({ change }: Operation): (typeof phases)[number] {
  if (change.kind === 'topic') return 'topics';
  if (change.action === 'state' && change.state.after !== 'RUNNING') return 'halts';
  return change.action === 'delete' || change.action === 'release' ? 'removals' : 'rest';
}

/** Waits for what comes before; gives the first that is not done. */
async function firstUnfinished(
  before: readonly Operation[],
  reports: ReadonlyMap<Operation, Promise<ChangeReport>>,
  start: (op: Operation) => Promise<ChangeReport>,
): Promise<ChangeReport | undefined> {
  const done = await Promise.all(before.map((op) => reports.get(op) ?? start(op)));
  return done.find((report) => report.outcome !== 'done');
}

function skipped(run: Run, op: Operation, failed: ChangeReport): ChangeReport {
  const report = reportOf(run, op, 'skipped', 0, {
    message: `it waits for "${failed.name}", which is ${words[failed.outcome]}`,
  });
  run.emit({ type: 'finished', change: report });
  return report;
}

const words = { done: 'done', failed: 'failed', skipped: 'skipped', 'not-proven': 'not proven' } as const;

interface Means {
  readonly slots: Slots;
  readonly topics: TopicWriter | undefined;
  /** Its first request comes now; `sent` goes on counting. */
  onBegin(sent: SentWrites): void;
}

async function runOperation(shared: Run, op: Operation, { slots, topics, onBegin }: Means): Promise<ChangeReport> {
  const own = { sent: { count: 0, isUnknown: false }, aside: slots.aside, emit: emitWithoutSecrets(shared, op) };
  let run: Run = { ...shared, ...own };
  const startedAt = performance.now();
  let isWritten = false;
  const finish = (outcome: ChangeReport['outcome'], more: Partial<ChangeReport> = {}): ChangeReport => {
    const report = reportOf(run, op, outcome, Math.round(performance.now() - startedAt), more);
    run.emit({ type: 'finished', change: report });
    return report;
  };
  try {
    const expected = await slots.use(async () => {
      if (run.signal.aborted) throw new Interrupted('stopped');
      run = { ...run, deadline: performance.now() + run.timeouts.timeoutMs };
      run.emit({ type: 'started', name: op.change.name, action: op.change.action });
      isWritten = true;
      onBegin(run.sent);
      checkNotLacking(run, op);
      try {
        return await write(run, op, topics);
      } catch (error) {
        throw await sayWhatStands(run, op, error);
      }
    });
    if (!expected || run.wait === 'none') return finish('done');
    return finishWith(finish, await prove(run, expected));
  } catch (error) {
    if (error instanceof Interrupted) {
      return isWritten
        ? finish('not-proven', { message: 'stopped in the middle: apply again continues' })
        : finish('skipped', { message: 'stopped before it was begun' });
    }
    if (error instanceof ConnectFailure && error.kind === 'stopped') {
      if (run.sent.count === 0) return finish('skipped', { message: 'stopped before anything was written' });
      return finish('not-proven', {
        message: 'stopped before the worker had answered: it is unknown whether it was done',
      });
    }
    if (error instanceof ConnectFailure && isUnproven(run, error)) {
      return finish('not-proven', { code: 'CC5003', message: `it may be done all the same: ${messageOf(error)}` });
    }
    return finish('failed', { message: messageOf(error), ...(error instanceof Failure && { code: error.code }) });
  }
}

/** A worker that refuses a write has failed it; one that can't be read after a write, or lost one, leaves it open. */
function isUnproven({ sent }: Run, error: ConnectFailure): boolean {
  return sent.isUnknown || (error.isRead && sent.count > 0);
}

function finishWith(
  finish: (outcome: ChangeReport['outcome'], more: Partial<ChangeReport>) => ChangeReport,
  proof: Proof,
): ChangeReport {
  const ofOutcome = proof.outcome === 'failed' ? 'CC5002' : proof.outcome === 'not-proven' ? 'CC5003' : undefined;
  const code = proof.code ?? ofOutcome;
  return finish(proof.outcome, { message: proof.message, cause: proof.cause, ...(code && { code }) });
}

/** The requests of one change; gives what has to be proven, if anything. */
async function write(run: Run, op: Operation, topics: TopicWriter | undefined): Promise<Expectation | undefined> {
  if (op.change.kind === 'topic') {
    if (!topics)
      throw new Failure('CC7011', `topic "${op.change.name}" needs kafka.bootstrapServers of the environment`);
    await applyTopic(run, topics, op);
    return undefined;
  }
  switch (op.change.action) {
    case 'create':
      return create(run, op);
    case 'update':
    case 'adopt':
      return update(run, op);
    case 'state':
      return setState(run, op);
    case 'delete':
      await remove(run, op);
      return undefined;
    case 'replace':
      await remove(run, op);
      return create(run, op);
    case 'release':
      return release(run, op);
    case 'restart':
      return restart(run, op);
    case 'move':
      return move(run, op);
    default:
      return op.change.action satisfies never;
  }
}

function reportOf(
  run: Run,
  op: Operation,
  outcome: ChangeReport['outcome'],
  durationMs: number,
  more: Partial<ChangeReport>,
): ChangeReport {
  const { kind, name, pipeline, action } = op.change;
  const words = wordsAbout(run, op);
  return {
    ...{ kind, name, pipeline, action, outcome, durationMs, ...more },
    ...(more.message !== undefined && { message: words(more.message) }),
    ...(more.cause && { cause: more.cause.map(words) }),
  };
}
