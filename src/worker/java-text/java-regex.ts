import { literal, literalInBothCases, readCharacterClass } from './character-class.ts';
import { readEscape } from './pattern-escape.ts';
import { PatternText } from './pattern-text.ts';

/**
 * Compiles a pattern of java.util.regex.Pattern to one that matches the same. `whole`: it has to match all of a text
 * (Matcher.matches), else any part (find). Groups keep their numbers and names.
 * @throws PatternSyntaxError where Java refuses it (in its words), or where JavaScript has no counterpart:
 *   back references, possessive quantifiers, atomic groups, and some properties
 */
export function javaRegex(pattern: string, options: { readonly whole?: boolean } = {}): RegExp {
  const js = new PatternReader(pattern).read();
  return new RegExp(options.whole ? `^(?:${js})$` : js, 'v');
}

/** A part of the translated pattern. */
interface Part {
  readonly js: string;
  readonly hasGroup: boolean;
  /** It holds a group that a match may leave out; repeated, Java keeps its last text and JavaScript forgets it. */
  readonly mayLeaveOutGroup: boolean;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly comments: boolean;
}

const ANYTHING = '[\\u{0}-\\u{10ffff}]';
const NO_LINE_END = '[^\\u{a}\\u{d}\\u{85}\\u{2028}\\u{2029}]';
const LINE_END = '(?:\\r\\n|[\\u{a}\\u{d}\\u{85}\\u{2028}\\u{2029}])';
const INPUT_START = `(?<!${ANYTHING})`;
const INPUT_END = `(?!${ANYTHING})`;

class PatternReader {
  readonly #text: PatternText;
  readonly #names = new Set<string>();
  #flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false, comments: false };

  constructor(pattern: string) {
    this.#text = new PatternText(pattern);
  }

  read(): string {
    const { js } = this.#readAlternatives();
    if (!this.#text.isAtEnd) throw this.#text.error("Unmatched closing ')'", Math.max(0, this.#text.index - 1));
    return js;
  }

  /** Up to a `)` or the end. */
  #readAlternatives(): Part {
    const branches = [this.#readSequence()];
    while (this.#text.takeIf('|')) branches.push(this.#readSequence());
    const hasGroup = branches.some((branch) => branch.hasGroup);
    return {
      js: branches.map(({ js }) => js).join('|'),
      hasGroup,
      mayLeaveOutGroup: branches.some((branch) => branch.mayLeaveOutGroup) || (hasGroup && branches.length > 1),
    };
  }

  #readSequence(): Part {
    const parts: Part[] = [];
    for (;;) {
      if (this.#flags.comments) this.#text.takeMatch(/(?:[ \t\n\u000b\f\r]|#[^\n\r\u0085\u2028\u2029]*)+/);
      const next = this.#text.peek();
      if (next === '' || next === '|' || next === ')') break;
      const atoms = this.#readAtoms();
      const last = atoms.pop();
      parts.push(...atoms);
      if (last !== undefined) parts.push(this.#readQuantifiers(last));
    }
    return {
      js: parts.map(({ js }) => js).join(''),
      hasGroup: parts.some((part) => part.hasGroup),
      mayLeaveOutGroup: parts.some((part) => part.mayLeaveOutGroup),
    };
  }

  /** One atom, several for `\Q…\E`, none for a flag or an empty quotation. */
  #readAtoms(): Part[] {
    const index = this.#text.index;
    if (this.#text.takeIf('\\Q')) return Array.from(this.#text.takeUntil('\\E'), (char) => this.#literal(char));
    if (this.#text.takeIf('\\')) return [plain(this.#readEscape())];
    const char = this.#text.take();
    if (char === '(') return this.#readGroup();
    if (char === '[') return [plain(readCharacterClass(this.#text, this.#flags.ignoreCase, this.#flags.comments))];
    if (char === '.') return [plain(this.#flags.dotAll ? ANYTHING : NO_LINE_END)];
    if (char === '^')
      return [plain(this.#flags.multiLine ? `(?:${INPUT_START}|(?<=${LINE_END})(?=${ANYTHING}))` : INPUT_START)];
    if (char === '$')
      return [plain(this.#flags.multiLine ? `(?=${LINE_END}|${INPUT_END})` : `(?=${LINE_END}?${INPUT_END})`)];
    if ('*+?'.includes(char)) throw this.#text.error(`Dangling meta character '${char}'`, index);
    if (char === '{') throw this.#text.error('Illegal repetition');
    return [this.#literal(char)];
  }

  #literal(char: string): Part {
    return plain(this.#flags.ignoreCase ? literalInBothCases(char) : literal(char));
  }

  #readEscape(): string {
    if (this.#text.isAtEnd) throw this.#text.error('Unexpected internal error');
    const next = this.#text.peek();
    if (/[1-9k]/.test(next)) throw this.#text.unsupported('back references');
    if (next === 'G' || next === 'X') throw this.#text.unsupported(`\\${next}`);
    if (this.#text.takeIf('b')) return '\\b';
    if (this.#text.takeIf('B')) return '\\B';
    if (this.#text.takeIf('A')) return INPUT_START;
    if (this.#text.takeIf('z')) return INPUT_END;
    if (this.#text.takeIf('Z')) return `(?=${LINE_END}?${INPUT_END})`;
    if (this.#text.takeIf('R')) return '(?:\\r\\n|[\\u{a}-\\u{d}\\u{85}\\u{2028}\\u{2029}])';
    const escaped = readEscape(this.#text);
    return escaped.kind === 'set' ? escaped.js : this.#literal(escaped.char).js;
  }

  #readGroup(): Part[] {
    if (!this.#text.takeIf('?')) return [this.#readRest('(', true)];
    for (const opening of [':', '=', '!', '<=', '<!']) {
      if (this.#text.takeIf(opening)) return [this.#readRest(`(?${opening}`, false)];
    }
    if (this.#text.peek() === '>') throw this.#text.unsupported('atomic groups');
    if (this.#text.takeIf('<')) return [this.#readRest(`(?<${this.#readName()}>`, true)];
    return this.#readFlags();
  }

  /** Flags that were set inside end with the group. */
  #readRest(opening: string, isCapturing: boolean): Part {
    const flags = this.#flags;
    const inner = this.#readAlternatives();
    this.#flags = flags;
    if (!this.#text.takeIf(')')) throw this.#text.error('Unclosed group');
    return {
      js: `${opening}${inner.js})`,
      hasGroup: isCapturing || inner.hasGroup,
      mayLeaveOutGroup: inner.mayLeaveOutGroup,
    };
  }

  #readName(): string {
    const name = this.#text.takeMatch(/[A-Za-z][A-Za-z0-9]*/);
    if (name === '') throw this.#text.error('capturing group name does not start with a Latin letter');
    if (!this.#text.takeIf('>')) throw this.#text.error("named capturing group is missing trailing '>'");
    if (this.#names.has(name)) {
      throw this.#text.error(`Named capturing group <${name}> is already defined`, this.#text.index - 1);
    }
    this.#names.add(name);
    return name;
  }

  /** `(?i)` for what follows in this group, `(?i:…)` for what is inside. */
  #readFlags(): Part[] {
    const before = this.#flags;
    let value = true;
    for (;;) {
      const flag = this.#text.peek();
      if (flag === '-' && value) value = false;
      else if (flag === 'i') this.#flags = { ...this.#flags, ignoreCase: value };
      else if (flag === 'm') this.#flags = { ...this.#flags, multiLine: value };
      else if (flag === 's') this.#flags = { ...this.#flags, dotAll: value };
      else if (flag === 'x') this.#flags = { ...this.#flags, comments: value };
      else if (flag !== '' && 'duU'.includes(flag)) throw this.#text.unsupported(`the flag ${flag}`);
      else break;
      this.#text.take();
    }
    if (this.#text.takeIf(')')) return [];
    if (!this.#text.takeIf(':')) throw this.#text.error('Unknown inline modifier');
    const group = this.#readRest('(?:', false);
    this.#flags = before;
    return [group];
  }

  /** Java takes several in a row: `x{2}{3}` is six. */
  #readQuantifiers(atom: Part): Part {
    let part = atom;
    for (let count = 0; ; count++) {
      const index = this.#text.index;
      const quantifier = this.#readQuantifier();
      if (quantifier === '') return part;
      if (count > 0 && !quantifier.startsWith('{')) {
        throw this.#text.error(`Dangling meta character '${quantifier[0]}'`, index);
      }
      if (part.mayLeaveOutGroup && !/^(\?|\{[01](,1)?\})/.test(quantifier)) {
        throw this.#text.unsupported('a repeated part with a group that it may leave out', index);
      }
      if (this.#text.peek() === '+') throw this.#text.unsupported('possessive quantifiers');
      const lazy = this.#text.takeIf('?') ? '?' : '';
      part = {
        js: `${/^\(\?<?[=!]|^\\[bB]$/.test(part.js) || count > 0 ? `(?:${part.js})` : part.js}${quantifier}${lazy}`,
        hasGroup: part.hasGroup,
        mayLeaveOutGroup: part.mayLeaveOutGroup || (part.hasGroup && /^[*?]|^\{0/.test(quantifier)),
      };
    }
  }

  #readQuantifier(): string {
    const simple = this.#text.takeMatch(/[*+?]/);
    if (simple !== '' || !this.#text.takeIf('{')) return simple;
    const [, from, comma, to] = /^(\d*)(,?)(\d*)$/.exec(this.#text.takeMatch(/\d*,?\d*/)) ?? [];
    if (!from) throw this.#text.error('Illegal repetition');
    if (!this.#text.takeIf('}')) {
      throw this.#text.error('Unclosed counted closure', this.#text.index);
    }
    if (to && Number(to) < Number(from)) throw this.#text.error('Illegal repetition range', this.#text.index - 1);
    return `{${from}${comma}${to}}`;
  }
}

function plain(js: string): Part {
  return { js, hasGroup: false, mayLeaveOutGroup: false };
}
