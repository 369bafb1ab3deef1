import { doubleText, floatText } from '../data/index.ts';

/** With the quote and the backslash in it this would take twice as long as looking for those two apart. */
const CONTROL_OR_SURROGATE = /[\u0000-\u001f\ud800-\udfff]/;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A string in quotes, escaped as Jackson does: only what has to be, and characters past U+FFFF, both in upper-case hex.
 * The bytes of a key decide on its partition, so they have to be the same.
 */
export function quoteJson(text: string): string {
  if (!text.includes('"') && !text.includes('\\') && !CONTROL_OR_SURROGATE.test(text)) return `"${text}"`;
  const escaped = text.replace(
    /["\\\u0000-\u001f\ud800-\udfff]/g,
    (char) => SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** A double as Jackson writes it: Java's text, and what is no number in quotes. */
export function doubleJson(value: number): string {
  return Number.isFinite(value) ? doubleText(value) : `"${doubleText(value)}"`;
}

export function floatJson(value: number): string {
  return Number.isFinite(value) ? floatText(value) : `"${floatText(value)}"`;
}
