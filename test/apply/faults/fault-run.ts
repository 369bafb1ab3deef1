import {
  type ApplyReport,
  type ApplyTimes,
  applyPlan,
  observeDifferences,
  observeWorker,
} from '../../../src/apply/index.ts';
import { createConnectClient } from '../../../src/connect/index.ts';
import { type ConnectorStateInfo, Failure, type FlatConfig } from '../../../src/core/index.ts';
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
import { waitUntil } from '../../harness/wait-until.ts';
import { environment } from '../../plan/desired.ts';
import { violationsOf } from './laws.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface FaultRunResult {
  /** What was found to be false, in words; empty: all holds. */
  readonly violations: readonly string[];
  readonly injected: ReadonlyMap<FaultKind, number>;
  readonly outcomes: readonly string[];
}

type Planned = PlanResult & { readonly observed: Observed };
type Wanted = { readonly connectors: readonly ResolvedConnector[]; readonly removed: readonly RemovedConnector[] };

/** How long things take on a worker, in milliseconds. */
export interface Pace {
  /** A client gives up after this long, and an answer that comes later is a fault. */
  readonly clientTimeoutMs: number;
  /** For one change under faults. */
  readonly changeTimeoutMs: number;
  readonly times: ApplyTimes;
}

/** The built-in worker: its status follows a write at once. */
export const localPace: Pace = {
  clientTimeoutMs: 600,
  changeTimeoutMs: 4000,
  times: { timeoutMs: 60_000, settleMs: 150, lullMs: 10, pollMs: 20, staleMs: 60, retryMs: 20 },
};

const rates = { passing: 0.12, lasting: 0.02 };

/**
 * One seed: the connectors before are applied without faults; then plan and apply of the changes meet the seed's faults;
 * then both once more without. `workerUrl` may be shared: every name starts with the seed.
 */
export async function runSeed(
  seed: number,
  workerUrl: string,
  folder: string,
  pace: Pace = localPace,
): Promise<FaultRunResult> {
  const scenario = scenarioOf(seed, folder);
  const run = { proxy: await startFaultProxy(workerUrl), environment: environmentOf(seed, scenario), pace };
  try {
    return await inProxy(run, scenario, workerUrl, (request) => faultOf(seed, request, rates));
  } finally {
    await run.proxy.close();
    for (const name of scenario.names) await fetch(`${workerUrl}/connectors/${name}`, { method: 'DELETE' });
  }
}

async function inProxy(
  run: FaultRun,
  scenario: Scenario,
  workerUrl: string,
  faults: (request: FaultRequest) => FaultKind | undefined,
): Promise<FaultRunResult> {
  const { proxy } = run;
  const before = { connectors: scenario.before, removed: [] };
  const wanted = { connectors: scenario.after, removed: scenario.removed };
  const violations: string[] = [];
  await expectAllDone(run, await plan(run, before), 'before');
  for (const old of scenario.moves.values()) {
    const running = scenario.before.find((connector) => connector.name === old)?.state !== 'STOPPED';
    if (running) await waitForOffsets(workerUrl, old);
  }

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
  const report = await apply(run, planned, true);
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
  violations.push(...proxy.log.repeated.map((what) => `done twice: ${what}`));
  violations.push(...(await wrongAtTheEnd(workerUrl, scenario)));
  const outcomes = report.changes.map((change) => `${change.name} ${change.outcome} ${change.message ?? ''}`);
  return { violations, injected: proxy.injected, outcomes };
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
}

function environmentOf(seed: number, { ownership }: Scenario): PlanEnvironment {
  return { ...environment, project: `faults-${seed}`, owner: `faults-${seed}/local`, ownership };
}

async function plan({ proxy, environment }: FaultRun, wanted: Wanted, timeoutMs?: number): Promise<Planned> {
  const client = createConnectClient({ urls: [proxy.url], ...(timeoutMs && { timeoutMs }) });
  const input = { environment, ...wanted, topics: [], diagnostics: [], options: defaultPlanOptions };
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
): Promise<ApplyReport> {
  const client = createConnectClient({ urls: [proxy.url], ...(isFaulty && { timeoutMs: pace.clientTimeoutMs }) });
  const { observed } = planned;
  const signal = new AbortController().signal;
  try {
    const times = isFaulty ? { ...pace.times, timeoutMs: pace.changeTimeoutMs } : pace.times;
    return await applyPlan(planned, { client, environment, observed, parallelism: 4, wait: 'running', times, signal });
  } finally {
    client.close();
  }
}

async function expectAllDone(run: FaultRun, planned: Planned, which: string): Promise<void> {
  const report = await apply(run, planned, false);
  const open = report.changes.filter((change) => change.outcome !== 'done');
  if (open.length > 0) throw new Error(`the apply ${which} without faults: ${JSON.stringify(open)}`);
}

type Live = ReadonlyMap<string, ConnectorStateInfo | undefined>;

async function liveStates(url: string, { names }: Scenario): Promise<Live> {
  const all = await connectRest<Record<string, { status: ConnectorStateInfo }>>(
    url,
    'GET',
    '/connectors?expand=status',
  );
  return new Map(names.map((name) => [name, all[name]?.status]));
}

/** The position after the two lines that every source file holds. */
const END = 8;

async function waitForOffsets(url: string, name: string): Promise<void> {
  await waitUntil(`${name} to have written its offsets`, async () => (await positionOf(url, name)) === END, {
    everyMs: 30,
  });
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
  for (const [name, old] of scenario.moves) {
    const wasRunning = scenario.before.find((connector) => connector.name === old)?.state !== 'STOPPED';
    const position = await positionOf(url, name).catch(() => undefined);
    if (wasRunning && position !== END) wrong.push(`${name} is at ${position}, and its file was read up to ${END}`);
  }
  return wrong;
}
