import { describe, expect, test } from 'vitest';
import { expandReplacement, javaRegex } from '../../../src/worker/java-text/index.ts';

/** What java.util.regex of Java 17 answers. */
const MESSAGES: readonly (readonly [pattern: string, message: string])[] = [
  ['[', 'Unclosed character class near index 0\n[\n^'],
  ['(ab', 'Unclosed group near index 3\n(ab'],
  ['ab)', "Unmatched closing ')' near index 1\nab)\n ^"],
  ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
  ['a**', "Dangling meta character '*' near index 2\na**\n  ^"],
  ['a{', 'Illegal repetition near index 2\na{'],
  ['{', 'Illegal repetition near index 1\n{'],
  ['a{2', 'Unclosed counted closure near index 3\na{2'],
  ['a{3,2}', 'Illegal repetition range near index 5\na{3,2}\n     ^'],
  ['\\', 'Unexpected internal error near index 1\n\\'],
  ['\\q', 'Illegal/unsupported escape sequence near index 1\n\\q\n ^'],
  ['[a', 'Unclosed character class near index 1\n[a\n ^'],
  ['[z-a]', 'Illegal character range near index 3\n[z-a]\n   ^'],
  ['(?<n', "named capturing group is missing trailing '>' near index 4\n(?<n"],
  ['(?<1a>x)', 'capturing group name does not start with a Latin letter near index 3\n(?<1a>x)\n   ^'],
  ['(?<a>x)(?<a>y)', 'Named capturing group <a> is already defined near index 11\n(?<a>x)(?<a>y)\n           ^'],
  ['\\p{Foo}', 'Unknown character property name {Foo} near index 6\n\\p{Foo}\n      ^'],
  ['\\p{', 'Unclosed character family near index 3\n\\p{'],
  ['(?z)', 'Unknown inline modifier near index 2\n(?z)\n  ^'],
  ['a|*', "Dangling meta character '*' near index 2\na|*\n  ^"],
  ['\\xg', 'Illegal hexadecimal escape sequence near index 2\n\\xg\n  ^'],
  ['\\08', 'Illegal octal escape sequence near index 2\n\\08\n  ^'],
  ['[\\b]', 'Illegal/unsupported escape sequence near index 2\n[\\b]\n  ^'],
  ['[a-\\d]', 'Illegal character range near index 4\n[a-\\d]\n    ^'],
];

const MATCHES: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['[a-z&&[^aeiou]]+', 'bcd', true],
  ['[^a-c[e]]', 'd', true],
  ['[^a-c[e]]', 'e', false],
  ['a.c', 'a\u0085c', false],
  ['(?s)a.c', 'a\nc', true],
  ['(?i)ÀB', 'àb', false],
  ['(?i)ab[c-d]', 'ABD', true],
  ['(?i)k', '\u212a', false],
  ['a(?i)b', 'AB', false],
  ['(?i:a)b', 'Ab', true],
  ['(?i:a)b', 'AB', false],
  ['\\s+', '\u00a0', false],
  ['[^a-z&&[b]]', 'z', true],
  ['[^a-z&&[b]]', 'b', false],
  ['[a-c&&b-d&&c-e]', 'c', true],
  ['[a-c&&b-d[x]]', 'x', false],
  ['(?x)a b #c', 'ab', true],
  ['a$', 'a\n', false],
  ['[&&a]', 'a', true],
  ['[a&b]', '&', true],
  ['[\\w&&[^\\d]]+', 'ab_', true],
  ['\\p{L}+', 'é', true],
  ['\\p{Alpha}+', 'é', false],
  ['\\pL', 'é', true],
  ['\\p{IsAlphabetic}', 'é', true],
  ['\\p{IsLatin}+', 'é', true],
  ['\\P{L}', '1', true],
  ['\\Qa.b\\E+', 'a.bbb', true],
  ['\\Qa.b\\E+', 'axb', false],
  ['x{2}{3}', 'xx', true],
  ['x{2}{3}', 'xxxxxx', false],
  ['[]a]', ']', true],
  ['[^]a]', ']', false],
  ['a#b', 'a#b', true],
  ['[a-]', '-', true],
  ['\\cA', '\u0001', true],
  ['\\07', '\u0007', true],
  ['\\e\\x41\\u0042\\x{43}', '\u001bABC', true],
  ['[\\s-x]', '-', true],
  ['\\R', '\r\n', true],
  ['[^\\d\\s]', 'x', true],
  ['[^[ab]]', 'a', false],
  ['[^[ab]]', 'c', true],
  ['[^ab&&[ab]]', 'c', true],
  [']}', ']}', true],
  ['prod-[a-z]+\\.v(\\d+)', 'prod-orders.v12', true],
  ['(?!prod-).*', 'prod-x', false],
  ['.*(?<!-old)', 'topic-old', false],
  ['a|b', 'ab', false],
];

describe('a Java regular expression', () => {
  test.each(MESSAGES)('is refused as Java does: %j', (pattern, message) => {
    expect(() => javaRegex(pattern)).toThrow(expect.objectContaining({ message }));
  });

  test.each(MATCHES)('%j on the whole of %j gives %s', (pattern, text, matches) => {
    expect(javaRegex(pattern, { whole: true }).test(text)).toBe(matches);
  });

  test.each([
    '(a)\\1',
    '(?<n>a)\\k<n>',
    'a++',
    'a*+',
    '(?>a)',
    '\\Ga',
    '(?u)a',
    '\\p{InGreek}',
    '\\p{javaLowerCase}',
    '(?:(a)|b)*',
  ])('without a counterpart is refused, never matched otherwise: %j', (pattern) => {
    expect(() => javaRegex(pattern)).toThrow(/^Not supported: /);
  });

  test.each([
    ['(\\w+)-(\\d+)', 'ab-12', '$2_$1', '12_ab'],
    ['(?<n>a)(b)?', 'a', 'x${n}$2y', 'xay'],
    ['a', 'a', '\\$1\\\\', '$1\\'],
    ['(a)', 'a', '$12', 'a2'],
  ])('%j on %j replaced by %j gives %j', (pattern, text, replacement, expected) => {
    expect(expandReplacement(replacement, javaRegex(pattern).exec(text)!)).toBe(expected);
  });

  test.each([
    ['$', 'Illegal group reference: group index is missing'],
    ['$x', 'Illegal group reference'],
    ['\\', 'character to be escaped is missing'],
    ['$3', 'No group 3'],
    ['${q}', 'No group with name {q}'],
  ])('the replacement %j is refused', (replacement, message) => {
    expect(() => expandReplacement(replacement, javaRegex('(a)').exec('a')!)).toThrow(message);
  });
});
