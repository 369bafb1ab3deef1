import { Failure } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../client.ts';
import { Backoff, isRetriable } from '../connection/index.ts';

/** How long an operation that may succeed later is tried again (default.api.timeout.ms of the Java client). */
const API_TIMEOUT_MS = 60_000;

/** Tries again what may succeed later. That no broker can be reached is told at once: somebody waits for it. */
export async function retried<T>(config: KafkaConnectionConfig, attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + (config.apiTimeoutMs ?? API_TIMEOUT_MS);
  const backoff = new Backoff(config);
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Failure || !isRetriable(error) || Date.now() > deadline) throw error;
      await backoff.wait();
    }
  }
}
