import { beforeAll, expect, it } from 'vitest';
import { rowGroups } from './oracle/all-rows.ts';
import { type Answer, askJava, type Row } from './oracle/oracle.ts';
import { RowComparison } from './oracle/row-differences.ts';
import { settingRows } from './oracle/transform-rows.ts';
import { describeReal } from './shared.ts';

describeReal("Kafka Connect's own classes and the JDK's, asked row by row", () => {
  const answers = new Map<Row, Answer>();
  const comparison = new RowComparison();
  const all = rowGroups.flatMap(({ rows }) => rows);

  beforeAll(async () => {
    const given = await askJava(all.map(({ question }) => question));
    for (const [index, row] of all.entries()) answers.set(row, given[index]!);
  });

  it.each(rowGroups)('$name', ({ rows }) => {
    expect(
      comparison.undocumented(
        rows,
        rows.map((row) => answers.get(row)!),
      ),
    ).toEqual({});
  });

  it('each key takes something of what its transform is said to take', () => {
    const rows = settingRows.flatMap((group) => group.rows.filter(({ cell }) => cell?.kind === 'fine'));
    const text = ({ cell }: (typeof rows)[number]) => `${cell?.transform} ${cell?.key}, ${cell?.form}`;
    const works = new Set(rows.filter((row) => answers.get(row)?.['error'] === undefined).map(text));
    expect(rows.map(text).filter((cell) => !works.has(cell))).toEqual([]);
  });

  it('every line of docs/records.md shows a difference', () => {
    expect(comparison.notShown(all)).toEqual([]);
  });
});
