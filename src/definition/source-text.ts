import type { SourceSpan } from '../core/index.ts';

/** A definition file as it was read. */
export interface SourceFile {
  /** Relative to the project folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** A file's text with its lines: turns offsets (UTF-16 units from 0) into places. */
export class SourceText {
  readonly path: string;
  readonly text: string;
  /** connectctl.yaml, the one file where `${env.X}` is read. */
  readonly isProjectFile: boolean;
  #lineStarts: number[] | undefined;

  constructor(file: SourceFile, isProjectFile = false) {
    this.path = file.path;
    this.text = file.text;
    this.isProjectFile = isProjectFile;
  }

  /** Lines are found at the first question: most values are never asked for their place. */
  span(start: number, end: number): SourceSpan {
    const [line, column] = this.#position(start);
    const [endLine, endColumn] = this.#position(Math.max(start, end));
    return { file: this.path, line, column, endLine, endColumn };
  }

  /** The text of a line, counted from 1, without its line break. */
  line(number: number): string {
    const starts = this.#starts();
    const start = starts[number - 1];
    if (start === undefined) return '';
    const next = starts[number];
    return this.text.slice(start, next === undefined ? undefined : next - 1).replace(/\r$/, '');
  }

  /** The offset at which the line that holds an offset begins. */
  lineStart(offset: number): number {
    const [line] = this.#position(offset);
    return this.#starts()[line - 1] ?? 0;
  }

  #position(offset: number): [line: number, column: number] {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low + 1, offset - starts[low]! + 1];
  }

  #starts(): number[] {
    if (this.#lineStarts) return this.#lineStarts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#lineStarts = starts;
    return starts;
  }
}
