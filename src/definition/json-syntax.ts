/** Where a text stops being JSON, and what belongs there. */
export interface JsonMistake {
  readonly offset: number;
  readonly message: string;
}

/** Deeper than any config, shallower than the stack. */
const MAX_DEPTH = 100;

/**
 * The first place where a text is not JSON; undefined where it is. JSON.parse of some Node versions names no
 * place, and quotes the text around it, which may hold a secret.
 */
export function findJsonMistake(text: string): JsonMistake | undefined {
  const scanner = new Scanner(text);
  return scanner.document() ? undefined : scanner.mistake;
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Scanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  mistake: JsonMistake | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  document(): boolean {
    if (!this.#value()) return false;
    this.#blanks();
    return this.#at === this.#text.length || this.#fail('nothing may follow the closing brace');
  }

  #value(): boolean {
    this.#blanks();
    const first = this.#text[this.#at];
    if (first === '{') return this.#items('}', () => this.#pair());
    if (first === '[') return this.#items(']', () => this.#value());
    if (first === '"') return this.#string();
    return (
      this.#take(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y) || this.#fail('a value belongs here')
    );
  }

  #items(close: string, item: () => boolean): boolean {
    this.#at++;
    if (++this.#depth > MAX_DEPTH) return this.#fail('this is nested too deeply');
    this.#blanks();
    if (this.#text[this.#at] !== close) {
      do {
        if (!item()) return false;
        this.#blanks();
      } while (this.#text[this.#at] === ',' && ++this.#at > 0);
    }
    if (this.#text[this.#at] !== close) return this.#fail(`a comma or ${close} belongs here`);
    this.#at++;
    this.#depth--;
    return true;
  }

  #pair(): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== '"') return this.#fail('a key in double quotes belongs here');
    if (!this.#string()) return false;
    this.#blanks();
    if (this.#text[this.#at] !== ':') return this.#fail('a colon belongs here');
    this.#at++;
    return this.#value();
  }

  /** By hand: a regular expression would take its stack's depth from the length of the text. */
  #string(): boolean {
    let at = this.#at + 1;
    for (; at < this.#text.length; at++) {
      const char = this.#text[at]!;
      if (char === '"') {
        this.#at = at + 1;
        return true;
      }
      if (char < ' ') break;
      if (char !== '\\') continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(this.#text)) break;
      at = ESCAPE.lastIndex - 1;
    }
    return this.#fail('this text has no closing quote, or an escape that JSON does not know');
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #blanks(): void {
    this.#take(/[ \t\r\n]*/y);
  }

  #fail(message: string): false {
    this.mistake ??= { offset: Math.min(this.#at, this.#text.length), message };
    return false;
  }
}
