import { ConnectFailure, isRearranging } from '../connect/index.ts';
import { sleep } from '../core/index.ts';
import { isLasting } from './lasting-errors.ts';

const TRIES = 3;
/** A rebalance is over within seconds, or something is wrong with the workers. */
const TRIES_OF_REBALANCE = 40;
const DELAY_MS = 250;

/**
 * Reads what a plan takes an error message of as an answer: one that passes (a rebalance, a 500 of a busy worker) must
 * not be taken for what the worker thinks of a connector. Throws what the last try threw.
 */
export async function readPatiently<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const mayPass = error instanceof ConnectFailure && error.retryable && !isLasting(error);
      if (!mayPass || tries >= (isRearranging(error) ? TRIES_OF_REBALANCE : TRIES)) throw error;
    }
    await sleep(DELAY_MS);
  }
}
