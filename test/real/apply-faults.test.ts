import { expect, it } from 'vitest';
import { type Pace, runSeed } from '../apply/faults/fault-run.ts';
import { testFolder } from '../harness/index.ts';
import { describeReal, sharedDistributed } from './shared.ts';

/** A distributed worker's status lags behind a write by up to half a second. */
const pace: Pace = {
  clientTimeoutMs: 5000,
  changeTimeoutMs: 30_000,
  times: { timeoutMs: 120_000, settleMs: 3000, lullMs: 50, pollMs: 200, staleMs: 700, retryMs: 700 },
};

describeReal('apply under injected faults, on Kafka Connect 4.3.1', () => {
  it.each([1, 13, 17])(
    'seed %d: nothing is done twice or lost, and the report is what the worker shows',
    async (seed) => {
      const { url } = await sharedDistributed();
      expect(await runSeed(seed, url, testFolder(), pace)).toMatchObject({ violations: [] });
    },
  );
});
