import { setMaxListeners } from 'node:events';

/** npm passes the terminal's Ctrl-C on to its child, which then gets it twice: within this time it is one. */
const SAME_INTERRUPT_MS = 1000;

export interface Interrupts {
  readonly signal: AbortSignal;
  readonly hardSignal: AbortSignal;
  /** Who read our output has gone (EPIPE): asks to finish, as a first Ctrl-C does, and never for more than that. */
  readerGone(): void;
}

/** Turns SIGINT, SIGTERM and SIGHUP into two signals: the first asks to finish, a later one to stop at once. */
export function interruptSignals(): Interrupts {
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
  // A closed terminal: what runs is ended as well as by Ctrl-C, with its offsets written.
  process.on('SIGHUP', onSignal);
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentEnds(() => onSignal('SIGTERM'));
  return { signal: soft.signal, hardSignal: hard.signal, readerGone: () => soft.abort('EPIPE') };
}

/** How often the parent is looked at, in milliseconds. */
const LOOK_EVERY_MS = 250;

/**
 * Calls back once when the process that started this one has ended. npm runs a script in a shell and passes SIGTERM on
 * to that shell alone; where it does not replace itself by the command (dash), we would stay behind and hold the ports.
 */
function whenParentEnds(call: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    call();
  }, LOOK_EVERY_MS);
  timer.unref();
}
