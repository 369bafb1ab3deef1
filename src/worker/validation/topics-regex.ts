import { javaRegex } from '../java-text/index.ts';

/**
 * Compiles `topics.regex`, which has to match the whole of a topic's name, as Java would.
 * @throws PatternSyntaxError in Java's words, or where JavaScript has no counterpart
 */
export function compileTopicsRegex(pattern: string): RegExp {
  return javaRegex(pattern, { whole: true });
}
