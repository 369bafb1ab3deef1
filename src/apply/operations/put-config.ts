import type { FlatConfig } from '../../core/index.ts';
import { beginWrite, type Run } from '../run.ts';
import { withRetries } from '../with-retries.ts';
import { isSameConfig, readConfig } from './live.ts';

/** PUTs a whole config; a retry that finds it there already writes nothing, for an equal PUT restarts the tasks, too. */
export async function putConfig(run: Run, name: string, config: FlatConfig): Promise<void> {
  await withRetries(run, name, async (isRetry) => {
    if (isRetry && isSameConfig(await readConfig(run, name), config)) return;
    beginWrite(run);
    await run.client.putConfig(name, config);
  });
}
