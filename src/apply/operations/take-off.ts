import { isCallMissing } from '../../connect/index.ts';
import type { FlatConfig } from '../../core/index.ts';
import { isInternal, isServerMask, marks } from '../../plan/index.ts';
import { beginWrite, type Run } from '../run.ts';
import { withRetries } from '../with-retries.ts';
import { hiddenWithoutPatch } from './hidden-without-patch.ts';
import { readConfig } from './live.ts';

/** Writes a connector's config without these keys: by PATCH, or where there is none (before 3.8) as a whole. */
export async function takeOff(run: Run, name: string, live: FlatConfig, keys: readonly string[]): Promise<void> {
  beginWrite(run);
  if (run.observed.abilities.patchConfig) {
    try {
      await run.client.patchConfig(name, Object.fromEntries(keys.map((key) => [key, null])));
      return;
    } catch (error) {
      if (!isCallMissing(error)) throw error;
    }
  }
  const kept = Object.entries(live).filter(([key]) => !keys.includes(key) && !isInternal(key));
  const hidden = kept.filter(([, value]) => isServerMask(value)).map(([key]) => key);
  if (hidden.length > 0) throw hiddenWithoutPatch(name, hidden);
  await run.client.putConfig(name, Object.fromEntries(kept));
}

/**
 * The very last step of a move whose state no file says: once that state is there, the connector no longer remembers it.
 * While it does and stands STOPPED, a plan takes it up; afterwards a stop made by hand stays.
 */
export async function forgetMove(run: Run, name: string): Promise<void> {
  await withRetries(run, name, async () => {
    const live = await readConfig(run, name);
    if (live?.[marks.movingState] !== undefined) await takeOff(run, name, live, [marks.movingState]);
  });
}
