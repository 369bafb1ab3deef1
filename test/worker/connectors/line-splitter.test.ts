import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter } from '../../../src/worker/connectors/line-splitter.ts';

function split(...chunks: readonly (string | Buffer)[]): [string, number][] {
  const splitter = new LineSplitter(0);
  const lines: [string, number][] = [];
  for (const chunk of chunks) {
    splitter.push(Buffer.from(chunk as string));
    lines.push(...splitter.take(Number.POSITIVE_INFINITY).map(({ text, end }): [string, number] => [text, end]));
  }
  return lines;
}

describe('lines', () => {
  test.each([
    {
      name: 'end at \\n',
      chunks: ['a\nb\n'],
      lines: [
        ['a', 2],
        ['b', 4],
      ],
    },
    {
      name: 'end at \\r\\n and at a lone \\r',
      chunks: ['a\r\nb\rc\n'],
      lines: [
        ['a', 3],
        ['b', 5],
        ['c', 7],
      ],
    },
    {
      name: 'may be empty',
      chunks: ['\n\r\n\n'],
      lines: [
        ['', 1],
        ['', 3],
        ['', 4],
      ],
    },
    { name: 'without an end are held back', chunks: ['a\nb'], lines: [['a', 2]] },
    {
      name: 'are joined from several reads',
      chunks: ['ab', 'c\nd', '\n'],
      lines: [
        ['abc', 4],
        ['d', 6],
      ],
    },
    { name: 'wait after a last \\r for the next byte', chunks: ['a\r'], lines: [] },
    {
      name: 'that \\r\\n ends across two reads are one',
      chunks: ['a\r', '\nb\n'],
      lines: [
        ['a', 3],
        ['b', 5],
      ],
    },
    {
      name: 'that \\r ends at a read are taken with the next',
      chunks: ['a\r', 'b\n'],
      lines: [
        ['a', 2],
        ['b', 4],
      ],
    },
    {
      name: 'count bytes, not characters',
      chunks: ['é\nü\nz\n'],
      lines: [
        ['é', 3],
        ['ü', 6],
        ['z', 8],
      ],
    },
    {
      name: 'keep a character that two reads cut in half',
      chunks: [Buffer.from([0xc3]), Buffer.from([0xa9, 0x0a])],
      lines: [['é', 3]],
    },
    { name: 'have malformed bytes replaced', chunks: [Buffer.from([0xff, 0x0a])], lines: [['\ufffd', 2]] },
  ])('$name', ({ chunks, lines }) => {
    expect(split(...(chunks as (string | Buffer)[]))).toEqual(lines);
  });

  test('of the upstream test have its positions', () => {
    expect(split('partial line', ' finished\n', 'line1\rline2\r\nline3\nline4\n\r', 'subsequent text')).toEqual([
      ['partial line finished', 22],
      ['line1', 28],
      ['line2', 35],
      ['line3', 41],
      ['line4', 47],
      ['', 48],
    ]);
  });

  test('are the same however the bytes are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '\r', '\n', '\r\n', '😀'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(60), { maxLength: 6 }), (content, cuts) => {
        const bytes = Buffer.from(`${content}x`);
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge));
        const expected = content.split(/\r\n|\r|\n/).slice(0, -1);
        expect(split(...chunks).map(([line]) => line)).toEqual(expected);
      }),
    );
  });

  test('are given out at most so many at a time', () => {
    const splitter = new LineSplitter(100);
    splitter.push(Buffer.from('a\nb\nc\n'));
    expect(splitter.take(2).map(({ end }) => end)).toEqual([102, 104]);
    expect(splitter.hasLine).toBe(true);
    expect(splitter.take(2).map(({ end }) => end)).toEqual([106]);
    expect(splitter.hasLine).toBe(false);
  });
});
