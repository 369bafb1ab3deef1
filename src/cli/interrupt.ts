import { setMaxListeners } from 'node:events';

/** npm passes the terminal's Ctrl-C on to its child, which then gets it twice: within this time it is one. */
const SAME_INTERRUPT_MS = 1000;

/** Turns SIGINT and SIGTERM into two signals: the first asks to finish, a later one to stop at once. */
export function interruptSignals(): { readonly signal: AbortSignal; readonly hardSignal: AbortSignal } {
  const soft = new AbortController();
  const hard = new AbortController();
  // Every request and wait under way listens; with many at once Node would warn of a leak, on the user's terminal.
  setMaxListeners(0, soft.signal, hard.signal);
  let firstAt = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    const now = performance.now();
    if (!soft.signal.aborted) {
      firstAt = now;
      soft.abort(name);
    } else if (now - firstAt > SAME_INTERRUPT_MS) {
      hard.abort(name);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: soft.signal, hardSignal: hard.signal };
}
