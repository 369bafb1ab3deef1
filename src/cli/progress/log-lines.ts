import { type Palette, printable, renderProgress } from '../../render/index.ts';
import type { CliIo } from '../command.ts';
import { notBegun } from './not-begun.ts';
import type { Progress } from './progress.ts';

/** So that a CI job that waits long does not look dead. */
const HEARTBEAT_MS = 10_000;
const NAMES_SHOWN = 3;

/** Prints a line an event, the same retry of a change once, and each ten seconds what is still waited for. */
export function logLines(io: CliIo, colors: Palette): Progress {
  const waiting = new Map<string, string>();
  const left = notBegun(io.signal, colors);
  const timer = setInterval(() => {
    if (waiting.size === 0) return;
    const shown = [...waiting].slice(0, NAMES_SHOWN).map(([name, seen]) => `${name} (${seen})`);
    const more = waiting.size > NAMES_SHOWN ? ` and ${waiting.size - NAMES_SHOWN} more` : '';
    io.stdout.write(`  ${colors.dim(printable(`still waiting for ${shown.join(', ')}${more}`))}\n`);
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    take(event) {
      if (event.type === 'started') waiting.set(event.name, 'begun');
      // The heartbeat says it again: a worker that is gone for ten minutes would fill a log with thousands of lines.
      if (event.type === 'retry' && waiting.get(event.name) === event.message) return;
      // A rollback tells of what has ended.
      const tells = event.type === 'waiting' || event.type === 'retry';
      if (tells && waiting.has(event.name)) waiting.set(event.name, event.message);
      if (event.type === 'finished') waiting.delete(event.change.name);
      const text = left.keeps(event) ? undefined : renderProgress(event, colors);
      if (text !== undefined) io.stdout.write(text);
    },
    close() {
      clearInterval(timer);
      const text = left.text();
      if (text !== '') io.stdout.write(text);
    },
  };
}
