import { beforeAll, expect, it } from 'vitest';
import { chainRows, predicateRows } from './oracle/chain-rows.ts';
import { converterRows } from './oracle/converter-rows.ts';
import { dateRows } from './oracle/date-rows.ts';
import { type Answer, askJava, type Row } from './oracle/oracle.ts';
import { regexRows } from './oracle/regex-rows.ts';
import { RowComparison } from './oracle/row-differences.ts';
import { refusedRows, settingRows } from './oracle/transform-rows.ts';
import { describeReal } from './shared.ts';

interface Group {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Rows whose names begin the same, up to where `ends` says. */
function grouped(rows: readonly Row[], ends: RegExp): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.name.split(ends)[0]!;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return Array.from(groups, ([name, members]) => ({ name, rows: members }));
}

const groups: readonly Group[] = [
  ...settingRows,
  ...grouped(refusedRows, / with /),
  ...grouped(converterRows, / (?:reads|writes) /),
  ...grouped(predicateRows, / of a record/),
  ...grouped(chainRows, /: a record/),
  ...grouped(dateRows, / (?:of -?\d|reads )/),
  ...grouped(regexRows, / on "/),
];

describeReal("Kafka Connect's own classes and the JDK's, asked row by row", () => {
  const answers = new Map<Row, Answer>();
  const comparison = new RowComparison();
  const all = groups.flatMap(({ rows }) => rows);

  beforeAll(async () => {
    const given = await askJava(all.map(({ question }) => question));
    for (const [index, row] of all.entries()) answers.set(row, given[index]!);
  });

  it.each(groups)('$name', ({ rows }) => {
    expect(
      comparison.undocumented(
        rows,
        rows.map((row) => answers.get(row)!),
      ),
    ).toEqual({});
  });

  it('what a transform is said to take, it takes', () => {
    const fine = settingRows.flatMap(({ rows }) => rows.filter(({ cell }) => cell?.kind === 'fine'));
    const failing = fine.filter((row) => answers.get(row)?.['error'] !== undefined);
    expect(failing.map(({ name }) => name)).toEqual([]);
  });

  it('every line of docs/records.md shows a difference', () => {
    expect(comparison.notShown(all)).toEqual([]);
  });
});
