import { ConnectFailure, isAlreadyExists } from '../../connect/index.ts';
import { type ConnectorInfo, Failure, type FlatConfig, type TargetState } from '../../core/index.ts';
import { configToWrite, marks, type Operation } from '../../plan/index.ts';
import { beginWrite, movedOn, type Run, writeContextOf } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { digestBehindMask } from './digest-behind-mask.ts';
import { isSameConfig, readBeforeWrite, readConfig } from './live.ts';
import { alterOffsets } from './offsets.ts';
import { putConfig } from './put-config.ts';
import { haltOrResume } from './state.ts';
import { forgetMove } from './take-off.ts';
import { waitWithoutTasks } from './wait-without-tasks.ts';

/** POSTs a connector in its wanted state; with declared offsets it is STOPPED until they are set. */
export async function create(run: Run, op: Operation): Promise<Expectation> {
  const desired = op.desired!;
  const wanted: TargetState = op.wantedState ?? 'RUNNING';
  const isHalfCreated = op.change.action === 'create' && op.live !== undefined;
  if (desired.offsets || isHalfCreated) return createAtOffsets(run, op, isHalfCreated);
  const { config } = configToWrite(desired, undefined, writeContextOf(run, op));
  const answer = await post(run, op.change.name, config, wanted);
  const written = await digestBehindMask(run, op, config, answer);
  return { name: op.change.name, wanted, applied: written[marks.applied], isNew: true };
}

/**
 * STOPPED with a mark, then the offsets, the mark taken off, and only then the wanted state. An interrupted one is taken up
 * where it stopped: the offsets are set before its first start, and once.
 */
async function createAtOffsets(run: Run, op: Operation, isHalfCreated: boolean): Promise<Expectation> {
  const { name } = op.change;
  const { offsets, state } = op.desired!;
  const wanted: TargetState = op.wantedState ?? 'RUNNING';
  const { config } = configToWrite(op.desired!, undefined, writeContextOf(run, op));
  // A state that no file manages has to be remembered as long as it stands STOPPED.
  const memory: FlatConfig = state === undefined && wanted !== 'STOPPED' ? { [marks.movingState]: wanted } : {};
  const marked = { ...config, ...memory, [marks.starting]: 'true' };
  const answer = isHalfCreated
    ? await goOnWith(run, op, marked)
    : await post(run, name, marked, 'STOPPED', { mustNotRun: true });
  const written = await digestBehindMask(run, op, marked, answer);
  await waitWithoutTasks(run, name);
  if (offsets) await alterOffsets(run, name, offsets);
  await putConfig(run, name, Object.fromEntries(Object.entries(written).filter(([key]) => key !== marks.starting)));
  if (wanted !== 'STOPPED') {
    await haltOrResume(run, name, wanted);
    await forgetMove(run, name);
  }
  return { name, wanted, applied: written[marks.applied], isNew: false };
}

/** What an interrupted apply has created, with the config that the file has by now. */
async function goOnWith(run: Run, op: Operation, config: FlatConfig): Promise<undefined> {
  const { live } = await withRetries(run, op.change.name, (isRetry) => readBeforeWrite(run, op, isRetry, undefined));
  if (!isSameConfig(live, config)) await putConfig(run, op.change.name, config);
}

/**
 * POST that survives its own retries: a name that is taken by exactly this config is ours. `mustNotRun`: where its
 * offsets come first, it is not created at all (CC4007) on a worker that can only start it RUNNING. Gives the worker's
 * answer; undefined where an earlier try had been carried out.
 */
export async function post(
  run: Run,
  name: string,
  config: FlatConfig,
  state: TargetState,
  options: { readonly mustNotRun?: boolean } = {},
): Promise<ConnectorInfo | undefined> {
  const isKnown = state !== 'RUNNING' && run.observed.abilities.initialState;
  if (isKnown) {
    const answer = await postIn(run, name, config, state);
    if (answer !== 'unknown state') return answer;
  }
  if (options.mustNotRun) {
    throw new Failure(
      'CC4007',
      `the worker can't create "${name}" STOPPED, so its offsets can't be set before it reads`,
      {
        help: 'Take a worker from 3.7 on.',
      },
    );
  }
  // Before 3.7 a connector always starts RUNNING, and one that could not be stopped would go on reading.
  if (state === 'STOPPED') await checkCanStop(run, name);
  const answer = await postIn(run, name, config, 'RUNNING');
  if (state !== 'RUNNING') await haltOrResume(run, name, state);
  return answer === 'unknown state' ? undefined : answer;
}

/** GET of offsets and STOPPED came together (KIP-875), so a worker without the one can't do the other. */
async function checkCanStop(run: Run, name: string): Promise<void> {
  const methods = await withRetries(run, name, () => run.client.offsetMethods(name));
  if (methods === undefined || methods.includes('GET')) return;
  throw new Failure(
    'CC4008',
    `"${name}" was not created: the worker has no STOPPED, and it would start RUNNING and go on so`,
    { help: 'Write state: paused, or take a worker from 3.5 on.' },
  );
}

/** `unknown state`: the worker has no initial_state, whatever its version promised (a vendor's numbers are its own). */
async function postIn(
  run: Run,
  name: string,
  config: FlatConfig,
  state: TargetState,
): Promise<ConnectorInfo | 'unknown state' | undefined> {
  return withRetries(run, name, async (isRetry) => {
    if (isRetry && isSameConfig(await readConfig(run, name), config)) return undefined;
    beginWrite(run);
    try {
      return await run.client.create({ name, config, ...(state !== 'RUNNING' && { initial_state: state }) });
    } catch (error) {
      if (isUnknownField(error)) return 'unknown state';
      if (!isAlreadyExists(error)) throw error;
      const live = await readConfig(run, name);
      if (isSameConfig(live, config)) return undefined;
      if (live === undefined) throw stillBeingDeleted(run, name, error);
      throw movedOn(name, 'has been created by somebody else');
    }
  });
}

/** The name is taken, and there is nothing of it: a worker that has not heard of a delete yet, and will. */
function stillBeingDeleted(run: Run, name: string, cause: ConnectFailure): ConnectFailure {
  return new ConnectFailure(
    'CC7002',
    `POST /connectors at ${run.client.url} answered that "${name}" already exists, and it can't be read`,
    { kind: 'api', status: cause.status },
    { cause, retryable: true, help: 'Apply again once every worker knows that it was deleted.' },
  );
}

function isUnknownField(error: unknown): boolean {
  return error instanceof ConnectFailure && /Unrecognized field "initial_state"/.test(error.apiMessage);
}
