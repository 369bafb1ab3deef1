import { ConnectFailure, isAlreadyExists, isRearranging } from '../connect/index.ts';
import { messageOf, sleep } from '../core/index.ts';
import { isLasting } from './lasting-errors.ts';
import { checkRunning, type Run } from './run.ts';

const MAX_DELAY_MS = 5000;
/** A 500, or an answer that is not Connect's, may be a worker that is leaving or a bug that stays: three tries tell. */
const TRIES_OF_ERRORS = 3;

/**
 * Does one step until it works or can't: a rebalance, a starting or missing worker and a proxy's 50x are waited
 * for up to the timeout, an outage once for all changes of the apply; a 500 or a malformed answer gets three tries unless
 * its message is known to last. `step` reads the state before it writes; `isRetry` tells it that an earlier try may
 * have been carried out.
 */
export async function withRetries<T>(run: Run, name: string, step: (isRetry: boolean) => Promise<T>): Promise<T> {
  let delayMs = run.timeouts.retryMs;
  let serverErrors = 0;
  for (let tries = 0; ; tries++) {
    checkRunning(run);
    try {
      const result = await step(tries > 0);
      run.outage.sinceMs = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error;
      run.outage.sinceMs = error.kind === 'unreachable' ? (run.outage.sinceMs ?? performance.now()) : undefined;
      if (error.mayBeDone) run.sent.isUnknown = true;
      // Nobody took it, so it was not sent.
      if (error.kind === 'unreachable' && !error.isRead) run.sent.count--;
      if (!mayPass(error)) throw error;
      const isError = (error.status === 500 && !isRearranging(error)) || error.kind === 'malformed';
      if (isError && ++serverErrors >= TRIES_OF_ERRORS) throw error;
      const outageEnd = (run.outage.sinceMs ?? Number.POSITIVE_INFINITY) + run.timeouts.timeoutMs;
      if (performance.now() + delayMs > Math.min(run.deadline, outageEnd)) throw error;
      run.emit({ type: 'retry', name, message: reasonOf(error), delayMs });
    }
    const waitMs = delayMs;
    await run.aside(() => sleep(waitMs, run.signal));
    delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
  }
}

function mayPass(error: ConnectFailure): boolean {
  return error.retryable && !isAlreadyExists(error) && !isLasting(error);
}

function reasonOf(error: ConnectFailure): string {
  if (isRearranging(error)) return 'the workers are rebalancing';
  return messageOf(error).split('\n')[0]!;
}
