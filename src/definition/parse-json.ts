import { type Entry, type ListNode, type MapNode, type Node, type ScalarNode, spanOf } from './node.ts';
import type { Report } from './report.ts';
import type { SourceText } from './source-text.ts';

/** Deeper than any config, shallower than the stack. */
const MAX_DEPTH = 100;

/**
 * The value that a JSON text holds, each part with its place and numbers in their spelling; undefined where the text
 * is not JSON, which is reported. JSON.parse keeps neither, names no place of a mistake in some Node versions, and
 * quotes the text around it, which may hold a secret.
 */
export function parseJson(source: SourceText, report: Report): Node | undefined {
  try {
    return new Reader(source, report).document();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const { offset, message } = error;
    report.add('CC1001', source.span(offset, offset + 1), `this is not valid JSON: ${message}`);
    return undefined;
  }
}

/** Where a text stops being JSON, and what belongs there. */
class Mistake extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const BLANKS = /[ \t\r\n]*/y;

class Reader {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #report: Report;
  #at = 0;
  #depth = 0;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#text = source.text;
    this.#report = report;
  }

  document(): Node {
    const node = this.#value();
    this.#blanks();
    if (this.#at < this.#text.length) this.#fail('nothing may follow the closing brace');
    return node;
  }

  #value(): Node {
    this.#blanks();
    const first = this.#text[this.#at];
    if (first === '{') return this.#map();
    if (first === '[') return this.#list();
    if (first === '"') return this.#string();
    const start = this.#at;
    if (!this.#take(WORD)) this.#fail('a value belongs here');
    return this.#scalar(this.#text.slice(start, this.#at), true, start);
  }

  #map(): MapNode {
    const start = this.#at;
    const entries: Entry[] = [];
    const seen = new Map<string, ScalarNode>();
    this.#items('}', () => {
      const entry = this.#pair();
      const { key } = entry;
      const first = seen.get(key.text);
      if (first) {
        const related = [{ message: 'first written here', source: spanOf(first) }];
        this.#report.add('CC1003', key, `the key "${key.text}" is written twice`, { related });
        return;
      }
      seen.set(key.text, key);
      entries.push(entry);
    });
    return { kind: 'map', entries, source: this.#source, start, end: this.#at };
  }

  #list(): ListNode {
    const start = this.#at;
    const items: Node[] = [];
    this.#items(']', () => items.push(this.#value()));
    return { kind: 'list', items, source: this.#source, start, end: this.#at };
  }

  #items(close: string, readItem: () => void): void {
    this.#at++;
    if (++this.#depth > MAX_DEPTH) this.#fail('this is nested too deeply');
    this.#blanks();
    if (this.#text[this.#at] !== close) {
      do {
        readItem();
        this.#blanks();
      } while (this.#text[this.#at] === ',' && ++this.#at > 0);
    }
    if (this.#text[this.#at] !== close) this.#fail(`a comma or ${close} belongs here`);
    this.#at++;
    this.#depth--;
  }

  #pair(): Entry {
    this.#blanks();
    if (this.#text[this.#at] !== '"') this.#fail('a key in double quotes belongs here');
    const key = this.#string();
    this.#blanks();
    if (this.#text[this.#at] !== ':') this.#fail('a colon belongs here');
    this.#at++;
    return { key, value: this.#value() };
  }

  /** By hand: a regular expression would take its stack's depth from the length of the text. */
  #string(): ScalarNode {
    const start = this.#at;
    const text = this.#text;
    let hasEscapes = false;
    for (let at = start + 1; at < text.length; at++) {
      const char = text[at]!;
      if (char === '"') {
        this.#at = at + 1;
        const value = hasEscapes ? (JSON.parse(text.slice(start, at + 1)) as string) : text.slice(start + 1, at);
        return this.#scalar(value, false, start);
      }
      if (char < ' ') break;
      if (char !== '\\') continue;
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) break;
      hasEscapes = true;
      at = ESCAPE.lastIndex - 1;
    }
    return this.#fail('this text has no closing quote, or an escape that JSON does not know');
  }

  #scalar(text: string, plain: boolean, start: number): ScalarNode {
    return { kind: 'scalar', text, plain, source: this.#source, start, end: this.#at };
  }

  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #blanks(): void {
    this.#take(BLANKS);
  }

  #fail(message: string): never {
    throw new Mistake(Math.min(this.#at, this.#text.length), message);
  }
}
