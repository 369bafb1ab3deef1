/** A pattern that Java refuses, with its message (PatternSyntaxException.getMessage), or that has no counterpart here. */
export class PatternSyntaxError extends Error {
  override readonly name = 'PatternSyntaxException';
  readonly javaClass = 'java.util.regex.PatternSyntaxException';

  constructor(description: string, pattern: string, index: number) {
    const caret = index < pattern.length ? `\n${' '.repeat(index)}^` : '';
    super(`${description} near index ${index}\n${pattern}${caret}`);
  }
}
