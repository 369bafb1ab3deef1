import { type FileHandle, open } from 'node:fs/promises';
import { stdout } from 'node:process';

/** Where a sink task writes text to. */
export interface TextOutput {
  /** Resolves when all of it is written, and the bytes may be changed. */
  write(text: Uint8Array): Promise<void>;
  /** Makes what was written outlast a power cut, where it is a file. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file for appending, and creates it where it is missing. A line that was cut off, by a full disk or a crash, is
 * ended first: what is delivered again would otherwise be glued to it. Rejects with the errno error of `open`. For a named pipe, see pipe-output.ts.
 */
export async function openFileOutput(path: string): Promise<TextOutput> {
  const file = await open(path, 'a');
  const status = await file.stat();
  if (status.isFile() && (await endsInsideLine(path, status.size))) await file.appendFile('\n');
  return new FileOutput(file, status.isFile());
}

async function endsInsideLine(path: string, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return false;
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: sizeBytes - 1 });
    return buffer[0] !== 0x0a;
  } finally {
    await file.close();
  }
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

  async write(text: Uint8Array): Promise<void> {
    await this.#file.appendFile(text);
  }

  async sync(): Promise<void> {
    if (this.#isRegular) await this.#file.datasync();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}
