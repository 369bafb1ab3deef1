import type { TargetState } from '../../core/index.ts';
import type { Operation } from '../../plan/index.ts';
import { checkRunning, type Run } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { readBeforeWrite } from './live.ts';

/** Pauses, stops or resumes. */
export async function setState(run: Run, op: Operation): Promise<Expectation> {
  await withRetries(run, op.change.name, (isRetry) => readBeforeWrite(run, op, isRetry, undefined));
  await haltOrResume(run, op.change.name, op.wantedState!);
  return { name: op.change.name, wanted: op.wantedState!, applied: undefined, isNew: false };
}

/** The three are idempotent: a retry needs no reading first. */
export async function haltOrResume(run: Run, name: string, state: TargetState): Promise<void> {
  await withRetries(run, name, async () => {
    checkRunning(run);
    if (state === 'PAUSED') await run.client.pause(name);
    else if (state === 'STOPPED') await run.client.stop(name);
    else await run.client.resume(name);
  });
}
