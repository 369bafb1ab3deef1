/** Runs what is asked for one connector one after the other; other connectors don't wait for it. */
export class ConnectorQueues {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects with the outcome of `work`, which starts when all earlier work of this name has ended. */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const outcome = before.then(work, work);
    const tail: Promise<void> = outcome.then(
      () => this.#forget(name, tail),
      () => this.#forget(name, tail),
    );
    this.#tails.set(name, tail);
    return outcome;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #forget(name: string, tail: Promise<unknown>): void {
    if (this.#tails.get(name) === tail) this.#tails.delete(name);
  }
}
