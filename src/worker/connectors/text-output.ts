import { type FileHandle, open } from 'node:fs/promises';
import { stdout } from 'node:process';

/** Where a sink task writes text to. */
export interface TextOutput {
  /** Resolves when all of it is written. */
  write(text: string): Promise<void>;
  /** Makes what was written outlast a power cut, where it is a file. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file for appending, and creates it where it is missing. Rejects with the errno error of `open`. */
export async function openFileOutput(path: string): Promise<TextOutput> {
  const file = await open(path, 'a');
  return new FileOutput(file, (await file.stat()).isFile());
}

/** Standard output, which stays open. */
export function openStandardOutput(): TextOutput {
  return {
    write: (text) =>
      new Promise((resolve, reject) => stdout.write(text, (error) => (error ? reject(error) : resolve()))),
    sync: async () => {},
    close: async () => {},
  };
}

class FileOutput implements TextOutput {
  readonly #file: FileHandle;
  readonly #isRegular: boolean;

  constructor(file: FileHandle, isRegular: boolean) {
    this.#file = file;
    this.#isRegular = isRegular;
  }

  async write(text: string): Promise<void> {
    await this.#file.appendFile(text, 'utf8');
  }

  async sync(): Promise<void> {
    if (this.#isRegular) await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
