import { DataError } from '../data/index.ts';

const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const NUMBER = '0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?';
const TOKEN = new RegExp(
  `[A-Za-z_]\\w*|${NUMBER}|"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|[{}()[\\]<>=;,:.+/-]`,
  'y',
);
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** The words, numbers, texts and signs of a .proto file (the language specification, "Lexical Elements"). */
export class ProtoTokens {
  readonly #text: string;
  /** Of the token that `peek` gives. */
  #start = 0;
  #token: string;

  constructor(text: string) {
    this.#text = text;
    this.#token = this.#read(0);
  }

  /** The token that comes next; empty at the end. */
  get peek(): string {
    return this.#token;
  }

  next(): string {
    const token = this.#token;
    if (token === '') throw this.error('the file ends too early');
    this.#token = this.#read(this.#start + token.length);
    return token;
  }

  /** Takes a token if it comes next. */
  take(token: string): boolean {
    if (this.#token !== token) return false;
    this.next();
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) throw this.error(`${token} was expected, and not ${this.#token || 'the end'}`);
  }

  identifier(): string {
    if (!/^[A-Za-z_]/.test(this.#token)) throw this.error(`a name was expected, and not ${this.#token || 'the end'}`);
    return this.next();
  }

  /** A name with dots, one before it included. */
  dottedName(): string {
    let name = this.take('.') ? '.' : '';
    name += this.identifier();
    while (this.take('.')) name += `.${this.identifier()}`;
    return name;
  }

  integer(): number {
    const sign = this.take('-') ? -1 : 1;
    const token = this.next();
    const value = /^0[0-7]+$/.test(token) ? Number.parseInt(token, 8) : Number(token);
    if (!Number.isInteger(value)) throw this.error(`a whole number was expected, and not ${token}`);
    return sign * value;
  }

  isText(): boolean {
    return this.#token.startsWith('"') || this.#token.startsWith("'");
  }

  /** Texts that follow each other are one. */
  text(): string {
    if (!this.isText()) throw this.error(`a text was expected, and not ${this.#token || 'the end'}`);
    let text = '';
    while (this.isText()) text += unescaped(this.next().slice(1, -1));
    return text;
  }

  /** Leaves out all up to a sign, brackets and what is in them included. */
  skipTo(end: string): void {
    let depth = 0;
    for (;;) {
      const token = this.next();
      if (token === end && depth === 0) return;
      if (token === '{' || token === '[' || token === '(') depth++;
      else if (token === '}' || token === ']' || token === ')') depth--;
      if (token === end && depth === 0) return;
    }
  }

  /** As Confluent's provider words it, with the line. */
  error(what: string): DataError {
    const line = this.#text.slice(0, this.#start).split('\n').length;
    return new DataError(`Could not parse Protobuf - line ${line}: ${what}`);
  }

  #read(from: number): string {
    this.#start = from;
    for (BLANK.lastIndex = from; BLANK.test(this.#text); ) this.#start = BLANK.lastIndex;
    if (this.#start >= this.#text.length) return '';
    TOKEN.lastIndex = this.#start;
    const found = TOKEN.exec(this.#text);
    if (found !== null) return found[0];
    throw this.error(`${this.#text[this.#start]} does not belong here`);
  }
}

function unescaped(text: string): string {
  return text.replace(/\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/g, (_all, hex, octal, sign) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(String(hex), 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(String(octal), 8) & 0xff);
    return ESCAPES[String(sign)] ?? String(sign);
  });
}
