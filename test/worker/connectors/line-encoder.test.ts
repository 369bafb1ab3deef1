import { describe, expect, test } from 'vitest';
import { LineEncoder } from '../../../src/worker/connectors/line-encoder.ts';

const x = (length: number) => 'x'.repeat(length);

describe('lines as bytes', () => {
  test.each<[string, readonly string[]]>([
    ['none', []],
    ['an empty one', ['']],
    ['short ones', ['a', 'b', 'c']],
    ['long ones', [x(600), x(10_000), x(2_000)]],
    ['short and long ones in turn', ['a', x(600), 'b', x(513), '', x(512), 'c']],
    ['many short ones', Array.from({ length: 3_000 }, (_, i) => `line ${i}`)],
    ['of more than three bytes a character', ['😀'.repeat(5), '漢'.repeat(9_000), 'é'.repeat(700)]],
    ['one of more than is kept for the next batch', [x(5_000_000), 'after']],
  ])('%s', (_name, lines) => {
    const encoder = new LineEncoder();
    // Twice, with what the first batch left of the buffer.
    for (let batch = 0; batch < 2; batch++) {
      for (const line of lines) encoder.add(line);
      expect(encoder.take().equals(Buffer.from(lines.map((line) => `${line}\n`).join('')))).toBe(true);
    }
  });

  test.each([0, 600])(
    'half a pair of surrogates is a question mark, as java.nio writes it, after %s characters',
    (length) => {
      const encoder = new LineEncoder();
      encoder.add(`${x(length)}\ud83d`);
      encoder.add('\ude00');
      expect(encoder.take().toString()).toBe(`${x(length)}?\n?\n`);
    },
  );
});
