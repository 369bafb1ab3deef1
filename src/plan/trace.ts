import type { ConnectorStateInfo } from '../core/index.ts';
import type { FailedPart } from './plan.ts';
import { shownValue } from './shown-value.ts';
import type { WorkerWords } from './worker-words.ts';

const MAX_LINES = 4;
const MAX_LENGTH = 300;

/**
 * The lines of a Java stack trace that say what happened: the exception and its `Caused by:` lines, without the frames.
 * At most four, the outermost and the innermost ones; each at most 300 characters.
 * `words` takes secrets out of them; without, credentials inside URLs are masked.
 */
export function causeLines(trace: string | undefined, words: WorkerWords = shownValue): string[] {
  if (!trace) return [];
  const lines: string[] = [];
  for (const line of trace.split('\n')) {
    if (/^\s+at /.test(line) || /^\s*\.\.\. \d+ more/.test(line) || line.trim() === '') continue;
    const text = line.trim();
    const isNext = lines.length === 0 || text.startsWith('Caused by:');
    if (isNext) lines.push(text);
    else lines[lines.length - 1] += ` ${text}`;
  }
  const kept = lines.length <= MAX_LINES ? lines : [lines[0]!, ...lines.slice(-(MAX_LINES - 1))];
  return kept.map(words).map((line) => (line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`));
}

/** The parts of a connector that stand FAILED. */
export function failedParts(status: ConnectorStateInfo | undefined, words?: WorkerWords): FailedPart[] {
  if (!status) return [];
  const parts: FailedPart[] = [];
  if (status.connector.state === 'FAILED') {
    parts.push({ connector: status.name, cause: causeLines(status.connector.trace, words) });
  }
  for (const task of status.tasks) {
    if (task.state === 'FAILED')
      parts.push({ connector: status.name, task: task.id, cause: causeLines(task.trace, words) });
  }
  return parts;
}
