import { closeSync, openSync, writeSync } from 'node:fs';

export interface InputFile {
  readonly path: string;
  readonly lines: number;
}

const LINES_A_WRITE = 1000;

/** Writes numbered lines, each `lineBytes` long with its line feed. */
export function writeLines(path: string, lineBytes: number, lines: number): InputFile {
  const filler = 'abcdefghijklmnopqrstuvwxyz '.repeat(Math.ceil(lineBytes / 27));
  const file = openSync(path, 'w');
  for (let written = 0; written < lines; written += LINES_A_WRITE) {
    const count = Math.min(LINES_A_WRITE, lines - written);
    const text = Array.from({ length: count }, (_, i) => {
      const number = String(written + i).padStart(10, '0');
      return `${number} ${filler}`.slice(0, lineBytes - 1);
    });
    writeSync(file, `${text.join('\n')}\n`);
  }
  closeSync(file);
  return { path, lines };
}
