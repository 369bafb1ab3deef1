import { constants, fstatSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { stdin } from 'node:process';

/** Where a source task reads bytes from. */
export interface ByteInput {
  /** The next bytes, at most about `sizeBytes`; null when there are none now. */
  read(sizeBytes: number): Promise<Buffer | null>;
  /** False when `read` would give null now; where only reading can tell, true. */
  mayHaveMore(): boolean;
  /** How many bytes a file lacks to where it was read up to, or is to be read from: it has been cut. */
  missingBytes(): number;
  close(): Promise<void>;
}

/**
 * Opens a file to be followed from a position (bytes). The open file is kept: appends are seen, a rename or a
 * truncation is not, and a position beyond the end waits until the file has grown past it. Rejects with the
 * errno error of `open`, and for a folder.
 */
export async function openFileInput(path: string, position: number): Promise<ByteInput> {
  // Not blocking, so that a named pipe without a writer holds up neither the open nor the stop.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await file.stat();
  if (!stat.isDirectory()) return new FileInput(file, position, stat.isFile());
  await file.close();
  throw new Error(`${path} is a folder`);
}

class FileInput implements ByteInput {
  readonly #file: FileHandle;
  readonly #seekable: boolean;
  #position: number;

  constructor(file: FileHandle, position: number, seekable: boolean) {
    this.#file = file;
    this.#position = position;
    this.#seekable = seekable;
  }

  async read(sizeBytes: number): Promise<Buffer | null> {
    if (!this.mayHaveMore()) return null;
    const buffer = Buffer.allocUnsafeSlow(sizeBytes);
    try {
      const { bytesRead } = await this.#file.read(buffer, 0, sizeBytes, this.#seekable ? this.#position : null);
      this.#position += bytesRead;
      return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
      throw error;
    }
  }

  /**
   * Looked at here and not in Node's thread pool: a look of some microseconds took a thread and a buffer there, and a
   * thousand idle files kept its four threads busy, so that the offset file waited behind them.
   */
  mayHaveMore(): boolean {
    return !this.#seekable || readSync(this.#file.fd, ONE_BYTE, 0, 1, this.#position) > 0;
  }

  missingBytes(): number {
    return this.#seekable ? Math.max(0, this.#position - fstatSync(this.#file.fd).size) : 0;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

const ONE_BYTE = Buffer.alloc(1);

/** Standard input, read as it arrives; it is let go of, not closed. */
export function openStandardInput(): ByteInput {
  const keepReading = () => {};
  // Pipes and terminals keep the process alive while they are read, and must not when nobody does any more.
  const handle: { ref?: () => void; unref?: () => void } = stdin;
  handle.ref?.();
  stdin.on('readable', keepReading);
  return {
    read: async () => stdin.read() as Buffer | null,
    mayHaveMore: () => stdin.readableLength > 0,
    missingBytes: () => 0,
    close: async () => {
      stdin.off('readable', keepReading);
      stdin.pause();
      handle.unref?.();
    },
  };
}
