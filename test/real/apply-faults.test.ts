import { afterAll, expect, it } from 'vitest';
import { runSeed } from '../apply/faults/fault-run.ts';
import { connectPace } from '../apply/faults/pace.ts';
import { removeFolder, tempFolder } from '../harness/index.ts';
import { describeReal, sharedBroker, sharedDistributed } from './shared.ts';

const folder = tempFolder();
afterAll(() => removeFolder(folder));

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);

// Seeds wait for the worker more than they work: they run side by side, each with names of its own.
describeReal('apply under injected faults, on Kafka Connect 4.3.1', () => {
  it.concurrent.each(seeds)(
    'seed %d: nothing is done twice or lost, and the report is what the worker shows',
    async (seed) => {
      const [{ url }, bootstrap] = await Promise.all([sharedDistributed(), sharedBroker()]);
      expect(await runSeed(seed, { url, bootstrap }, folder, connectPace)).toMatchObject({ violations: [] });
    },
  );
});
