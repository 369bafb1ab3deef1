import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TextOutput } from './text-output.ts';

/** How often a reader is looked for, milliseconds. */
const LOOK_EVERY_MS = 100;

/**
 * Opens a named pipe for writing once somebody reads it. Neither that wait nor a slow reader takes one of Node's four
 * threads for files: four such sinks would end the work of every other connector, and the offset file's.
 * @param signal ends the wait
 * @param onWait told once where nobody reads it yet
 * Rejects with the errno error of `open`, and with the reason of `signal` where that ends the wait.
 */
export async function openPipeOutput(path: string, signal: AbortSignal, onWait: () => void): Promise<TextOutput> {
  let fd = openIfRead(path);
  if (fd === null) onWait();
  while (fd === null) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    fd = openIfRead(path);
  }
  return new PipeOutput(new Socket({ fd, readable: false, writable: true }));
}

function openIfRead(path: string): number | null {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') return null;
    throw error;
  }
}

class PipeOutput implements TextOutput {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
    // A reader that has gone is told by the next write.
    socket.on('error', () => undefined);
  }

  write(text: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  async sync(): Promise<void> {}

  async close(): Promise<void> {
    this.#socket.destroy();
  }
}
