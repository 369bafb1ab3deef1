import { readProperty } from './pattern-property.ts';
import type { PatternSyntaxError } from './pattern-syntax-error.ts';
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

/** Reads what follows a backslash, inside a class or outside; anchors and references are the caller's. */
export function readEscape(text: PatternText, ignoreCase: boolean): Escape {
  const start = text.index;
  const char = text.take();
  if (char in SETS) return { kind: 'set', js: SETS[char]! };
  if (char in CONTROLS) return { kind: 'char', char: CONTROLS[char]! };
  if (char === 'p' || char === 'P') return { kind: 'set', js: readProperty(text, char === 'P', ignoreCase) };
  if (char === '0') return { kind: 'char', char: readOctal(text) };
  if (char === 'x') return { kind: 'char', char: readHexadecimal(text) };
  if (char === 'u') return { kind: 'char', char: readUnicode(text) };
  if (char === 'c' && text.isAtEnd) throw text.error('Illegal control escape sequence', start);
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
  if (digits === '') throw afterDigits(text, 1, 'Illegal hexadecimal escape sequence');
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff) throw text.error('Hexadecimal codepoint is too big', text.index - 2);
  return String.fromCodePoint(code);
}

/** Two escapes may make up one character, a surrogate pair. */
function readUnicode(text: PatternText): string {
  const digits = text.takeMatch(/[0-9A-Fa-f]{4}(?:\\u[Dd][C-Fc-f][0-9A-Fa-f]{2})?/);
  if (digits === '') throw afterDigits(text, 3, 'Illegal Unicode escape sequence');
  const first = Number.parseInt(digits.slice(0, 4), 16);
  if (digits.length === 4) return String.fromCharCode(first);
  return String.fromCharCode(first, Number.parseInt(digits.slice(6), 16));
}

/** Java says where the digits end, of which there are too few. */
function afterDigits(text: PatternText, atMost: number, description: string): PatternSyntaxError {
  text.takeMatch(new RegExp(`[0-9A-Fa-f]{0,${atMost}}`));
  return text.error(description);
}
