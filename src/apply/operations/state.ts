import { ConnectFailure, isNotFound } from '../../connect/index.ts';
import { type ConnectorStateName, sleep, type TargetState } from '../../core/index.ts';
import { marks, type Operation } from '../../plan/index.ts';
import { beginWrite, checkRunning, type Run } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { readBeforeWrite } from './live.ts';
import { forgetMove } from './take-off.ts';

/** Pauses, stops or resumes. */
export async function setState(run: Run, op: Operation): Promise<Expectation> {
  await withRetries(run, op.change.name, (isRetry) => readBeforeWrite(run, op, isRetry, undefined));
  await haltOrResume(run, op.change.name, op.wantedState!);
  if (op.live?.config[marks.movingState] !== undefined) await forgetMove(run, op.change.name);
  return { name: op.change.name, wanted: op.wantedState!, applied: undefined, isNew: false };
}

/**
 * Pauses, stops or resumes; a retry that finds the state there writes nothing. A status lags behind its write, so where an
 * answer was lost it is given the settle window to show that the write was carried out.
 */
export async function haltOrResume(run: Run, name: string, state: TargetState): Promise<void> {
  let mayBeDone = false;
  await withRetries(run, name, async (isRetry) => {
    if (isRetry && (await showsState(run, name, state, mayBeDone ? run.timeouts.settleMs : 0))) return;
    beginWrite(run);
    try {
      await requestState(run, name, state);
    } catch (error) {
      mayBeDone ||= error instanceof ConnectFailure && error.mayBeDone;
      throw error;
    }
  });
}

function requestState({ client }: Run, name: string, state: TargetState): Promise<void> {
  if (state === 'PAUSED') return client.pause(name);
  return state === 'STOPPED' ? client.stop(name) : client.resume(name);
}

/** Whether the status shows the state now or within so many milliseconds. */
async function showsState(run: Run, name: string, state: TargetState, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (;;) {
    if ((await stateOf(run, name)) === state) return true;
    if (performance.now() >= until) return false;
    checkRunning(run);
    await run.aside(() => sleep(run.timeouts.pollMs, run.signal));
  }
}

/** Undefined where there is no status yet. */
async function stateOf(run: Run, name: string): Promise<ConnectorStateName | undefined> {
  try {
    return (await run.client.status(name)).connector.state;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
