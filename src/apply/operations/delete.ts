import { isNotFound, settledOffsets } from '../../connect/index.ts';
import type { Operation } from '../../plan/index.ts';
import { beginWrite, type Run } from '../run.ts';
import { withRetries } from '../with-retries.ts';
import { readBeforeWrite, readConfig, waitUntilGone } from './live.ts';
import { resetOffsets } from './offsets.ts';
import { haltOrResume } from './state.ts';
import { waitWithoutTasks } from './wait-without-tasks.ts';

/** Deletes and waits until it is gone; before that, with `offsets: reset`, stops it and resets its offsets. */
export async function remove(run: Run, op: Operation): Promise<void> {
  const { name } = op.change;
  const isThere = await withRetries(run, name, async (isRetry) => {
    if ((await readConfig(run, name)) === undefined) return false;
    await readBeforeWrite(run, op, isRetry, undefined);
    return true;
  });
  if (!isThere) return;
  if (op.resetOffsets) {
    await haltOrResume(run, name, 'STOPPED');
    await waitWithoutTasks(run, name);
    run.resetOffsets.set(name, await withRetries(run, name, () => settledOffsets(run.client, name)));
    await resetOffsets(run, name);
  }
  if (run.wait === 'none' && op.change.action === 'delete') await sendDelete(run, name);
  else await deleteNow(run, name);
}

/** DELETE, and waits until the name is free; what is gone already is done. */
export async function deleteNow(run: Run, name: string): Promise<void> {
  await sendDelete(run, name);
  await waitUntilGone(run, name);
}

async function sendDelete(run: Run, name: string): Promise<void> {
  await withRetries(run, name, async () => {
    beginWrite(run);
    try {
      await run.client.delete(name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  });
}
