const DELIMITERS = ':,{}[]"';

/** Cuts a text at delimiters that no backslash precedes; the delimiters are tokens too (the Parser of Values). */
export class TokenReader {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** To come back to with `rewind`. */
  get mark(): number {
    return this.#at;
  }

  get hasNext(): boolean {
    return this.#at < this.text.length;
  }

  rewind(mark: number): void {
    this.#at = mark;
  }

  next(): string {
    const start = this.#at;
    let isEscaped = false;
    for (; this.hasNext; this.#at++) {
      const char = this.text[this.#at]!;
      if (DELIMITERS.includes(char) && !isEscaped) {
        if (this.#at === start) this.#at++;
        break;
      }
      isEscaped = char === '\\' && !isEscaped;
    }
    return this.text.slice(start, this.#at);
  }

  /** The next `count` tokens as one text, or null where there are fewer. */
  nextTokens(count: number): string | null {
    const start = this.#at;
    for (let i = 0; i < count; i++) {
      if (!this.hasNext) {
        this.#at = start;
        return null;
      }
      this.next();
    }
    return this.text.slice(start, this.#at);
  }

  /** Takes the token if it comes next, blanks around it included. */
  takeIf(expected: string): boolean {
    const start = this.#at;
    if (!this.hasNext) return false;
    let token = this.next();
    while (isBlank(token) && this.hasNext) token = this.next();
    if (trimmed(token) === expected) return true;
    this.#at = start;
    return false;
  }
}

export function isBlank(text: string): boolean {
  return trimmed(text) === '';
}

/** String.trim of Java. */
export function trimmed(text: string): string {
  return text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
}
