import type { PatternText } from './pattern-text.ts';

const MAX_COUNT = 2 ** 31 - 1;

/** Reads `*`, `+`, `?` or a count, as JavaScript writes it too; '' where none comes next. @throws PatternSyntaxError */
export function readQuantifier(text: PatternText): string {
  const simple = text.takeMatch(/[*+?]/);
  if (simple !== '' || !text.takeIf('{')) return simple;
  const from = readCount(text);
  if (from === '') throw text.error('Illegal repetition');
  const comma = text.takeIf(',') ? ',' : '';
  const to = comma === '' ? '' : readCount(text);
  if (!text.takeIf('}')) throw text.error('Unclosed counted closure', text.index);
  if (to !== '' && Number(to) < Number(from)) throw text.error('Illegal repetition range', text.index - 1);
  return `{${from}${comma}${to}}`;
}

/** Digits of an int. */
function readCount(text: PatternText): string {
  let digits = '';
  for (; /^\d$/.test(text.peek()); text.take()) {
    digits += text.peek();
    if (Number(digits) > MAX_COUNT) throw text.error('Illegal repetition range');
  }
  return digits;
}
