import type { ApplyTimes } from '../../../src/apply/index.ts';

/** How long things take on a worker, in milliseconds. */
export interface Pace {
  /** A client gives up after this long, and an answer that comes later is a fault. */
  readonly clientTimeoutMs: number;
  /** For one change under faults. */
  readonly changeTimeoutMs: number;
  readonly times: ApplyTimes;
}

/** The built-in worker: its status follows a write at once. */
export const localPace: Pace = {
  clientTimeoutMs: 600,
  changeTimeoutMs: 8000,
  times: { timeoutMs: 60_000, settleMs: 150, lullMs: 10, pollMs: 20, staleMs: 60, lostMs: 2000, retryMs: 20 },
};

/** Kafka Connect: a status lags behind its write, on a distributed worker by up to half a second. */
export const connectPace: Pace = {
  clientTimeoutMs: 5000,
  changeTimeoutMs: 45_000,
  times: { timeoutMs: 120_000, settleMs: 3000, lullMs: 50, pollMs: 200, staleMs: 700, lostMs: 10_000, retryMs: 700 },
};
