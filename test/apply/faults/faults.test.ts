import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder, tempFolder } from '../../harness/index.ts';
import { runSeed } from './fault-run.ts';
import { startLocalWorker } from './local-worker.ts';

const folder = tempFolder();
let worker: Awaited<ReturnType<typeof startLocalWorker>>;
beforeAll(async () => {
  worker = await startLocalWorker(folder);
});
afterAll(async () => {
  await worker.close();
  removeFolder(folder);
});

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

// Seeds wait more than they work.
test.concurrent.each(seeds)(
  'seed %d: nothing is done twice or lost, and the report is what the worker shows',
  async (seed) => {
    expect(await runSeed(seed, worker, folder)).toMatchObject({ violations: [] });
  },
);
