import { beforeAll, expect, it } from 'vitest';
import { rowGroups } from './oracle/all-rows.ts';
import { askOurs } from './oracle/ask-ours.ts';
import { type Answer, askJava, type Row } from './oracle/oracle.ts';
import { RowComparison } from './oracle/row-differences.ts';
import { describeReal } from './shared.ts';

describeReal("the JDK's regular expressions and dates, asked row by row", () => {
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
        rows.map(({ name }) => name),
        rows.map((row) => answers.get(row)!),
        rows.map(({ question }) => askOurs(question)),
      ),
    ).toEqual({});
  });

  it('every line of docs/records.md shows a difference', () => {
    expect(comparison.notShown(all.map(({ name }) => name))).toEqual([]);
  });
});
