import { ConnectFailure, settledOffsets } from '../../connect/index.ts';
import { sleep } from '../../core/index.ts';
import type { DeclaredOffsets } from '../../definition/index.ts';
import { beginWrite, type Run } from '../run.ts';
import { withRetries } from '../with-retries.ts';
import { offsetEntries } from './offset-entries.ts';

/** Kafka Connect refuses while a task of the connector may still run; its message says that a retry is safe. */
const ZOMBIE = /zombie sink tasks|can be safely retried|haven't stopped completely/;
const ZOMBIE_TRIES = 20;

/** Sets the offsets a connector is declared to begin at: pairs, or those of another connector. */
export async function alterOffsets(run: Run, name: string, offsets: DeclaredOffsets): Promise<void> {
  const json =
    offsets.kind === 'pairs'
      ? `{"offsets":${offsets.json}}`
      : await withRetries(run, name, () => settledOffsets(run.client, offsets.connector));
  await putOffsets(run, name, json);
}

/** PATCHes offsets given as JSON text `{"offsets":[…]}`; an empty list is left out, for the API refuses it. */
export async function putOffsets(run: Run, name: string, json: string): Promise<void> {
  if (isEmptyOffsets(json)) return;
  await patiently(
    run,
    name,
    () => run.client.alterOffsets(name, json),
    (live) => holdsAll(live, json),
  );
}

export async function resetOffsets(run: Run, name: string): Promise<void> {
  await patiently(run, name, () => run.client.resetOffsets(name), isEmptyOffsets);
}

function holdsAll(live: string, wanted: string): boolean {
  const entries = new Set(offsetEntries(live));
  return offsetEntries(wanted).every((entry) => entries.has(entry));
}

export function isEmptyOffsets(json: string): boolean {
  const value = JSON.parse(json) as { offsets?: readonly unknown[] };
  return (value.offsets ?? []).length === 0;
}

/** `isDone` reads what an earlier try may have left. */
async function patiently(
  run: Run,
  name: string,
  call: () => Promise<string>,
  isDone: (offsets: string) => boolean,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await withRetries(run, name, async (isRetry) => {
        if (isRetry && isDone(await settledOffsets(run.client, name))) return;
        beginWrite(run);
        await call();
      });
      return;
    } catch (error) {
      const isZombie = error instanceof ConnectFailure && ZOMBIE.test(error.apiMessage);
      if (!isZombie || tries >= ZOMBIE_TRIES) throw error;
    }
    await run.aside(() => sleep(500, run.signal));
  }
}
