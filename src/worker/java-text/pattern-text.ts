import { PatternSyntaxError } from './pattern-syntax-error.ts';

/** The text of a Java pattern, read character by character (by code point). */
export class PatternText {
  readonly pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.pattern = pattern;
  }

  get index(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.pattern.length;
  }

  /** The next character without taking it; '' at the end. */
  peek(): string {
    const code = this.pattern.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const char = this.peek();
    this.#at += char.length;
    return char;
  }

  /** Takes the text if it comes next. */
  takeIf(text: string): boolean {
    if (!this.pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  /** Takes what the sticky expression matches here; '' where it does not. */
  takeMatch(expression: RegExp): string {
    const sticky = new RegExp(expression.source, 'y');
    sticky.lastIndex = this.#at;
    const text = sticky.exec(this.pattern)?.[0] ?? '';
    this.#at += text.length;
    return text;
  }

  /** Everything up to the text, which is taken too; to the end where it does not come. */
  takeUntil(text: string): string {
    const end = this.pattern.indexOf(text, this.#at);
    const taken = this.pattern.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.pattern.length : end + text.length;
    return taken;
  }

  error(description: string, index = this.#at): PatternSyntaxError {
    return new PatternSyntaxError(description, this.pattern, index);
  }

  unsupported(what: string, index = this.#at): PatternSyntaxError {
    return this.error(`Not supported: ${what}`, index);
  }
}
