/** Any character, as an operand of a JavaScript class with the flag `v`. */
export const ANYTHING = '[\\u{0}-\\u{10ffff}]';

/** Anchors that mean what Java's do, whatever the flags of the JavaScript expression are. */
export const INPUT_START = `(?<!${ANYTHING})`;
export const INPUT_END = `(?!${ANYTHING})`;
/** After the end of a line that another one follows; never between the two characters of one end. */
export const LINE_START = `(?:${INPUT_START}|(?<=\\r\\n|[\\u{a}\\u{85}\\u{2028}\\u{2029}]|\\r(?!\\n)))(?=${ANYTHING})`;

/** Before an end of line that `next` follows, or at the end. */
export function lineEnd(next: string): string {
  return `(?:(?=(?:\\r\\n|[\\u{d}\\u{85}\\u{2028}\\u{2029}])${next})|(?<!\\r)(?=\\n${next})|${INPUT_END})`;
}
