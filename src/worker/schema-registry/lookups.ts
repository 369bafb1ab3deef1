import { LookupNeeded } from '../plugins/index.ts';

/**
 * Answers of a registry that conversions need at once. What is not here yet is asked for, and the conversion is told
 * to wait (LookupNeeded); an answer that failed is not kept, so that the next record asks again.
 */
export class Lookups<V> {
  readonly #maxSize: number;
  readonly #answers = new Map<string, V>();
  readonly #pending = new Map<string, Promise<void>>();

  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** @throws LookupNeeded where the answer is not here yet; it rejects with what `fetch` rejects with */
  get(key: string, fetch: () => Promise<V>): V {
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    let pending = this.#pending.get(key);
    if (pending === undefined) {
      pending = this.#ask(key, fetch);
      this.#pending.set(key, pending);
      // The task may have been stopped meanwhile, and nobody waits any more.
      pending.catch(() => {});
    }
    throw new LookupNeeded(pending);
  }

  /** Has the answer asked for again. */
  forget(key: string): void {
    this.#answers.delete(key);
  }

  async #ask(key: string, fetch: () => Promise<V>): Promise<void> {
    try {
      const answer = await fetch();
      const [oldest] = this.#answers.keys();
      if (this.#answers.size >= this.#maxSize && oldest !== undefined) this.#answers.delete(oldest);
      this.#answers.set(key, answer);
    } finally {
      this.#pending.delete(key);
    }
  }
}
