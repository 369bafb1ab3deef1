import { appendFileSync, readFileSync } from 'node:fs';
import { type ApplyReport, applyPlan, observeDifferences, observeWorker } from '../../../src/apply/index.ts';
import { createConnectClient } from '../../../src/connect/index.ts';
import { type ConnectorStateInfo, Failure, type FlatConfig, sleep } from '../../../src/core/index.ts';
import type { RemovedConnector, ResolvedConnector } from '../../../src/definition/index.ts';
import {
  defaultPlanOptions,
  makePlan,
  type Observed,
  type PlanEnvironment,
  type PlanResult,
} from '../../../src/plan/index.ts';
import { connectRest } from '../../harness/connect-rest.ts';
import { type FaultProxy, startFaultProxy } from '../../harness/fault-proxy.ts';
import { type FaultKind, type FaultRequest, faultOf } from '../../harness/faults.ts';
import { endOffset, withAdmin } from '../../harness/read-topic.ts';
import { waitUntil } from '../../harness/wait-until.ts';
import { environment } from '../../plan/desired.ts';
import { violationsOf } from './laws.ts';
import { localPace, type Pace } from './pace.ts';
import { END, makeFolders, type Scenario, scenarioOf } from './scenario.ts';

export interface FaultRunResult {
  /** What was found to be false, in words; empty: all holds. */
  readonly violations: readonly string[];
  readonly injected: ReadonlyMap<FaultKind, number>;
  readonly outcomes: readonly string[];
}

type Planned = PlanResult & { readonly observed: Observed };
type Wanted = { readonly connectors: readonly ResolvedConnector[]; readonly removed: readonly RemovedConnector[] };

const rates = { passing: 0.12, lasting: 0.02 };

/** Where connectors run, and the Kafka that their topics are in. */
export interface FaultTarget {
  readonly url: string;
  readonly bootstrap: string;
}

/**
 * One seed: the connectors before are applied without faults; then plan and apply of the changes meet the seed's faults;
 * then both once more without. The worker may be shared: every name starts with the seed.
 */
export async function runSeed(
  seed: number,
  target: FaultTarget,
  folder: string,
  pace: Pace = localPace,
): Promise<FaultRunResult> {
  const scenario = scenarioOf(seed, folder);
  const run = { proxy: await startFaultProxy(target.url), environment: environmentOf(seed, scenario), pace, target };
  try {
    return await inProxy(run, scenario, (request) => faultOf(seed, request, rates));
  } finally {
    await run.proxy.close();
    for (const name of scenario.names) await fetch(`${target.url}/connectors/${name}`, { method: 'DELETE' });
  }
}

async function inProxy(
  run: FaultRun,
  scenario: Scenario,
  faults: (request: FaultRequest) => FaultKind | undefined,
): Promise<FaultRunResult> {
  const { proxy } = run;
  const workerUrl = run.target.url;
  const before = { connectors: scenario.before, removed: [] };
  const wanted = { connectors: scenario.after, removed: scenario.removed };
  const violations: string[] = [];
  await expectAllDone(run, await plan(run, before), 'before', scenario.missingFolders);
  await waitUntilRead(run.target, scenario);
  makeFolders(scenario);

  const planned = await plan(run, wanted);
  proxy.arm(faults);
  const changes = JSON.stringify(planned.plan.changes);
  const underFaults = await plan(run, wanted, run.pace.clientTimeoutMs).catch((error: unknown) => error);
  if (underFaults instanceof Error) {
    if (!(underFaults instanceof Failure)) violations.push(`the plan threw ${underFaults}`);
  } else if (isFullyRead(underFaults as Planned) && JSON.stringify((underFaults as Planned).plan.changes) !== changes) {
    violations.push(`the plan under faults is another one: ${JSON.stringify((underFaults as Planned).plan.changes)}`);
  }

  proxy.log.nextApply();
  const begunAt = proxy.log.effects.length;
  const report = await apply(run, planned, true, scenario.rollback);
  proxy.arm(undefined);
  await proxy.settle();
  const effects = proxy.log.effects.slice(begunAt);
  const pending = await plan(run, wanted);
  const live = await liveStates(workerUrl, scenario);
  violations.push(...violationsOf({ report, planned, pending, effects, live, states: scenario.states }));

  proxy.log.nextApply();
  await expectAllDone(run, pending, 'once more').catch((error: unknown) => violations.push(String(error)));
  const left = (await plan(run, wanted)).plan.changes;
  if (left.length > 0) violations.push(`not "No changes." at the end: ${JSON.stringify(left)}`);
  // A rollback stops a moved connector to be sure, also one that was never resumed: Kafka Connect takes it as nothing new.
  const stopped = (report.rollback ?? []).map((step) => `${step.name} state STOPPED`);
  const repeated = proxy.log.repeated.filter((what) => !stopped.includes(what));
  violations.push(...repeated.map((what) => `done twice: ${what}`));
  await resumeWhatWasTold(workerUrl, scenario, report);
  violations.push(...(await wrongAtTheEnd(workerUrl, scenario)));
  violations.push(...(await wronglyRead(run.target, scenario, createdTwice(report))));
  const outcomes = report.changes.map((change) => `${change.name} ${change.outcome} ${change.message ?? ''}`);
  for (const step of report.rollback ?? []) {
    outcomes.push(`${step.name} ${step.done ? 'rolled-back' : 'not-rolled-back'} ${step.message}`);
  }
  return { violations, injected: proxy.injected, outcomes };
}

/** What a rollback says it could not put back may stand STOPPED: its reader resumes it, for no file manages its state. */
async function resumeWhatWasTold(url: string, scenario: Scenario, { rollback = [] }: ApplyReport): Promise<void> {
  const live = await liveStates(url, scenario);
  for (const { name } of rollback.filter((step) => !step.done)) {
    if (scenario.states.get(name) !== 'RUNNING' || live.get(name)?.connector.state !== 'STOPPED') continue;
    await connectRest(url, 'PUT', `/connectors/${name}/resume`);
    await waitUntil(`${name} to run`, async () => {
      return (await liveStates(url, scenario)).get(name)?.connector.state === 'RUNNING';
    });
  }
}

/** A class or validation that answers 500 for good is told in the plan, which then takes each value for a secret. */
function isFullyRead({ observed }: Planned): boolean {
  const read = [...observed.definitions.values(), ...observed.validations.values()];
  return read.every(({ kind }) => kind === 'keys' || kind === 'answer');
}

interface FaultRun {
  readonly proxy: FaultProxy;
  readonly environment: PlanEnvironment;
  readonly pace: Pace;
  readonly target: FaultTarget;
}

function environmentOf(seed: number, { ownership }: Scenario): PlanEnvironment {
  return { ...environment, project: `faults-${seed}`, owner: `faults-${seed}/local`, ownership };
}

/** What stands FAILED is restarted. */
const options = { ...defaultPlanOptions, restartFailed: true };

async function plan({ proxy, environment }: FaultRun, wanted: Wanted, timeoutMs?: number): Promise<Planned> {
  const client = createConnectClient({ urls: [proxy.url], ...(timeoutMs && { timeoutMs }) });
  const input = { environment, ...wanted, topics: [], diagnostics: [], options };
  try {
    const observed = await observeDifferences(client, input, await observeWorker(client));
    return { ...makePlan({ ...input, observed }), observed };
  } finally {
    client.close();
  }
}

async function apply(
  { proxy, environment, pace }: FaultRun,
  planned: Planned,
  isFaulty: boolean,
  isRollingBack = false,
): Promise<ApplyReport> {
  const client = createConnectClient({ urls: [proxy.url], ...(isFaulty && { timeoutMs: pace.clientTimeoutMs }) });
  const { observed } = planned;
  const signal = new AbortController().signal;
  try {
    const times = isFaulty ? { ...pace.times, timeoutMs: pace.changeTimeoutMs } : pace.times;
    return await applyPlan(planned, {
      client,
      environment,
      observed,
      parallelism: 4,
      wait: 'running',
      times,
      signal,
      rollback: isRollingBack,
    });
  } finally {
    client.close();
  }
}

async function expectAllDone(
  run: FaultRun,
  planned: Planned,
  which: string,
  failing: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const report = await apply(run, planned, false);
  const open = report.changes.filter(({ name, outcome }) => outcome !== (failing.has(name) ? 'failed' : 'done'));
  if (open.length > 0) throw new Error(`the apply ${which} without faults: ${JSON.stringify(open)}`);
}

type Live = ReadonlyMap<string, ConnectorStateInfo | undefined>;

/** Kafka Connect shows a stopped connector as UNASSIGNED for a moment after its config was put: looked at again. */
async function liveStates(url: string, { names }: Scenario): Promise<Live> {
  for (let tries = 1; ; tries++) {
    const all = await connectRest<Record<string, { status: ConnectorStateInfo }>>(
      url,
      'GET',
      '/connectors?expand=status',
    );
    const live = new Map(names.map((name) => [name, all[name]?.status]));
    const isPassing = [...live.values()].some((status) => status?.connector.state === 'UNASSIGNED');
    if (!isPassing || tries === 10) return live;
    await sleep(100);
  }
}

async function positionOf(url: string, name: string): Promise<number | undefined> {
  type Offsets = { offsets: { offset: { position: number } }[] };
  return (await connectRest<Offsets>(url, 'GET', `/connectors/${name}/offsets`)).offsets[0]?.offset.position;
}

async function wrongAtTheEnd(url: string, scenario: Scenario): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, status] of await liveStates(url, scenario)) {
    const [is, should] = [status?.connector.state, scenario.states.get(name)];
    if (is !== should) wrong.push(`${name} is ${is} at the end, and should be ${should}`);
  }
  for (const { name, config } of scenario.after) {
    const live = await connectRest<FlatConfig>(url, 'GET', `/connectors/${name}/config`).catch(() => undefined);
    if (live?.['batch.size'] !== config.get('batch.size')) wrong.push(`${name} has batch.size ${live?.['batch.size']}`);
    if (live && Object.keys(live).some((key) => key === 'connectctl.moving'))
      wrong.push(`${name} has the mark of a move`);
  }
  return wrong;
}

/** Each source that runs has read its file and committed that, and each sink has written what it read. */
async function waitUntilRead({ url }: FaultTarget, { flows, moves }: Scenario): Promise<void> {
  for (const flow of flows.filter(({ wasRunning }) => wasRunning)) {
    await waitForPosition(url, moves.get(flow.source) ?? flow.source, END);
    if (flow.sinkFile !== undefined) await waitForLines(flow.sinkFile, flow.lines.length);
  }
}

/** What a rollback has deleted again begins at its declared offsets a second time. */
function createdTwice({ changes, rollback = [] }: ApplyReport): readonly string[] {
  const created = changes.filter((change) => change.action === 'create').map((change) => change.name);
  return rollback.map((step) => step.name).filter((name) => created.includes(name));
}

/** After one more line has come: each line is where it has to be, and none is there twice. */
async function wronglyRead(
  { url, bootstrap }: FaultTarget,
  { flows, moves }: Scenario,
  leftOut: readonly string[],
): Promise<string[]> {
  const wrong: string[] = [];
  for (const { source, file, topic, lines, sinkFile } of flows.filter((flow) => !leftOut.includes(flow.source))) {
    appendFileSync(file, 'three\n');
    const expected = [...lines, 'three'];
    try {
      await waitForPosition(url, source, END + 'three\n'.length);
      const count = await withAdmin(bootstrap, (admin) => endOffset(admin, topic));
      if (count !== expected.length) wrong.push(`${topic} holds ${count} records, and should hold ${expected}`);
      if (sinkFile === undefined) continue;
      await waitForLines(sinkFile, expected.length);
      const written = linesOf(sinkFile);
      if (`${written}` !== `${expected}`) wrong.push(`${[...moves.keys()]}: a sink has ${written}, not ${expected}`);
    } catch (error) {
      wrong.push(`${source}: ${error}`);
    }
  }
  return wrong;
}

function waitForPosition(url: string, name: string, position: number): Promise<unknown> {
  return waitUntil(`${name} to be at ${position}`, async () => (await positionOf(url, name)) === position, {
    everyMs: 50,
  });
}

function waitForLines(file: string, count: number): Promise<unknown> {
  return waitUntil(`${count} lines in ${file}`, () => linesOf(file).length >= count, { everyMs: 50 });
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
