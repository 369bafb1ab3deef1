import { sleep } from '../../core/index.ts';

/** Waits that grow from 100 ms to 1 s (retry.backoff.ms and retry.backoff.max.ms of the Java clients), ±20 %. */
export class Backoff {
  #failures = 0;

  async wait(signal?: AbortSignal): Promise<void> {
    const ms = Math.min(1000, 100 * 2 ** this.#failures++);
    await sleep(ms * (0.8 + Math.random() * 0.4), signal);
  }

  reset(): void {
    this.#failures = 0;
  }
}
