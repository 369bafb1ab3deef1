import { definitionOf, type Operation, type WorkerWords, workerWords } from '../plan/index.ts';
import type { Run } from './run.ts';

/** Makes a worker's words about one change printable: they may quote the secrets that it was sent, or had. */
export function wordsAbout({ observed }: Pick<Run, 'observed'>, op: Operation): WorkerWords {
  return workerWords(op.desired, op.live?.config, definitionOf(op.desired, op.live, observed));
}

/** Progress of one change: what a retry or a rollback tells is a worker's words, too. */
export function emitWithoutSecrets(run: Pick<Run, 'observed' | 'emit'>, op: Operation): Run['emit'] {
  const words = wordsAbout(run, op);
  return (event) => run.emit('message' in event ? { ...event, message: words(event.message) } : event);
}
