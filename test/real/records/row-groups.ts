import { recordTable } from './record-table.ts';

/** Names of rows that one test compares at once. */
export interface RowNames {
  readonly name: string;
  readonly rows: readonly string[];
}

/** The rows of a connector, those of one setting together. */
export const rowGroups: readonly RowNames[] = grouped([
  ...recordTable.sinks.flatMap((group): readonly { readonly name: string }[] => group.rows),
  ...recordTable.sources.flatMap((group): readonly { readonly name: string }[] => group.rows),
  ...recordTable.refused,
]);

/** Names that begin the same, up to what the row is given. */
function grouped(rows: readonly { readonly name: string }[]): RowNames[] {
  const groups = new Map<string, string[]>();
  for (const { name } of rows) {
    const head = name.split(/: (?:schema|a record)| (?:of an? |of the text |reads |writes )(?!key|value|header)/)[0]!;
    const group = groups.get(head);
    if (group) group.push(name);
    else groups.set(head, [name]);
  }
  return Array.from(groups, ([name, names]) => ({ name, rows: names }));
}
