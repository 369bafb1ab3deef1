import { isAlreadyExists } from '../../connect/index.ts';
import type { FlatConfig, TargetState } from '../../core/index.ts';
import { configToWrite, marks, type Operation } from '../../plan/index.ts';
import { checkRunning, movedOn, type Run, writeContextOf } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { hasAll, readConfig } from './live.ts';
import { alterOffsets } from './offsets.ts';
import { haltOrResume } from './state.ts';

/** POSTs a connector in its wanted state; with declared offsets it is STOPPED until they are set. */
export async function create(run: Run, op: Operation): Promise<Expectation> {
  const desired = op.desired!;
  const wanted: TargetState = op.wantedState ?? 'RUNNING';
  const { config } = configToWrite(desired, undefined, writeContextOf(run, op));
  const first: TargetState = desired.offsets ? 'STOPPED' : wanted;
  await post(run, op.change.name, config, first);
  if (desired.offsets) {
    await alterOffsets(run, op.change.name, desired.offsets);
    if (wanted !== 'STOPPED') await haltOrResume(run, op.change.name, wanted);
  }
  return { name: op.change.name, wanted, applied: config[marks.applied], isNew: true };
}

/** POST that survives its own retries: a name that is taken by exactly this config is ours. */
export async function post(run: Run, name: string, config: FlatConfig, state: TargetState): Promise<void> {
  const { initialState } = run.observed.abilities;
  await withRetries(run, name, async () => {
    checkRunning(run);
    try {
      await run.client.create({ name, config, ...(initialState && state !== 'RUNNING' && { initial_state: state }) });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      const live = await readConfig(run, name);
      if (!live || !hasAll(live, config)) throw movedOn(name, 'has been created by somebody else');
    }
  });
  // Before 3.7 a connector always starts RUNNING.
  if (!initialState && state !== 'RUNNING') await haltOrResume(run, name, state);
}
