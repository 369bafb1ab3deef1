import { sleep } from '../core/index.ts';
import { isRebalance } from './connect-failure.ts';

/** How long to wait for a rebalance of the workers to end. */
export interface RebalanceWait {
  readonly timeoutMs: number;
  /** Ends the waiting, and no request. */
  readonly signal: AbortSignal;
  /** Called before each time that a request is repeated. */
  onWait?(): void;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 2000;

/**
 * Repeats a call that is answered 409 because the workers are rebalancing: they have carried out nothing then, so a write
 * is as safe to repeat as a read. Throws the last 409 when the time is over or the signal is aborted.
 */
export async function throughRebalance<T>(wait: RebalanceWait, call: () => Promise<T>): Promise<T> {
  const end = performance.now() + wait.timeoutMs;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, MAX_DELAY_MS)) {
    try {
      return await call();
    } catch (error) {
      if (!isRebalance(error) || performance.now() + delayMs > end) throw error;
      wait.onWait?.();
      await sleep(delayMs, wait.signal);
      if (wait.signal.aborted) throw error;
    }
  }
}
