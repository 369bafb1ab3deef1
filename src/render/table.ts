import { printable } from './printable.ts';

/** A colour function: gives the text back with escape codes around it, or as it is. */
export type Paint = (text: string) => string;

export interface Column<Row> {
  readonly header: string;
  read(row: Row): string;
  /** Colours a cell by its text; never changes its width. */
  paint?(text: string, row: Row): Paint | undefined;
  /** Numbers read better from the right. */
  readonly align?: 'left' | 'right';
  /** May be cut with an ellipsis where the terminal is too narrow; the widest of these gives way first. */
  readonly shrinks?: boolean;
  /** At least that many columns wide: so a table that is drawn again and again stands still. */
  readonly least?: number;
}

export interface TableOptions {
  /** Columns of the terminal; undefined: as wide as it gets (a file or a pipe loses nothing). */
  readonly width?: number | undefined;
  readonly paintHeader?: Paint;
}

const GAP = '  ';
const NARROWEST = 8;

/** Rows under headers, two spaces between columns, no trailing blanks; one line each. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions = {},
): string {
  const cells = rows.map((row) => columns.map((column) => printable(column.read(row))));
  const widths = narrowed(
    columns.map((column, i) =>
      Math.max(column.least ?? 0, width(column.header), ...cells.map((line) => width(line[i]!))),
    ),
    columns,
    options.width,
  );
  const header = columns.map((column, i) => cell(column.header, widths[i]!, column.align, i === columns.length - 1));
  const lines = cells.map((line, r) =>
    columns.map((column, i) => {
      const text = cell(cut(line[i]!, widths[i]!), widths[i]!, column.align, i === columns.length - 1);
      const paint = column.paint?.(line[i]!, rows[r]!);
      return paint ? paintWord(text, paint) : text;
    }),
  );
  const paintHeader = options.paintHeader ?? ((text) => text);
  return [
    header.map((text) => paintWord(text, paintHeader)).join(GAP),
    ...lines.map((line) => line.join(GAP).trimEnd()),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** `key  value` lines with the values in one column. */
export function renderPairs(pairs: readonly (readonly [string, string])[], indent = ''): string {
  const widest = Math.max(0, ...pairs.map(([key]) => width(key)));
  return pairs
    .map(([key, value]) =>
      `${indent}${pad(key, widest)}${GAP}${indentMore(value, indent.length + widest + 2)}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Terminal columns of a text: East Asian wide characters and emoji take two, combining marks none. */
export function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const char of text) {
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) continue;
    columns += WIDE.test(char) ? 2 : 1;
  }
  return columns;
}

const PLAIN = /^[ -~]*$/;
/** Of the emoji below the blocks of emoji those that show as such by themselves; flags are two letters of one column each. */
const WIDE =
  /(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}|[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Takes from the widest shrinking columns, one column at a time, until the line fits. */
function narrowed<Row>(
  widths: readonly number[],
  columns: readonly Column<Row>[],
  limit: number | undefined,
): number[] {
  const fitted = [...widths];
  if (limit === undefined) return fitted;
  let excess = fitted.reduce((sum, w) => sum + w, 0) + GAP.length * (columns.length - 1) - limit;
  while (excess > 0) {
    let widest = -1;
    for (const [i, column] of columns.entries()) {
      const isCandidate = column.shrinks === true && fitted[i]! > Math.max(NARROWEST, width(column.header));
      if (isCandidate && (widest < 0 || fitted[i]! > fitted[widest]!)) widest = i;
    }
    if (widest < 0) break;
    fitted[widest]!--;
    excess--;
  }
  return fitted;
}

/** The text in at most that many terminal columns; where that is less than all of it, an ellipsis ends it. */
export function cut(text: string, limit: number): string {
  if (width(text) <= limit) return text;
  let kept = '';
  let columns = 0;
  for (const char of text) {
    columns += width(char);
    if (columns > limit - 1) break;
    kept += char;
  }
  return `${kept}…`;
}

function cell(text: string, columns: number, align: 'left' | 'right' | undefined, isLast: boolean): string {
  if (align === 'right') return ' '.repeat(Math.max(0, columns - width(text))) + text;
  return isLast ? text : pad(text, columns);
}

function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/** Colours the word and not the blanks around it, which would show on a terminal with underlines or backgrounds. */
function paintWord(text: string, paint: Paint): string {
  const word = text.trim();
  return word === '' ? text : text.replace(word, () => paint(word));
}

function indentMore(value: string, columns: number): string {
  return value.replaceAll('\n', `\n${' '.repeat(columns)}`);
}
