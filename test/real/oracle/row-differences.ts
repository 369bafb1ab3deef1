import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { globPattern } from '../rest/rest-differences.ts';
import type { Answer } from './oracle.ts';

/** One row of the table in docs/records.md: where ours answers otherwise on purpose. */
export interface RowDifference {
  /** The globs of its cells: over the names of rows, and over the two answers as JSON. */
  readonly glob: string;
  readonly rows: RegExp;
  readonly theirs: RegExp;
  readonly ours: RegExp;
}

const page = fileURLToPath(new URL('../../../docs/records.md', import.meta.url));
const heading = '## Row by row';

/** The lines of the table, in their order. @throws where one has not four cells */
export function readRowDifferences(): readonly RowDifference[] {
  const section = readFileSync(page, 'utf8').split(`\n${heading}\n`)[1] ?? '';
  const lines = section
    .split('\n## ')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    if (cells.length !== 6) throw new Error(`docs/records.md: this row of differences has not four cells: ${line}`);
    const globs = cells.slice(1, 4).map((cell) => cell.replace(/^(`+) ?(.*?) ?\1$/s, '$2'));
    const [rows, theirs, ours] = globs.map(globPattern);
    return { glob: globs[0]!, rows: rows!, theirs: theirs!, ours: ours! };
  });
}

/** Holds answers of ours against Java's, row by row, and remembers which lines of the page showed. */
export class RowComparison {
  readonly #differences = readRowDifferences();
  readonly #shown = new Set<RowDifference>();

  /** The rows that differ without being on the page: by name, what Java says and what ours says. */
  undocumented(
    rows: readonly string[],
    theirs: readonly Answer[],
    here: readonly Answer[],
  ): Record<string, { java: Answer; ours: Answer }> {
    const found: Record<string, { java: Answer; ours: Answer }> = {};
    for (const [index, name] of rows.entries()) {
      const java = theirs[index]!;
      const ours = here[index]!;
      if (!isDeepStrictEqual(ours, java) && !this.#isDocumented(name, java, ours)) found[name] = { java, ours };
    }
    return found;
  }

  /** Lines that no row of these has shown. */
  notShown(rows: readonly string[]): readonly RowDifference[] {
    return this.#differences.filter((line) => !this.#shown.has(line) && rows.some((name) => line.rows.test(name)));
  }

  #isDocumented(name: string, java: Answer, ours: Answer): boolean {
    const line = this.#differences.find(
      ({ rows, theirs, ours: here }) =>
        rows.test(name) && theirs.test(JSON.stringify(java)) && here.test(JSON.stringify(ours)),
    );
    if (line !== undefined) this.#shown.add(line);
    return line !== undefined;
  }
}
