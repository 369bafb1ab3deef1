import { type FlatConfig, messageOf } from '../core/index.ts';
import { isInternal, isServerMask, marks, type Operation } from '../plan/index.ts';
import { post } from './operations/create.ts';
import { deleteNow } from './operations/delete.ts';
import { readConfig } from './operations/live.ts';
import { putConfig } from './operations/put-config.ts';
import { haltOrResume } from './operations/state.ts';
import { targetOf } from './operations/update.ts';
import type { ApplyReport, ChangeReport } from './report.ts';
import { checkRunning, type Run } from './run.ts';
import { prove } from './wait/prove.ts';
import { withRetries } from './with-retries.ts';

type Step = NonNullable<ApplyReport['rollback']>[number];

/**
 * Puts the pipelines with a failed change back as they were, the last change first. What can't be undone is said: a
 * topic, offsets that were reset, a move, a config whose secrets the worker hides.
 */
export async function rollback(
  run: Run,
  operations: readonly Operation[],
  reports: readonly ChangeReport[],
): Promise<readonly Step[]> {
  const failed = new Set(reports.filter((report) => report.outcome === 'failed').map((report) => report.pipeline));
  const begun = operations.filter((op, i) => failed.has(op.change.pipeline) && reports[i]!.outcome !== 'skipped');
  const steps: Step[] = [];
  for (const op of [...begun].reverse()) {
    const { name } = op.change;
    let step: Step;
    try {
      step = { name, done: true, message: await undo(run, op) };
    } catch (error) {
      step = { name, done: false, message: messageOf(error) };
    }
    run.emit({ type: 'rollback', name, message: step.message });
    steps.push(step);
  }
  return steps;
}

/** Undoes one change; gives what was done, in words. */
async function undo(run: Run, op: Operation): Promise<string> {
  checkRunning(run);
  if (op.change.kind === 'topic') throw new Error('a topic is not put back');
  switch (op.change.action) {
    case 'create':
      await deleteNow(run, op.change.name);
      return 'deleted again';
    case 'update':
    case 'adopt':
    case 'release':
      await restoreConfig(run, op);
      return 'has its old config and state again';
    case 'state':
      await haltOrResume(run, op.change.name, targetOf(op));
      return `is ${targetOf(op)} again`;
    case 'delete':
    case 'replace':
      return recreate(run, op);
    case 'restart':
      return 'nothing to put back';
    case 'move':
      throw new Error('a move is not put back: apply again completes it');
    default:
      return op.change.action satisfies never;
  }
}

async function restoreConfig(run: Run, op: Operation): Promise<void> {
  const { name } = op.change;
  const config = oldConfig(op);
  await putConfig(run, name, config);
  await haltOrResume(run, name, targetOf(op));
  await proveOld(run, op, config);
}

async function recreate(run: Run, op: Operation): Promise<string> {
  const { name } = op.change;
  const config = oldConfig(op);
  if (op.change.action === 'replace') await deleteNow(run, name);
  else if ((await withRetries(run, name, () => readConfig(run, name))) !== undefined) return 'was not deleted';
  await post(run, name, config, targetOf(op));
  await proveOld(run, op, config);
  return op.resetOffsets ? 'created again; its offsets were reset and stay so' : 'created again, with its offsets';
}

async function proveOld(run: Run, op: Operation, config: FlatConfig): Promise<void> {
  const proof = await prove(run, {
    name: op.change.name,
    wanted: targetOf(op),
    applied: config[marks.applied],
    isNew: op.change.action === 'delete' || op.change.action === 'replace',
  });
  if (proof.outcome !== 'done') throw new Error(`put back, but ${proof.message ?? 'not proven'}`);
}

function oldConfig(op: Operation): FlatConfig {
  const entries = Object.entries(op.live?.config ?? {}).filter(([key, value]) => !isInternal(key) && value !== null);
  const hidden = entries.filter(([, value]) => isServerMask(value)).map(([key]) => key);
  if (hidden.length > 0) throw new Error(`the worker hides ${hidden.join(', ')}: its old config can't be written back`);
  return Object.fromEntries(entries);
}
