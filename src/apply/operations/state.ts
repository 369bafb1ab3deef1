import { isNotFound } from '../../connect/index.ts';
import type { ConnectorStateName, TargetState } from '../../core/index.ts';
import { marks, type Operation } from '../../plan/index.ts';
import { beginWrite, type Run } from '../run.ts';
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

/** Pauses, stops or resumes; a retry that finds the state there writes nothing. */
export async function haltOrResume(run: Run, name: string, state: TargetState): Promise<void> {
  await withRetries(run, name, async (isRetry) => {
    if (isRetry && (await stateOf(run, name)) === state) return;
    beginWrite(run);
    if (state === 'PAUSED') await run.client.pause(name);
    else if (state === 'STOPPED') await run.client.stop(name);
    else await run.client.resume(name);
  });
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
