import { sleep } from '../../core/index.ts';
import type { KafkaConnectionConfig } from '../client.ts';

type BackoffConfig = Pick<KafkaConnectionConfig, 'retryBackoffMs' | 'retryBackoffMaxMs'>;

/** Waits that double from retry.backoff.ms up to retry.backoff.max.ms (100 ms and 1 s, as Java's clients), ±20 %. */
export class Backoff {
  readonly #config: BackoffConfig;
  #failures = 0;

  constructor(config: BackoffConfig) {
    this.#config = config;
  }

  async wait(signal?: AbortSignal): Promise<void> {
    const ms = backoffMs(this.#config, this.#failures++);
    await sleep(ms * (0.8 + Math.random() * 0.4), signal);
  }
}

/** @param failures how many there have been before this one */
export function backoffMs({ retryBackoffMs = 100, retryBackoffMaxMs = 1000 }: BackoffConfig, failures: number): number {
  return Math.min(Math.max(retryBackoffMs, retryBackoffMaxMs), retryBackoffMs * 2 ** Math.min(failures, 30));
}
