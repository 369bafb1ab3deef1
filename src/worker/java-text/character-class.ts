import { readEscape } from './pattern-escape.ts';
import type { PatternText } from './pattern-text.ts';

/** What the flag `x` leaves out, in classes too. */
export const COMMENTS = /(?:[ \t\n\u000b\f\r]|#[^\n\r\u0085\u2028\u2029]*)+/;

/** A character as JavaScript writes it in a pattern or a class, whatever it means there. */
export function literal(char: string): string {
  return /^[A-Za-z0-9_]$/.test(char) ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A literal that also matches in the other case: of ASCII letters only, as Java does without its flag `u`. */
export function literalInBothCases(char: string): string {
  if (!/^[A-Za-z]$/.test(char)) return literal(char);
  return `[${char.toLowerCase()}${char.toUpperCase()}]`;
}

/**
 * Reads a Java character class after its `[` and gives a JavaScript one for the flag `v`. `&&` binds weakest, and a
 * leading `^` negates everything in its brackets (as since Java 9).
 */
export function readCharacterClass(text: PatternText, ignoreCase: boolean, ignoreBlanks: boolean): string {
  const isNegated = text.takeIf('^');
  const intersected: string[] = [];
  let union: string[] = [];
  let isFirst = true;
  for (;;) {
    if (ignoreBlanks) text.takeMatch(COMMENTS);
    if (text.isAtEnd) throw text.error('Unclosed character class', text.pattern.length - 1);
    if (!isFirst && text.takeIf(']')) break;
    if (text.takeIf('&&')) {
      if (text.peek() === '&') throw text.unsupported('&&&');
      if (union.length > 0) intersected.push(`[${union.join('')}]`);
      union = [];
    } else {
      union.push(readItem(text, ignoreCase, ignoreBlanks));
    }
    isFirst = false;
  }
  if (union.length > 0) intersected.push(`[${union.join('')}]`);
  if (intersected.length === 0) throw text.error('Bad class syntax', text.index - 2);
  return `[${isNegated ? '^' : ''}${intersected.join('&&')}]`;
}

function readItem(text: PatternText, ignoreCase: boolean, ignoreBlanks: boolean): string {
  if (text.takeIf('[')) return readCharacterClass(text, ignoreCase, ignoreBlanks);
  if (text.takeIf('\\Q')) return text.takeUntil('\\E').replace(/[\s\S]/gu, (char) => oneChar(char, ignoreCase));
  const from = readChar(text, ignoreCase);
  if (from.kind === 'set') return from.js;
  const next = text.pattern[text.index + 1];
  if (text.peek() !== '-' || next === ']' || next === '[' || next === undefined) return oneChar(from.char, ignoreCase);
  text.take();
  if (ignoreBlanks) text.takeMatch(COMMENTS);
  const to = readChar(text, ignoreCase);
  if (to.kind === 'set' || codeOf(from.char) > codeOf(to.char)) {
    throw text.error('Illegal character range', text.index - 1);
  }
  return range(codeOf(from.char), codeOf(to.char), ignoreCase);
}

function readChar(text: PatternText, ignoreCase: boolean): ReturnType<typeof readEscape> {
  if (text.takeIf('\\')) return readEscape(text, ignoreCase);
  return { kind: 'char', char: text.take() };
}

function oneChar(char: string, ignoreCase: boolean): string {
  return ignoreCase && /^[A-Za-z]$/.test(char) ? char.toLowerCase() + char.toUpperCase() : literal(char);
}

function range(from: number, to: number, ignoreCase: boolean): string {
  const plain = rangeText(from, to);
  if (!ignoreCase) return plain;
  return plain + swapped(from, to, 0x41, 0x5a, 32) + swapped(from, to, 0x61, 0x7a, -32);
}

/** The part of a range that are letters from `first` to `last`, in the other case. */
function swapped(from: number, to: number, first: number, last: number, shift: number): string {
  const low = Math.max(from, first);
  const high = Math.min(to, last);
  return low <= high ? rangeText(low + shift, high + shift) : '';
}

function rangeText(from: number, to: number): string {
  return `${literal(String.fromCodePoint(from))}-${literal(String.fromCodePoint(to))}`;
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}
