/**
 * Compiles `topics.regex`, which has to match the whole of a topic's name.
 * @throws Error where the pattern is none, or JavaScript has no counterpart for it
 */
export function compileTopicsRegex(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'su');
}
