import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { Failure } from '../core/index.ts';

/**
 * A file of one JSON value a line, only ever appended to: small state that has to survive the process. A line is
 * handed to the operating system before `append` returns, so a killed process loses nothing; a line cut off by a
 * crash of the machine is dropped at the next start. `rewrite` replaces the file as a whole.
 */
export class Journal {
  readonly #path: string;
  #fd: number;
  /** Lines since the last rewrite: when to compact. */
  lines: number;

  /** Opens or creates the file and hands over each entry in order. */
  static open(path: string, onEntry: (entry: unknown) => void): Journal {
    let lines = 0;
    const text = readOrEmpty(path);
    const end = text.lastIndexOf(0x0a) + 1;
    for (const line of text.toString('utf8', 0, end).split('\n')) {
      if (line === '') continue;
      onEntry(parseLine(line, path, ++lines));
    }
    if (end < text.length) truncateSync(path, end);
    return new Journal(path, lines);
  }

  private constructor(path: string, lines: number) {
    this.#path = path;
    this.#fd = openSync(path, 'a');
    this.lines = lines;
  }

  append(...entries: readonly unknown[]): void {
    const { size } = fstatSync(this.#fd);
    try {
      writeAll(this.#fd, Buffer.from(textOf(entries)));
    } catch (error) {
      // Half a line would spoil the next one.
      ftruncateSync(this.#fd, size);
      throw error;
    }
    this.lines += entries.length;
  }

  /** Writes the entries to a new file and puts it in place of the old one. */
  rewrite(entries: readonly unknown[]): void {
    const fresh = `${this.#path}.tmp`;
    const fd = openSync(fresh, 'w');
    writeAll(fd, Buffer.from(textOf(entries)));
    fsyncSync(fd);
    closeSync(fd);
    renameSync(fresh, this.#path);
    closeSync(this.#fd);
    this.#fd = openSync(this.#path, 'a');
    this.lines = entries.length;
  }

  close(): void {
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }
}

function parseLine(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Failure('CC6302', `${path}, line ${number}, is not JSON: the file was damaged`, {
      cause: error,
      help: 'Restore the file, or take the line out and lose what it says.',
    });
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

function textOf(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
