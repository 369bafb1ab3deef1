import type { Entry, ListNode, MapNode, Node, ScalarNode } from './node.ts';
import type { SourceText } from './source-text.ts';

/**
 * Reads the plain part of YAML that definitions are mostly written in, some thirty times as fast as a full
 * parser: block maps and lists, flow collections and quoted texts within a line, block texts, comments,
 * several documents. Undefined for everything else, every mistake included: the full parser has the last
 * word on what is right and the only word on what is wrong. Both give the same tree (a property test).
 */
export function parseFastYaml(source: SourceText): Node[] | undefined {
  try {
    return new FastReader(source).read();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Thrown where the full parser is needed; one value, for a stack trace would cost more than the reading. */
const NOT_PLAIN = Symbol('not plain YAML');

function giveUp(): never {
  throw NOT_PLAIN;
}

const MAX_DEPTH = 50;
const NEWLINE = 10;
const SPACE = 32;
const HASH = 35;
const DASH = 45;

/** A key with its colon, which a blank or the line's end follows. */
const KEY = /(?:([A-Za-z0-9_][A-Za-z0-9_.$/*-]*)|"([^"\\\n]+)"|'([^'\n]+)'):(?=[ \n]|$)/y;
/** Tabs, control characters, byte order marks, halves of surrogate pairs. */
const UNUSUAL = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
/** Characters that cannot begin a plain text, or only under conditions that are not looked at here. */
const INDICATOR = /[-?:,[\]{}#&*!|>'"%@`~]/;

class FastReader {
  readonly #source: SourceText;
  /** A blank stands for the carriage return of a line's end, so that offsets stay. */
  readonly #text: string;
  /** The line at work: offsets of its first character that is no blank, and of its end; indent in columns. */
  #start = 0;
  #end = 0;
  #indent = 0;
  #isDone = false;
  /** `---` stands on the line. */
  #isBreak = false;
  #depth = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text.replaceAll('\r\n', ' \n');
  }

  read(): Node[] {
    if (UNUSUAL.test(this.#text)) giveUp();
    const documents: Node[] = [];
    this.#lineFrom(0);
    while (!this.#isDone) {
      if (this.#isBreak) {
        this.#next();
        continue;
      }
      documents.push(this.#block(0));
      if (!this.#isDone && !this.#isBreak) giveUp();
    }
    return documents;
  }

  /** Goes to the next line that is neither empty nor a comment. */
  #next(): void {
    this.#lineFrom(this.#end + 1);
  }

  #lineFrom(offset: number): void {
    const text = this.#text;
    let lineStart = offset;
    for (;;) {
      if (lineStart >= text.length) {
        this.#isDone = true;
        this.#indent = -1;
        return;
      }
      let end = text.indexOf('\n', lineStart);
      if (end < 0) end = text.length;
      let start = lineStart;
      while (start < end && text.charCodeAt(start) === SPACE) start++;
      if (start < end && text.charCodeAt(start) !== HASH) {
        this.#start = start;
        this.#end = end;
        this.#indent = start - lineStart;
        this.#isBreak = this.#indent === 0 && this.#isDocumentBreak();
        if (this.#isBreak) this.#indent = -1;
        return;
      }
      lineStart = end + 1;
    }
  }

  #isDocumentBreak(): boolean {
    const first = this.#text.charCodeAt(this.#start);
    if (first !== DASH && first !== 46 && first !== 37) return false;
    const line = withoutTrail(this.#text.slice(this.#start, this.#end));
    if (line === '---') return true;
    return line.startsWith('---') || line.startsWith('...') || line.startsWith('%') ? giveUp() : false;
  }

  /** The block that begins at the line at work, which is indented by `indent`. */
  #block(indent: number): MapNode | ListNode {
    if (this.#indent !== indent || ++this.#depth > MAX_DEPTH) giveUp();
    const node = this.#isItem() ? this.#list(indent) : this.#map(indent);
    this.#depth--;
    return node;
  }

  #isItem(): boolean {
    return this.#text.charCodeAt(this.#start) === DASH && this.#text.charCodeAt(this.#start + 1) === SPACE;
  }

  #list(indent: number): ListNode {
    const start = this.#start;
    const items: Node[] = [];
    while (this.#indent === indent && this.#isItem()) {
      let at = this.#start + 1;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      if (at >= this.#end) giveUp();
      KEY.lastIndex = at;
      if (KEY.test(this.#text)) {
        // The map of an item begins on the item's own line, further right.
        const inner = indent + (at - this.#start);
        this.#start = at;
        this.#indent = inner;
        items.push(this.#block(inner));
      } else {
        if (this.#isItemAt(at)) giveUp();
        items.push(this.#value(at, indent));
      }
    }
    if (this.#indent > indent) giveUp();
    return { kind: 'list', items, source: this.#source, start, end: endOf(items.at(-1)) ?? start };
  }

  #isItemAt(at: number): boolean {
    return this.#text.charCodeAt(at) === DASH && (at + 1 >= this.#end || this.#text.charCodeAt(at + 1) === SPACE);
  }

  #map(indent: number): MapNode {
    const start = this.#start;
    const entries: Entry[] = [];
    while (this.#indent === indent) {
      KEY.lastIndex = this.#start;
      const match = KEY.exec(this.#text);
      if (!match) {
        if (this.#isItem() && entries.length > 0) break; // the list of a map further up
        giveUp();
      }
      const key = this.#key(match);
      if (isKnown(entries, key.text)) giveUp();
      let at = KEY.lastIndex;
      while (this.#text.charCodeAt(at) === SPACE) at++;
      const isAlone = at >= this.#end || this.#text.charCodeAt(at) === HASH;
      entries.push({ key, value: isAlone ? this.#below(indent) : this.#value(at, indent) });
    }
    if (this.#indent > indent) giveUp();
    return { kind: 'map', entries, source: this.#source, start, end: endOf(entries.at(-1)?.value) ?? start };
  }

  #key(match: RegExpExecArray): ScalarNode {
    const plain = match[1] !== undefined;
    const text = match[1] ?? match[2] ?? match[3]!;
    return { kind: 'scalar', text, plain, source: this.#source, start: match.index, end: KEY.lastIndex - 1 };
  }

  /** A value on the lines under its key: further right, or a list at the key's own column. */
  #below(indent: number): Node {
    this.#next();
    if (this.#indent > indent) return this.#block(this.#indent);
    return this.#indent === indent && this.#isItem() ? this.#block(indent) : giveUp();
  }

  /** A value on its key's line; goes to the next line. */
  #value(at: number, indent: number): Node {
    const first = this.#text[at]!;
    if (first === '|' || first === '>') return this.#blockScalar(at, indent);
    let node: Node;
    if (first === '{' || first === '[') node = this.#flow(at);
    else if (first === '"' || first === "'") node = this.#quoted(at, first);
    else node = this.#plain(at);
    let rest = node.end;
    while (this.#text.charCodeAt(rest) === SPACE) rest++;
    const isClear = rest >= this.#end || (this.#text.charCodeAt(rest) === HASH && rest > node.end);
    if (!isClear) giveUp();
    this.#next();
    if (this.#indent > indent) giveUp(); // the text goes on, on a line of its own
    return node;
  }

  #plain(at: number): ScalarNode {
    const text = this.#text;
    const first = text[at]!;
    if (INDICATOR.test(first) && !(first === '-' && text.charCodeAt(at + 1) > SPACE)) giveUp();
    let value = text.slice(at, this.#end);
    const comment = value.indexOf(' #');
    if (comment >= 0) value = value.slice(0, comment);
    value = withoutTrail(value);
    const end = at + value.length;
    if (value.includes(': ') || value.endsWith(':')) giveUp();
    return this.#plainScalar(value, at, end);
  }

  #plainScalar(value: string, start: number, end: number): ScalarNode {
    if (value === '' || value === 'Null' || value === 'NULL') giveUp();
    return { kind: 'scalar', text: value, plain: true, source: this.#source, start, end };
  }

  #quoted(at: number, quote: string): ScalarNode {
    const text = this.#text;
    let close = text.indexOf(quote, at + 1);
    while (quote === "'" && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
    if (close < 0 || close >= this.#end) giveUp();
    const body = text.slice(at + 1, close);
    if (quote === '"' && body.includes('\\')) giveUp();
    const value = quote === "'" ? body.replaceAll("''", "'") : body;
    return { kind: 'scalar', text: value, plain: false, source: this.#source, start: at, end: close + 1 };
  }

  #flow(at: number): Node {
    if (++this.#depth > MAX_DEPTH) giveUp();
    const node = this.#text[at] === '{' ? this.#flowMap(at) : this.#flowList(at);
    this.#depth--;
    return node;
  }

  #flowList(start: number): ListNode {
    const items: Node[] = [];
    let at = this.#skip(start + 1);
    while (this.#text[at] !== ']') {
      const item = this.#flowValue(at);
      items.push(item);
      at = this.#afterItem(item.end, ']');
    }
    return { kind: 'list', items, source: this.#source, start, end: at + 1 };
  }

  #flowMap(start: number): MapNode {
    const entries: Entry[] = [];
    let at = this.#skip(start + 1);
    while (this.#text[at] !== '}') {
      KEY.lastIndex = at;
      const match = KEY.exec(this.#text);
      if (!match) giveUp();
      const key = this.#key(match);
      if (isKnown(entries, key.text)) giveUp();
      const value = this.#flowValue(this.#skip(KEY.lastIndex));
      entries.push({ key, value });
      at = this.#afterItem(value.end, '}');
    }
    return { kind: 'map', entries, source: this.#source, start, end: at + 1 };
  }

  /** Behind an item stands a comma or the closing bracket; a comma before the bracket is for the full parser. */
  #afterItem(end: number, close: string): number {
    const at = this.#skip(end);
    if (this.#text[at] === close) return at;
    if (this.#text[at] !== ',') giveUp();
    const next = this.#skip(at + 1);
    return this.#text[next] === close ? giveUp() : next;
  }

  #skip(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    return at >= this.#end || this.#text.charCodeAt(at) === NEWLINE ? giveUp() : at;
  }

  #flowValue(at: number): Node {
    const first = this.#text[at]!;
    if (first === '{' || first === '[') return this.#flow(at);
    if (first === '"' || first === "'") return this.#quoted(at, first);
    if (INDICATOR.test(first) && !(first === '-' && /[\w.$]/.test(this.#text[at + 1] ?? ''))) giveUp();
    let end = at;
    while (end < this.#end && !/[,[\]{}]/.test(this.#text[end]!)) end++;
    if (/[[{]/.test(this.#text[end] ?? '[')) giveUp();
    while (this.#text.charCodeAt(end - 1) === SPACE) end--;
    const value = this.#text.slice(at, end);
    if (value.includes(' #') || /:(?: |$)/.test(value)) giveUp();
    return this.#plainScalar(value, at, end);
  }

  /** `|` and `|-`, which differ in the last newline alone, and that one is dropped; `>` and `>-` in their turn. */
  #blockScalar(at: number, parentIndent: number): ScalarNode {
    if (!/^[|>]-? *$/.test(this.#text.slice(at, this.#end))) giveUp();
    const lines: string[] = [];
    let indent = -1;
    let lineStart = this.#end + 1;
    let end = this.#end;
    for (; lineStart < this.#text.length; lineStart = end + 1) {
      const lineEnd = this.#text.indexOf('\n', lineStart);
      end = lineEnd < 0 ? this.#text.length : lineEnd;
      const line = this.#text.slice(lineStart, this.#source.text[end - 1] === '\r' ? end - 1 : end);
      const own = indentOf(line);
      if (own === line.length) {
        if (indent < 0 ? own > 0 : own > indent) giveUp();
        lines.push('');
        continue;
      }
      if (own <= parentIndent) break;
      if (indent < 0) indent = own;
      if (own < indent) giveUp();
      lines.push(line.slice(indent));
    }
    while (lines.at(-1) === '') lines.pop();
    if (lines.length === 0) giveUp();
    this.#lineFrom(lineStart);
    if (this.#indent > parentIndent) giveUp();
    const valueEnd = Math.min(lineStart, this.#text.length);
    const text = this.#text[at] === '>' ? folded(lines) : lines.join('\n');
    return { kind: 'scalar', text, plain: false, source: this.#source, start: at, end: valueEnd };
  }
}

/** Lines joined by a blank, empty ones being line breaks. Lines further right keep their breaks: not done here. */
function folded(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  for (const line of lines) {
    if (line.startsWith(' ') || line.endsWith(' ')) giveUp();
    if (line === '') {
      breaks++;
      continue;
    }
    text += breaks > 0 ? '\n'.repeat(breaks) : text === '' ? '' : ' ';
    text += line;
    breaks = 0;
  }
  return text;
}

/** Blanks are spaces here: JavaScript's trim knows others, which YAML takes as text. */
function withoutTrail(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === SPACE) end--;
  return text.slice(0, end);
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === SPACE) indent++;
  return indent;
}

function endOf(node: Node | undefined): number | undefined {
  return node?.end;
}

/** Few keys are compared, many go into a set. */
function isKnown(entries: Entry[], key: string): boolean {
  if (entries.length < 24) return entries.some((entry) => entry.key.text === key);
  let keys = keySets.get(entries);
  if (!keys) {
    keys = new Set(entries.map((entry) => entry.key.text));
    keySets.set(entries, keys);
  } else {
    keys.add(entries.at(-1)!.key.text);
  }
  return keys.has(key);
}

const keySets = new WeakMap<Entry[], Set<string>>();
