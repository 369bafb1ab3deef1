import type { ConfigValidator } from './config-def.ts';

/** A number of at least `min` (ConfigDef.Range). */
export function atLeast(min: number): ConfigValidator {
  return between(min, undefined);
}

/** A number from `min` to `max`, both included. */
export function between(min: number | undefined, max: number | undefined): ConfigValidator {
  return (_key, value) => {
    if (value === null || value === undefined) throw new Error('Value must be non-null');
    const number = value as number | bigint;
    if (min !== undefined && number < min) throw new Error(`Value must be at least ${min}`);
    if (max !== undefined && number > max) throw new Error(`Value must be no more than ${max}`);
  };
}

/** One of the words, in this very spelling (ConfigDef.ValidString). */
export function oneOf(...words: readonly string[]): ConfigValidator {
  return (_key, value) => {
    if (!words.includes(value as string)) throw new Error(`String must be one of: ${words.join(', ')}`);
  };
}

/** One of the words, in any case (ConfigDef.CaseInsensitiveValidString); `words` as the message prints them. */
export function oneOfIgnoringCase(...words: readonly string[]): ConfigValidator {
  return (_key, value) => {
    const upper = typeof value === 'string' ? value.toUpperCase() : null;
    if (!words.some((word) => word.toUpperCase() === upper))
      throw new Error(`String must be one of (case insensitive): ${words.join(', ')}`);
  };
}

/** null or anything but the empty string (ConfigDef.NonEmptyString). */
export const nonEmptyString: ConfigValidator = (_key, value) => {
  if (value === '') throw new Error('String must be non-empty');
};

/** A list with at least one entry (the transforms' NonEmptyListValidator). */
export const nonEmptyList: ConfigValidator = (_key, value) => {
  if (!Array.isArray(value) || value.length === 0) throw new Error('Empty list');
};

/** Not null (ConfigDef.NonNullValidator). */
export const nonNull: ConfigValidator = (_key, value) => {
  if (value === null || value === undefined) throw new Error('entry must be non null');
};

/** Every check in turn; the first that fails speaks (ConfigDef.CompositeValidator). */
export function allOf(...validators: readonly ConfigValidator[]): ConfigValidator {
  return (key, value) => {
    for (const validator of validators) validator(key, value);
  };
}
