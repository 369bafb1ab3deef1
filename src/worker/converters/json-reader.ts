import { CONTAINER_PARTS, isTooMany, TOO_MANY_PARTS } from '../data/index.ts';
import { hasControlCharacter } from './control-characters.ts';

/**
 * A JSON value read without loss: integers bigint of any size, fractions whatever `fraction` made of their
 * text, objects Map (a key that comes twice: its last value), arrays array, and string, boolean, null.
 */
export type JsonValue = null | boolean | string | bigint | object;

/** Makes a value of the text of a number with a fraction or an exponent. */
export type FractionReader = (text: string) => unknown;

/** The text is no JSON; the message says what stands where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

const MAX_DEPTH = 1000;
const Code = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
};

/** Up to here a loop is faster than a search, and past it several times as slow. */
const SHORT_STRING = 32;
const controlCharacter = /[\u0000-\u001f]/;
const plainText = /[^"\\\u0000-\u001f]*/y;

/**
 * Reads JSON as Jackson does for JsonConverter: zeros may lead a number, and what follows the first value is
 * ignored (unless it touches a number or a word). JSON.parse would round integers past 2^53 and can't
 * tell 1 from 1.0.
 */
export class JsonReader {
  readonly #text: string;
  readonly #fraction: FractionReader;
  readonly #bytes: Uint8Array | undefined;
  /** No control character at all, not even a line feed between values; looked at when it matters first. */
  #isFreeOfControls: boolean | undefined;
  #at: number;
  #depth = 0;
  #parts = 0;

  /**
   * @param start index of the first character to read
   * @param bytes the whole text in UTF-8, where it is at hand: long strings are then read twice as fast
   */
  constructor(text: string, fraction: FractionReader = Number, start = 0, bytes?: Uint8Array) {
    this.#text = text;
    this.#at = start;
    this.#fraction = fraction;
    this.#bytes = bytes;
  }

  /** Index of the next character to read. */
  get position(): number {
    return this.#at;
  }

  /** The first value of the text, undefined where there is only blank space. @throws JsonSyntaxError */
  readDocument(): unknown {
    this.#skipBlanks();
    if (this.#at === this.#text.length) return undefined;
    const value = this.readValue();
    const next = this.#text[this.#at];
    const last = this.#text[this.#at - 1] ?? '';
    if (next !== undefined && !' \t\r\n'.includes(next) && !'"]}'.includes(last)) throw this.#unexpected();
    return value;
  }

  /** @throws JsonSyntaxError */
  readValue(): unknown {
    if (isTooMany(++this.#parts)) throw new JsonSyntaxError(TOO_MANY_PARTS);
    this.#skipBlanks();
    const code = this.#text.charCodeAt(this.#at);
    if (code === Code.quote) return this.readString();
    if (code === Code.openBrace) return this.#readObject();
    if (code === Code.openBracket) return this.#readArray();
    if (code === Code.minus || (code >= Code.zero && code <= Code.nine)) return this.#readNumber();
    return this.#readWord();
  }

  /** @throws JsonSyntaxError where no string starts here or it does not end */
  readString(): string {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== Code.quote) throw this.#unexpected();
    const end = this.#endOfPlain(start + 1);
    const code = this.#text.charCodeAt(end);
    if (code === Code.backslash) return this.#readEscapedString(start, end);
    if (code !== Code.quote) throw this.#unexpectedAt(end);
    this.#at = end + 1;
    return this.#text.slice(start + 1, end);
  }

  /** The index of the first quote, backslash or control character, or the end of the text. */
  #endOfPlain(from: number): number {
    const text = this.#text;
    const near = Math.min(text.length, from + SHORT_STRING);
    for (let i = from; i < near; i++) {
      const code = text.charCodeAt(i);
      if (code === Code.quote || code === Code.backslash || code < 0x20) return i;
    }
    // Three searches for one thing each take a third of the time of one expression that looks for all.
    const quote = text.indexOf('"', near);
    const rest = text.slice(near, quote < 0 ? text.length : quote);
    if (!rest.includes('\\') && !this.#hasControlCharacter(rest)) return near + rest.length;
    plainText.lastIndex = near;
    plainText.test(text);
    return plainText.lastIndex;
  }

  #hasControlCharacter(part: string): boolean {
    if (this.#bytes === undefined) return controlCharacter.test(part);
    this.#isFreeOfControls ??= !hasControlCharacter(this.#bytes);
    return !this.#isFreeOfControls && controlCharacter.test(part);
  }

  /** A string that holds an escape: its end is found here, its meaning by JSON.parse. */
  #readEscapedString(start: number, firstEscape: number): string {
    let i = firstEscape;
    for (; i < this.#text.length; i++) {
      const code = this.#text.charCodeAt(i);
      if (code === Code.backslash) i++;
      else if (code === Code.quote) break;
    }
    try {
      const value = JSON.parse(this.#text.slice(start, i + 1)) as string;
      this.#at = i + 1;
      return value;
    } catch (cause) {
      throw new JsonSyntaxError(`Malformed string at character ${start + 1}`, { cause });
    }
  }

  #readObject(): Map<string, unknown> {
    const object = new Map<string, unknown>();
    this.#enter();
    if (this.#tryEnd(Code.closeBrace)) return object;
    for (;;) {
      this.#skipBlanks();
      const key = this.readString();
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#at) !== Code.colon) throw this.#unexpected();
      this.#at++;
      object.set(key, this.readValue());
      if (this.#tryEnd(Code.closeBrace)) return object;
      this.#expectComma();
    }
  }

  #readArray(): unknown[] {
    const array: unknown[] = [];
    this.#enter();
    if (this.#tryEnd(Code.closeBracket)) return array;
    for (;;) {
      array.push(this.readValue());
      if (this.#tryEnd(Code.closeBracket)) return array;
      this.#expectComma();
    }
  }

  #readNumber(): unknown {
    const start = this.#at;
    let i = start;
    if (this.#text.charCodeAt(i) === Code.minus) i++;
    const digits = i;
    while (isDigit(this.#text.charCodeAt(i))) i++;
    if (i === digits) throw this.#unexpectedAt(i);
    const next = this.#text[i];
    if (next === '.' || next === 'e' || next === 'E') return this.#readFraction(start);
    this.#at = i;
    const text = this.#text.slice(start, i);
    return i - start < 16 ? BigInt(Number(text)) : BigInt(text);
  }

  #readFraction(start: number): unknown {
    const pattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = start;
    const text = pattern.exec(this.#text)?.[0] ?? '';
    const end = start + text.length;
    if ('.eE'.includes(this.#text[end] ?? ' ')) throw this.#unexpectedAt(end);
    this.#at = end;
    return this.#fraction(text);
  }

  #readWord(): null | boolean {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      if (/[\w$]/.test(this.#text[this.#at] ?? '')) throw this.#unexpected();
      return value;
    }
    throw this.#unexpected();
  }

  #enter(): void {
    this.#at++;
    this.#depth++;
    this.#parts += CONTAINER_PARTS;
    if (this.#depth > MAX_DEPTH) throw new JsonSyntaxError(`Nesting deeper than ${MAX_DEPTH}`);
  }

  #tryEnd(code: number): boolean {
    this.#skipBlanks();
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    this.#depth--;
    return true;
  }

  #expectComma(): void {
    if (this.#text.charCodeAt(this.#at) !== Code.comma) throw this.#unexpected();
    this.#at++;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #unexpected(): JsonSyntaxError {
    return this.#unexpectedAt(this.#at);
  }

  #unexpectedAt(index: number): JsonSyntaxError {
    if (index >= this.#text.length) return new JsonSyntaxError('Unexpected end of JSON text');
    const code = this.#text.codePointAt(index) ?? 0;
    const shown = code < 0x20 ? `control character ${code}` : `'${String.fromCodePoint(code)}'`;
    return new JsonSyntaxError(`Unexpected ${shown} at character ${index + 1} of JSON text`);
  }
}

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

function isDigit(code: number): boolean {
  return code >= Code.zero && code <= Code.nine;
}
