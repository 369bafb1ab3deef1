import { inspect } from 'node:util';

/** What stands in place of a secret wherever one would be printed. */
export const MASK = '(sensitive)';

/**
 * A secret: prints as `(sensitive)` through String(), template literals, JSON and inspect.
 * Unwrapped with `reveal()` where it goes onto the wire, and nowhere else.
 */
export class Sensitive {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself. */
  reveal(): string {
    return this.#value;
  }

  /** Compares without revealing either side. */
  equals(other: Sensitive | string): boolean {
    return this.#value === (other instanceof Sensitive ? other.#value : other);
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
