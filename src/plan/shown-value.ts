import { maskCredentials } from '../core/index.ts';

const REFERENCE = /^\$\{[^:{}\s]+:(?:[^{}]*:)?[^{}]+\}$/;

/** True for a `${provider:path:key}` reference as a whole value: it names a secret and is none. */
export function isProviderReference(value: string): boolean {
  return REFERENCE.test(value);
}

/** True where credentials stand inside a value, as in a URL: no long digest of it may be kept. */
export function holdsSecret(value: string): boolean {
  return shownValue(value) !== value;
}

/** A value as it may be printed: credentials inside a URL are masked in place. */
export function shownValue(value: string): string {
  return maskCredentials(value);
}
