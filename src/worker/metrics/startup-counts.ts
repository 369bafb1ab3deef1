/** How connectors, or tasks, fared when they were started (WorkerMetricsGroup). */
export class StartupCounts {
  #successes = 0;
  #failures = 0;

  succeeded(): void {
    this.#successes++;
  }

  failed(): void {
    this.#failures++;
  }

  /** @param kind `connector` or `task`, with which the attributes begin */
  values(kind: 'connector' | 'task'): Record<string, number> {
    const attempts = this.#successes + this.#failures;
    const share = (count: number) => (attempts === 0 ? 0 : count / attempts);
    return {
      [`${kind}-startup-attempts-total`]: attempts,
      [`${kind}-startup-success-total`]: this.#successes,
      [`${kind}-startup-success-percentage`]: share(this.#successes),
      [`${kind}-startup-failure-total`]: this.#failures,
      [`${kind}-startup-failure-percentage`]: share(this.#failures),
    };
  }
}
