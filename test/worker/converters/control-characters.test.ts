import { describe, expect, test } from 'vitest';
import { hasControlCharacter } from '../../../src/worker/converters/control-characters.ts';

/** `length` bytes that begin at any place of a word of four bytes. */
function bytesAt(offset: number, length: number, fill: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(64 + 7), offset, length).fill(fill);
}

const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 50];

describe.each([0, 1, 2, 3])('text that begins %s bytes after a whole word', (offset) => {
  test.each(lengths)('of %s bytes: a control character is found wherever it stands', (length) => {
    for (const fill of [0x20, 0x7f, 0x80, 0xff]) {
      expect(hasControlCharacter(bytesAt(offset, length, fill)), `all ${fill}`).toBe(false);
      for (let at = 0; at < length; at++) {
        for (const control of [0, 9, 0x1f]) {
          const bytes = bytesAt(offset, length, fill);
          bytes[at] = control;
          expect(hasControlCharacter(bytes), `${control} at ${at} among ${fill}`).toBe(true);
        }
      }
    }
  });

  test('what stands around it does not count', () => {
    const whole = new Uint8Array(64);
    const text = whole.subarray(16 + offset, 48).fill(0x61);
    expect(hasControlCharacter(text)).toBe(false);
  });
});
