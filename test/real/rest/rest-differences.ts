import { readFileSync } from 'node:fs';

/** One row of docs/rest-differences.md: where our worker answers otherwise on purpose. */
export interface RestDifference {
  /** A glob over the names of rows. */
  readonly cases: string;
  readonly theirs: string;
  readonly ours: string;
  readonly line: number;
}

/** Reads every table row of the document whose first cell is in backticks. */
export function readDifferences(path: string): RestDifference[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      if (!text.startsWith('| `')) return [];
      const cells = text.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
      if (cells.length !== 6) throw new Error(`${path}:${index + 1}: a row of differences has four cells`);
      return [{ cases: unquote(cells[1]!), theirs: cells[2]!, ours: cells[3]!, line: index + 1 }];
    });
}

/** A cell is a status, and after it, in backticks, a glob over the message or body where that matters. */
export function matchesCell(cell: string, status: number, text: string): boolean {
  const [, wanted, , glob] = /^(\d{3})(?: (`+)(.*)\2)?$/s.exec(cell) ?? [];
  if (wanted === undefined) throw new Error(`docs/rest-differences.md: "${cell}" is not STATUS or STATUS \`text\``);
  return Number(wanted) === status && (glob === undefined || matchesGlob(glob, text));
}

export function matchesGlob(glob: string, text: string): boolean {
  return globPattern(glob).test(text);
}

/** `*` is any text; everything else is itself. */
export function globPattern(glob: string): RegExp {
  const body = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${body.join('.*')}$`, 's');
}

function unquote(cell: string): string {
  return cell.replace(/^`|`$/g, '');
}
