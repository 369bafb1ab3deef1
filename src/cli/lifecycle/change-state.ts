import { type ConnectorStateInfo, sleep } from '../../core/index.ts';
import { causeLines, type WorkerWords } from '../../plan/index.ts';
import type { CliIo } from '../command.ts';
import { wordsAbout } from '../inventory/index.ts';
import type { ActResult, Target } from './act-on-each.ts';
import { askWorkers } from './ask-workers.ts';
import type { StateWatch } from './state-watch.ts';
import { isAlready, judge, type StateVerb } from './wanted-state.ts';

export interface WaitOptions {
  readonly wait: 'state' | 'none';
  readonly timeoutMs: number;
  readonly settleMs: number;
}

export interface StateChange extends WaitOptions {
  readonly verb: StateVerb;
  /** `paused`: how a success is reported. */
  readonly done: string;
  /** Only these tasks are looked at, and the connector itself is not. */
  readonly tasks?: readonly number[] | undefined;
  request(target: Target): Promise<void>;
}

/** Sends the request and waits until the worker shows that it came true. */
export async function changeState(
  target: Target,
  change: StateChange,
  watch: StateWatch,
  io: CliIo,
): Promise<Omit<ActResult, 'name'>> {
  const { connector } = target;
  const before = { status: connector.status, taskCount: connector.info.tasks.length, exists: true, atMs: 0 };
  const wasThere = isAlready(change.verb, before);
  await change.request(target);
  if (wasThere) return { result: 'done', message: `already ${change.done}` };
  if (change.wait === 'none') return { result: 'done', message: `asked to be ${change.done}, not waited for` };
  return waitForVerdict(target, change, watch, io);
}

/** Looks until a verdict stands whose workers are alive: what a killed worker ran stands as RUNNING for minutes. */
async function waitForVerdict(
  { connection, connector }: Target,
  change: StateChange,
  watch: StateWatch,
  io: CliIo,
): Promise<Omit<ActResult, 'name'>> {
  const end = performance.now() + change.timeoutMs;
  const see = judge(change.verb, narrow(connector.status, change.tasks), change.settleMs);
  let last: ConnectorStateInfo | undefined;
  while (true) {
    const verdict = await watch.until(connector.name, end - performance.now(), (sighting) => {
      last = narrow(sighting.status, change.tasks);
      const seen = see({ ...sighting, status: last, ...(change.tasks && { taskCount: change.tasks.length }) });
      return seen && ([seen, last!] as const);
    });
    if (io.signal.aborted)
      return { result: 'failed', message: `asked for, and not waited for: stopped by Ctrl-C (${stateText(last)})` };
    if (!verdict) return timedOut(change, stateText(last) + (watch.isAnswered() ? '' : '; by now it does not answer'));
    const [word, status] = verdict;
    if (word === 'failed') return failed(status, await wordsAbout(connection, connector));
    const { dead, silent } = await askWorkers(status, connection.client.url);
    const notes = leftOver(change.verb, status) + silentText(silent);
    if (dead.length === 0) return { result: 'done', message: change.done + notes };
    if (performance.now() >= end)
      return timedOut(change, `${stateText(status)}, on ${dead.join(', ')}, which does not answer`);
    await sleep(500, io.signal);
  }
}

function silentText(workers: readonly string[]): string {
  return workers.length === 0 ? '' : ` (as the worker says; ${workers.join(', ')} can't be asked from here)`;
}

function narrow(
  status: ConnectorStateInfo | undefined,
  tasks: readonly number[] | undefined,
): ConnectorStateInfo | undefined {
  if (!status || !tasks) return status;
  const connector = { ...status.connector, state: 'RUNNING' as const };
  return { ...status, connector, tasks: status.tasks.filter(({ id }) => tasks.includes(id)) };
}

function timedOut(change: StateChange, seen: string): Omit<ActResult, 'name'> {
  return {
    result: 'failed',
    message: `not ${change.done} after ${change.timeoutMs / 1000} s (${seen})`,
    help: 'The request was taken and may still come true: see `connectctl status`, or wait longer with --timeout.',
  };
}

function failed(status: ConnectorStateInfo, words: WorkerWords): Omit<ActResult, 'name'> {
  const parts = failedStates(status);
  const cause = parts.flatMap(({ what, trace }) =>
    causeLines(trace, words).map((line, i) => (i === 0 ? `${what}: ` : '') + line),
  );
  return {
    result: 'failed',
    message: `${parts.map(({ what }) => what).join(', ')} FAILED`,
    cause: [...new Set(cause)].slice(0, 8),
  };
}

/** What a success leaves FAILED, because the verb does nothing about it. */
function leftOver(verb: StateVerb, status: ConnectorStateInfo): string {
  const parts = failedStates(status).map(({ what }) => what);
  if (parts.length === 0) return '';
  const how = verb === 'restart' ? '; add --tasks to restart it too' : '';
  return ` (${parts.join(', ')} still FAILED${how})`;
}

function failedStates(status: ConnectorStateInfo): { readonly what: string; readonly trace: string | undefined }[] {
  return [
    ...(status.connector.state === 'FAILED' ? [{ what: 'connector', trace: status.connector.trace }] : []),
    ...status.tasks
      .filter((task) => task.state === 'FAILED')
      .map((task) => ({ what: `task ${task.id}`, trace: task.trace })),
  ];
}

function stateText(status: ConnectorStateInfo | undefined): string {
  if (!status) return 'the worker shows no status of it';
  const tasks = status.tasks.map((task) => `task ${task.id} ${task.state}`);
  return [`connector ${status.connector.state}`, ...tasks].join(', ');
}
