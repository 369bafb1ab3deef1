import { dateRows } from './date-rows.ts';
import type { Row } from './oracle.ts';
import { regexRows } from './regex-rows.ts';

/** Rows that one test compares at once. */
export interface RowGroup {
  readonly name: string;
  readonly rows: readonly Row[];
}

/** Everything that the JDK is asked. */
export const rowGroups: readonly RowGroup[] = [
  ...grouped(dateRows, / (?:of -?\d|reads )/),
  ...grouped(regexRows, / on "/),
];

/** Rows whose names begin the same, up to where `ends` says. */
function grouped(rows: readonly Row[], ends: RegExp): RowGroup[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row.name.split(ends)[0]!;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return Array.from(groups, ([name, members]) => ({ name, rows: members }));
}
