import { COMMENTS, literal, literalInBothCases, readCharacterClass } from './character-class.ts';
import { ANYTHING, INPUT_END, INPUT_START, LINE_START, lineEnd } from './pattern-anchors.ts';
import { readEscape } from './pattern-escape.ts';
import { readQuantifier } from './pattern-quantifier.ts';
import { PatternText } from './pattern-text.ts';

/**
 * Compiles a pattern of java.util.regex.Pattern to one that matches the same. `whole`: it has to match all of a text
 * (Matcher.matches), else any part (find). Groups keep their numbers and names.
 * @throws PatternSyntaxError where Java refuses it (in its words), or where JavaScript has no counterpart:
 *   back references, possessive quantifiers, atomic groups, some properties, and what repeats or groups otherwise
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
  readonly mayBeEmpty: boolean;
  /** It holds alternatives or lazy quantifiers: repeated, Java ends with an empty one and JavaScript looks for another. */
  readonly hasChoice: boolean;
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly comments: boolean;
}

const NO_LINE_END = '[^\\u{a}\\u{d}\\u{85}\\u{2028}\\u{2029}]';

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
      mayBeEmpty: branches.some((branch) => branch.mayBeEmpty),
      hasChoice: branches.length > 1 || branches.some((branch) => branch.hasChoice),
    };
  }

  #readSequence(): Part {
    const parts: Part[] = [];
    for (;;) {
      this.#skipComments();
      const next = this.#text.peek();
      if (next === '' || next === '|' || next === ')') break;
      const atoms = this.#readAtoms();
      const last = atoms.pop();
      parts.push(...atoms);
      this.#skipComments();
      if (last !== undefined) parts.push(this.#readQuantifiers(last));
    }
    return {
      js: parts.map(({ js }) => js).join(''),
      hasGroup: parts.some((part) => part.hasGroup),
      mayLeaveOutGroup: parts.some((part) => part.mayLeaveOutGroup),
      mayBeEmpty: parts.every((part) => part.mayBeEmpty),
      hasChoice: parts.some((part) => part.hasChoice),
    };
  }

  #skipComments(): void {
    if (this.#flags.comments) this.#text.takeMatch(COMMENTS);
  }

  /** One atom, several for `\Q…\E`, none for a flag or an empty quotation. */
  #readAtoms(): Part[] {
    const index = this.#text.index;
    // Where no atom is before it, a count is one of nothing; so `x{2}{3}` is `x{2}`.
    if (this.#text.peek() === '{') return [empty('(?:)')];
    if (this.#text.takeIf('\\Q')) return Array.from(this.#text.takeUntil('\\E'), (char) => this.#literal(char));
    if (this.#text.takeIf('\\')) return [this.#readEscape()];
    const char = this.#text.take();
    if (char === '(') return this.#readGroup();
    if (char === '[') return [plain(readCharacterClass(this.#text, this.#flags.ignoreCase, this.#flags.comments))];
    if (char === '.') return [plain(this.#flags.dotAll ? ANYTHING : NO_LINE_END)];
    if (char === '^') return [empty(this.#flags.multiLine ? LINE_START : INPUT_START)];
    if (char === '$') return [empty(lineEnd(this.#flags.multiLine ? '' : INPUT_END))];
    if ('*+?'.includes(char)) throw this.#text.error(`Dangling meta character '${char}'`, index);
    return [this.#literal(char)];
  }

  #literal(char: string): Part {
    return plain(this.#flags.ignoreCase ? literalInBothCases(char) : literal(char));
  }

  #readEscape(): Part {
    if (this.#text.isAtEnd) throw this.#text.error('Unexpected internal error');
    const next = this.#text.peek();
    if (/[1-9k]/.test(next)) throw this.#text.unsupported('back references');
    if (next === 'G' || next === 'X') throw this.#text.unsupported(`\\${next}`);
    if (this.#text.takeIf('b{')) throw this.#text.unsupported('\\b{…}', this.#text.index - 2);
    if (this.#text.takeIf('b')) return empty('\\b');
    if (this.#text.takeIf('B')) return empty('\\B');
    if (this.#text.takeIf('A')) return empty(INPUT_START);
    if (this.#text.takeIf('z')) return empty(INPUT_END);
    if (this.#text.takeIf('Z')) return empty(lineEnd(INPUT_END));
    if (this.#text.takeIf('R')) return plain('(?:\\r\\n|[\\u{a}-\\u{d}\\u{85}\\u{2028}\\u{2029}])');
    const escaped = readEscape(this.#text, this.#flags.ignoreCase);
    return escaped.kind === 'set' ? plain(escaped.js) : this.#literal(escaped.char);
  }

  #readGroup(): Part[] {
    this.#skipComments();
    if (!this.#text.takeIf('?')) return [this.#readRest('(', true)];
    if (this.#text.takeIf(':')) return [this.#readRest('(?:', false)];
    for (const opening of ['=', '!', '<=', '<!']) {
      if (this.#text.takeIf(opening)) return [this.#readLookAround(opening)];
    }
    if (this.#text.peek() === '>') throw this.#text.unsupported('atomic groups');
    if (this.#text.takeIf('<')) return [this.#readRest(`(?<${this.#readName()}>`, true)];
    return this.#readFlags();
  }

  #readLookAround(opening: string): Part {
    const index = this.#text.index;
    const part = this.#readRest(`(?${opening}`, false);
    // Java's groups keep what they matched while the look-around did not match.
    if (opening.endsWith('!') && part.hasGroup)
      throw this.#text.unsupported('a group in a negative look-around', index);
    return { ...part, mayBeEmpty: true };
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
      mayBeEmpty: inner.mayBeEmpty,
      hasChoice: inner.hasChoice,
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

  #readQuantifiers(part: Part): Part {
    // A quotation of nothing stands in nobody's way.
    while (this.#text.takeIf('\\Q\\E'));
    const index = this.#text.index;
    const quantifier = readQuantifier(this.#text);
    if (quantifier === '') return part;
    if (this.#text.peek() === '+') throw this.#text.unsupported('possessive quantifiers');
    const isRepeated = !/^(\?|\{[01](,1)?\})/.test(quantifier);
    if (part.mayLeaveOutGroup && isRepeated) {
      throw this.#text.unsupported('a repeated part with a group that it may leave out', index);
    }
    if (part.mayBeEmpty && (part.hasGroup || part.hasChoice) && isRepeated && !/^\{\d+\}/.test(quantifier)) {
      throw this.#text.unsupported('a repeated part with a group or alternatives that may be empty', index);
    }
    const isLazy = this.#text.takeIf('?');
    const mayBeNone = /^[*?]|^\{0/.test(quantifier);
    return {
      js: `${/^\(\?<?[=!]|^\\[bB]$|[)]$/.test(part.js) ? `(?:${part.js})` : part.js}${quantifier}${isLazy ? '?' : ''}`,
      hasGroup: part.hasGroup,
      mayLeaveOutGroup: part.mayLeaveOutGroup || (part.hasGroup && mayBeNone),
      mayBeEmpty: part.mayBeEmpty || mayBeNone,
      hasChoice: part.hasChoice || isLazy,
    };
  }
}

function plain(js: string): Part {
  return { js, hasGroup: false, mayLeaveOutGroup: false, mayBeEmpty: false, hasChoice: false };
}

function empty(js: string): Part {
  return { ...plain(js), mayBeEmpty: true };
}
