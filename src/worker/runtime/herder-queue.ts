/** Runs what is asked for one connector one after the other; other connectors don't wait for it. */
export class ConnectorQueues {
  readonly #tails = new Map<string, Promise<unknown>>();
  readonly #counts = new Map<string, number>();
  readonly #onWaiting: (name: string) => void;

  /** @param onWaiting hears that work of this name has to wait for earlier work */
  constructor(onWaiting: (name: string) => void) {
    this.#onWaiting = onWaiting;
  }

  /** Resolves or rejects with the outcome of `work`, which starts when all earlier work of this name has ended. */
  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#tails.has(name)) this.#onWaiting(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    const before = this.#tails.get(name) ?? Promise.resolve();
    const outcome = before.then(work, work).finally(() => this.#counts.set(name, (this.#counts.get(name) ?? 1) - 1));
    const tail: Promise<void> = outcome.then(
      () => this.#forget(name, tail),
      () => this.#forget(name, tail),
    );
    this.#tails.set(name, tail);
    return outcome;
  }

  /** True where work of this name waits for what is under way. */
  hasWaiting(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 1;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.all(this.#tails.values());
  }

  #forget(name: string, tail: Promise<unknown>): void {
    if (this.#tails.get(name) !== tail) return;
    this.#tails.delete(name);
    this.#counts.delete(name);
  }
}
