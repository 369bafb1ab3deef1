import { messageOf } from '../../core/index.ts';
import type { ConfigValidator } from '../config/index.ts';
import { javaRegex } from './java-regex.ts';

/** A regular expression of Java's (RegexValidator). For a missing value it says what the JVM says. */
export const javaRegexValidator: ConfigValidator = (_key, value) => {
  if (typeof value !== 'string') {
    throw new Error('Invalid regex: Cannot invoke "String.isEmpty()" because "this.pattern" is null');
  }
  try {
    javaRegex(value);
  } catch (error) {
    throw new Error(`Invalid regex: ${messageOf(error)}`);
  }
};
