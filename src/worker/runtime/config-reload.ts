import type { NullableConfig } from '../config/index.ts';
import type { ConfigTransformer } from '../config-providers/index.ts';

/** The longest that a timer of Node.js waits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Says when values that a connector has from config providers have to be looked up again: after the shortest ttl
 * among the providers that its config refers to, unless config.action.reload is `none`.
 */
export class ConfigReload {
  readonly #transformer: ConfigTransformer;
  readonly #onDue: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(transformer: ConfigTransformer, onDue: () => void) {
    this.#transformer = transformer;
    this.#onDue = onDue;
  }

  /** Begins anew; an earlier time is forgotten. */
  watch(config: NullableConfig): void {
    this.stop();
    const ttlMs = this.#transformer.ttlMs(config);
    if (ttlMs === null || config['config.action.reload']?.trim().toLowerCase() === 'none') return;
    this.#timer = setTimeout(this.#onDue, Math.min(ttlMs, MAX_TIMER_MS));
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
