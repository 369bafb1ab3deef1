import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, encodableText } from '../../../src/worker/data/index.ts';

test.each<[string, readonly number[], string]>([
  ['text', [0x61, 0xc3, 0xa9], 'aé'],
  ['a byte of no character', [0x61, 0xff, 0x62], 'a\ufffdb'],
  ['a character cut off', [0xe2, 0x82, 0x61], '\ufffda'],
  ['a surrogate', [0xed, 0xa0, 0x80, 0x61], '\ufffda'],
  ['a surrogate cut off', [0xed, 0xb0, 0x61], '\ufffda'],
  ['the last character before the surrogates', [0xed, 0x9f, 0xbf, 0xff], '\ud7ff\ufffd'],
  ['a longer way to write NUL', [0xc0, 0x80], '\ufffd\ufffd'],
])('%s is read as Java does', (_name, bytes, text) => {
  expect(decodeUtf8(Buffer.from(bytes))).toBe(text);
});

test('text that is well-formed stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(decodeUtf8(Buffer.from(text))).toBe(text);
      expect(encodableText(text)).toBe(text);
    }),
  );
});

test('half a pair of surrogates is written as Java does', () => {
  expect(encodableText('a\ud83db😀\udc00')).toBe('a?b😀?');
});
