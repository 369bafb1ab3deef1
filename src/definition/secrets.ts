import { globToRegExp, Sensitive, sensitiveKeyTest } from '../core/index.ts';
import type { FlatEntry } from './config-text.ts';
import { findProviderReference } from './references.ts';
import type { ConfigText } from './resolved.ts';

/** Which keys and variables are secret: the built-in globs and those of `sensitive`. */
export class Secrets {
  readonly #test: (key: string) => boolean;
  readonly #known = new Map<string, boolean>();
  readonly #variables: readonly RegExp[];

  /** @param patterns globs over the flat key, and `var.NAME` */
  constructor(patterns: readonly string[]) {
    this.#test = sensitiveKeyTest(patterns.filter((pattern) => !pattern.startsWith('var.')));
    this.#variables = patterns
      .filter((pattern) => pattern.startsWith('var.'))
      .map((pattern) => globToRegExp(pattern.slice('var.'.length)));
  }

  isSensitiveKey(key: string): boolean {
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#test(key);
      this.#known.set(key, known);
    }
    return known;
  }

  /** Whether an entry holds a secret: by its key, or by a variable that it contains. */
  isSecret(key: string, { uses, text }: FlatEntry): boolean {
    if (uses.length > 0 && this.#variables.some((pattern) => uses.some((name) => pattern.test(name)))) return true;
    return this.isSensitiveKey(key) && !isProviderReference(text);
  }

  /** @param isShared the value repeats a secret of another key */
  wrap(key: string, entry: FlatEntry, isShared: boolean): ConfigText | undefined {
    if (entry.text === undefined) return undefined;
    return isShared || this.isSecret(key, entry) ? new Sensitive(entry.text) : entry.text;
  }
}

/** `${provider:path:key}` names where a secret is, and is none itself: it is shown. */
function isProviderReference(text: string | undefined): boolean {
  return text !== undefined && findProviderReference(text) === text;
}
