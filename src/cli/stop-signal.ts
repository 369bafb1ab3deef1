import { setMaxListeners } from 'node:events';
import type { CliIo } from './command.ts';

export interface StopSignal {
  /** Ends requests. */
  readonly signal: AbortSignal;
  /** From here on a first Ctrl-C lets the requests in flight finish, for they may write. */
  beginWriting(): void;
}

/** Of a command that reads first and writes then: while it reads the first Ctrl-C ends its requests, later the second. */
export function stopSignal({ signal, hardSignal }: Pick<CliIo, 'signal' | 'hardSignal'>): StopSignal {
  const reading = new AbortController();
  const stop = (): void => reading.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  const either = AbortSignal.any([reading.signal, hardSignal]);
  // Every request under way listens.
  setMaxListeners(0, either);
  return {
    signal: either,
    beginWriting: () => signal.removeEventListener('abort', stop),
  };
}
