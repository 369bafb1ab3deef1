import { messageOf } from '../core/index.ts';
import type { Operation } from '../plan/index.ts';
import type { TopicWriter } from './operations/topic.ts';
import type { ApplyReport } from './report.ts';
import type { Run, SentWrites } from './run.ts';
import { undo } from './undo.ts';
import { emitWithoutSecrets, wordsAbout } from './words-about.ts';

/** A change of a failed pipeline that was begun, with what it has sent. */
export interface Begun {
  readonly op: Operation;
  readonly sent: SentWrites;
}

type Step = NonNullable<ApplyReport['rollback']>[number];

/**
 * Puts changes back, the last one begun first, each within --timeout. What sent nothing is left alone, and so is what
 * somebody else has changed meanwhile. What can't be undone is said: a topic that was created, a config whose secrets
 * the worker hides.
 */
export async function rollback(
  shared: Run,
  begun: readonly Begun[],
  topics: TopicWriter | undefined,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  for (const { op, sent } of [...begun].reverse()) {
    if (sent.count === 0) continue;
    const { name } = op.change;
    const deadline = performance.now() + shared.timeouts.timeoutMs;
    const emit = emitWithoutSecrets(shared, op);
    const run: Run = { ...shared, deadline, emit, sent: { count: 0, isUnknown: false } };
    let step: Step;
    try {
      step = { name, done: true, message: await undo(run, op, topics) };
    } catch (error) {
      step = { name, done: false, message: wordsAbout(shared, op)(messageOf(error)) };
    }
    run.emit({ type: 'rollback', name, message: step.message });
    steps.push(step);
  }
  return steps;
}
