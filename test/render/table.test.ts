import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, renderPairs, renderTable, width } from '../../src/render/index.ts';

interface Row {
  readonly name: string;
  readonly count: number;
}

const columns: readonly Column<Row>[] = [
  { header: 'NAME', read: (row) => row.name, shrinks: true },
  { header: 'COUNT', read: (row) => String(row.count), align: 'right' },
];

describe('a table', () => {
  it('lines its columns up, numbers to the right', () => {
    const rows = [
      { name: 'a', count: 5 },
      { name: 'longer', count: 1200 },
    ];
    expect(renderTable(rows, columns)).toBe('NAME    COUNT\na           5\nlonger   1200\n');
  });

  it('counts wide characters as two and combining ones as none', () => {
    expect(
      renderTable(
        [
          { name: '日本', count: 1 },
          { name: 'e\u0301', count: 2 },
        ],
        columns,
      ),
    ).toBe('NAME  COUNT\n日本      1\ne\u0301         2\n');
  });

  it.each([
    ['⚡ sink', 7],
    ['✅', 2],
    ['🚀', 2],
    ['☂', 1],
    ['DE 🇩🇪', 5],
    ['注文', 4],
    ['plain', 5],
  ])('counts %s as %d columns, as terminals do', (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  it('paints the words and leaves the blanks', () => {
    const painted = renderTable(
      [{ name: 'a', count: 1 }],
      [{ ...columns[0]!, paint: () => (text) => `<${text}>` }, columns[1]!],
      {
        paintHeader: (text) => `[${text}]`,
      },
    );
    expect(painted).toBe('[NAME]  [COUNT]\n<a>         1\n');
  });

  it('never goes beyond the width while something can shrink, and always shows every row', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.string({ unit: 'grapheme', maxLength: 90 }), count: fc.nat(9999) })),
        fc.integer({ min: 20, max: 100 }),
        (rows, limit) => {
          const lines = renderTable(rows, columns, { width: limit }).split('\n').slice(0, -1);
          expect(lines).toHaveLength(rows.length + 1);
          for (const line of lines) expect(width(line)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});

describe('pairs', () => {
  it('keep the lines of a value under each other', () => {
    expect(
      renderPairs(
        [
          ['a', '1'],
          ['query', 'SELECT\nFROM'],
        ],
        '  ',
      ),
    ).toBe('  a      1\n  query  SELECT\n         FROM\n');
  });
});
