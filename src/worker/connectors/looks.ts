/**
 * Waits for something that can only be looked at, until a signal ends it. The looks of one wait share a timer, all waits
 * share the signal's listener, and a look that finds nothing makes no garbage: a hundred idle files that were waited for
 * with a timer, a listener and a promise a look kept ten megabytes of young objects in memory.
 */
export class Looks {
  readonly #intervalMs: number;
  readonly #signal: AbortSignal;
  #end: (() => void) | undefined;

  constructor(intervalMs: number, signal: AbortSignal) {
    this.#intervalMs = intervalMs;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#end?.(), { once: true });
  }

  /**
   * Resolves when a look finds something, after so many looks that do not, or when the signal is aborted. Rejects with
   * what a look throws. One wait at a time.
   */
  until(isThere: () => boolean, looks: number): Promise<void> {
    if (this.#signal.aborted) return Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    let left = looks;
    const done = new Promise<void>((resolve, reject) => {
      this.#end = resolve;
      timer = setInterval(() => {
        try {
          if (--left === 0 || isThere()) resolve();
        } catch (error) {
          reject(error);
        }
      }, this.#intervalMs);
    });
    return done.finally(() => {
      clearInterval(timer);
      this.#end = undefined;
    });
  }
}
