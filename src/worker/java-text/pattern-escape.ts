import { PatternSyntaxError } from './pattern-syntax-error.ts';
import type { PatternText } from './pattern-text.ts';

/** What an escape stands for: one character, or a set of them as an operand of a JavaScript class (flag `v`). */
export type Escape = { readonly kind: 'char'; readonly char: string } | { readonly kind: 'set'; readonly js: string };

const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', a: '\x07', e: '\x1b' };

/** Java's classes are ASCII where JavaScript's `\s` is Unicode. */
const SETS: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[A-Za-z0-9_]',
  W: '[^A-Za-z0-9_]',
  s: '[\\u{9}-\\u{d}\\u{20}]',
  S: '[^\\u{9}-\\u{d}\\u{20}]',
  h: '[\\u{20}\\u{9}\\u{a0}\\u{1680}\\u{180e}\\u{2000}-\\u{200a}\\u{202f}\\u{205f}\\u{3000}]',
  H: '[^\\u{20}\\u{9}\\u{a0}\\u{1680}\\u{180e}\\u{2000}-\\u{200a}\\u{202f}\\u{205f}\\u{3000}]',
  v: '[\\u{a}-\\u{d}\\u{85}\\u{2028}\\u{2029}]',
  V: '[^\\u{a}-\\u{d}\\u{85}\\u{2028}\\u{2029}]',
};

/** java.util.regex's POSIX classes: ASCII only. */
const POSIX: Readonly<Record<string, string>> = {
  Lower: '[a-z]',
  Upper: '[A-Z]',
  ASCII: '[\\u{0}-\\u{7f}]',
  Alpha: '[A-Za-z]',
  Digit: '[0-9]',
  Alnum: '[A-Za-z0-9]',
  Punct: '[\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}]',
  Graph: '[\\u{21}-\\u{7e}]',
  Print: '[\\u{20}-\\u{7e}]',
  Blank: '[\\u{20}\\u{9}]',
  Cntrl: '[\\u{0}-\\u{1f}\\u{7f}]',
  XDigit: '[0-9A-Fa-f]',
  Space: '[\\u{9}-\\u{d}\\u{20}]',
};

/** Java's names for Unicode's binary properties. */
const BINARY: Readonly<Record<string, string>> = {
  ALPHABETIC: 'Alphabetic',
  IDEOGRAPHIC: 'Ideographic',
  LETTER: 'L',
  LOWERCASE: 'Lowercase',
  UPPERCASE: 'Uppercase',
  WHITE_SPACE: 'White_Space',
};

/** Reads what follows a backslash, inside a class or outside; anchors and references are the caller's. */
export function readEscape(text: PatternText): Escape {
  const start = text.index;
  const char = text.take();
  if (char in SETS) return { kind: 'set', js: SETS[char]! };
  if (char in CONTROLS) return { kind: 'char', char: CONTROLS[char]! };
  if (char === 'p' || char === 'P') return { kind: 'set', js: readProperty(text, char === 'P') };
  if (char === '0') return { kind: 'char', char: readOctal(text) };
  if (char === 'x') return { kind: 'char', char: readHexadecimal(text) };
  if (char === 'u') return { kind: 'char', char: readUnicode(text) };
  if (char === 'c') return { kind: 'char', char: String.fromCharCode(text.take().charCodeAt(0) ^ 64) };
  if (char === 'N') throw text.unsupported('characters by name', start);
  if (char === '' || /[A-Za-z0-9]/.test(char)) throw text.error('Illegal/unsupported escape sequence', start);
  return { kind: 'char', char };
}

function readOctal(text: PatternText): string {
  const digits = text.takeMatch(/[0-3][0-7]{0,2}|[4-7][0-7]?/);
  if (digits === '') throw text.error('Illegal octal escape sequence');
  return String.fromCharCode(Number.parseInt(digits, 8));
}

function readHexadecimal(text: PatternText): string {
  const digits = text.takeMatch(/[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\}/).replace(/[{}]/g, '');
  if (digits === '') throw text.error('Illegal hexadecimal escape sequence');
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw text.error('Hexadecimal codepoint is too big', text.index - 2);
  return String.fromCodePoint(code);
}

/** Two escapes may make up one character, a surrogate pair. */
function readUnicode(text: PatternText): string {
  const digits = text.takeMatch(/[0-9A-Fa-f]{4}(?:\\u[Dd][C-Fc-f][0-9A-Fa-f]{2})?/);
  if (digits === '') throw text.error('Illegal Unicode escape sequence');
  const first = Number.parseInt(digits.slice(0, 4), 16);
  if (digits.length === 4) return String.fromCharCode(first);
  return String.fromCharCode(first, Number.parseInt(digits.slice(6), 16));
}

function readProperty(text: PatternText, isNegated: boolean): string {
  const hasBraces = text.takeIf('{');
  const name = hasBraces ? text.takeMatch(/[^}]*/) : text.take();
  if (hasBraces && !text.takeIf('}')) throw text.error('Unclosed character family');
  const js = propertySet(name, text);
  return isNegated ? `[^${js}]` : js;
}

function propertySet(name: string, text: PatternText): string {
  const posix = Object.hasOwn(POSIX, name) ? POSIX[name] : undefined;
  if (posix !== undefined) return posix;
  const [key, value] = name.split('=');
  if (value !== undefined && /^(script|sc)$/i.test(key ?? '')) return unicodeSet(`Script=${value}`, name, text);
  if (value !== undefined && /^(general_category|gc)$/i.test(key ?? '')) return unicodeSet(value, name, text);
  if (/^(In|java)/.test(name) || value !== undefined) throw text.unsupported(`the property {${name}}`, text.index - 1);
  if (!name.startsWith('Is')) return unicodeSet(name, name, text);
  const rest = name.slice(2);
  const binary = BINARY[rest.toUpperCase()];
  if (binary !== undefined) return unicodeSet(binary, name, text);
  return rest.length <= 2 ? unicodeSet(rest, name, text) : unicodeSet(`Script=${rest}`, name, text);
}

function unicodeSet(property: string, name: string, text: PatternText): string {
  try {
    new RegExp(`\\p{${property}}`, 'v');
  } catch {
    throw new PatternSyntaxError(`Unknown character property name {${name}}`, text.pattern, text.index - 1);
  }
  return `\\p{${property}}`;
}
