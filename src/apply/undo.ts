import { type FlatConfig, messageOf } from '../core/index.ts';
import { configToWrite, isInternal, isServerMask, marks, type Operation, withoutMarks } from '../plan/index.ts';
import { post } from './operations/create.ts';
import { deleteNow } from './operations/delete.ts';
import { isSameConfig, readConfig } from './operations/live.ts';
import { carryOffsets } from './operations/move.ts';
import { isEmptyOffsets, putOffsets } from './operations/offsets.ts';
import { putConfig } from './operations/put-config.ts';
import { haltOrResume } from './operations/state.ts';
import { restoreTopic, type TopicWriter } from './operations/topic.ts';
import { targetOf } from './operations/update.ts';
import { waitWithoutTasks } from './operations/wait-without-tasks.ts';
import { checkRunning, type Run, writeContextOf } from './run.ts';
import { prove } from './wait/prove.ts';
import { withRetries } from './with-retries.ts';

/**
 * Undoes one change; gives what was done, in words.
 * @throws Error with why it is not, or not wholly, as it was
 */
export async function undo(run: Run, op: Operation, topics: TopicWriter | undefined): Promise<string> {
  checkRunning(run);
  if (op.change.kind === 'topic') {
    await restoreTopic(topics!, op);
    return 'has its old settings again';
  }
  switch (op.change.action) {
    case 'create':
      return deleteAgain(run, op);
    case 'update':
    case 'adopt':
    case 'release':
      return restoreConfig(run, op);
    case 'state':
      await haltOrResume(run, op.change.name, targetOf(op));
      await proveOld(run, op, { applied: undefined, isNew: false });
      return `is ${targetOf(op)} again`;
    case 'delete':
    case 'replace':
      return recreate(run, op);
    case 'restart':
      return 'nothing to put back';
    case 'move':
      return moveBack(run, op);
    default:
      return op.change.action satisfies never;
  }
}

async function deleteAgain(run: Run, op: Operation): Promise<string> {
  const { name } = op.change;
  const live = await read(run, name);
  if (live === undefined) return 'was not created';
  if (!isAsWritten(run, op, live)) throw new Error('somebody else has created or changed it: it stays');
  await deleteNow(run, name);
  // Reset, they would make it read everything once more: keeping them repeats nothing.
  return 'deleted again; offsets that it has committed stay under its name';
}

async function restoreConfig(run: Run, op: Operation): Promise<string> {
  const { name } = op.change;
  const config = oldConfig(op);
  const live = await read(run, name);
  if (live === undefined) throw new Error('somebody else has deleted it: it stays away');
  const isOld = isSameConfig(live, config);
  if (!isOld && !isAsWritten(run, op, live)) throw new Error('somebody else has changed it: it stays as it is');
  if (!isOld) await putConfig(run, name, config);
  if (op.wantedState !== undefined && op.wantedState !== targetOf(op)) await haltOrResume(run, name, targetOf(op));
  await proveOld(run, op, { applied: config[marks.applied], isNew: false });
  return 'has its old config and state again';
}

/** Creates what was deleted, with the offsets that were reset. */
async function recreate(run: Run, op: Operation): Promise<string> {
  const { name } = op.change;
  const config = oldConfig(op);
  const live = await read(run, name);
  const isOld = live !== undefined && isSameConfig(live, config);
  if (live !== undefined && !isOld) {
    if (op.change.action === 'delete' || !isAsWritten(run, op, live)) {
      throw new Error('somebody else has created it: it stays');
    }
    await deleteNow(run, name);
  }
  const offsets = run.resetOffsets.get(name);
  const hasOffsets = offsets !== undefined && !isEmptyOffsets(offsets);
  if (!isOld) await post(run, name, config, hasOffsets ? 'STOPPED' : targetOf(op), { mustNotRun: hasOffsets });
  if (hasOffsets) {
    await waitWithoutTasks(run, name);
    await putOffsets(run, name, offsets);
  }
  if ((isOld && offsets !== undefined) || (hasOffsets && targetOf(op) !== 'STOPPED')) {
    await haltOrResume(run, name, targetOf(op));
  }
  await proveOld(run, op, { applied: config[marks.applied], isNew: !isOld });
  if (isOld) return 'was not deleted, and is as it was';
  return hasOffsets ? 'created again, and its offsets set as they were' : 'created again, with its offsets';
}

/** A move backwards: the old one STOPPED, the offsets of the new one carried over to it, the new one deleted. */
async function moveBack(run: Run, op: Operation): Promise<string> {
  const { name, from } = op.change;
  const old = from!;
  if (!op.live || op.liveNew) throw new Error('the move was under way before: apply again completes it');
  const config = oldConfig(op);
  const live = await read(run, name);
  if (live === undefined) return 'was not moved';
  if (live[marks.moving] !== old && !isAsWritten(run, op, live)) {
    throw new Error('somebody else has created or changed it: both stay');
  }
  const isGone = (await read(run, old)) === undefined;
  if (isGone) {
    // With the mark it has never been resumed.
    if (live[marks.moving] === undefined) await haltOrResume(run, name, 'STOPPED');
    await waitWithoutTasks(run, name);
    try {
      await post(run, old, config, 'STOPPED', { mustNotRun: true });
      await waitWithoutTasks(run, old);
      await carryOffsets(run, { from: name, to: old }, { from: live, to: config });
      await deleteNow(run, name);
    } catch (error) {
      await moveStands(run, op, live, error);
    }
  } else {
    await deleteNow(run, name);
  }
  if (targetOf(op) !== 'STOPPED') await haltOrResume(run, old, targetOf(op));
  await proveOld(run, op, { applied: config[marks.applied], isNew: false });
  return `is "${old}" again, with its offsets`;
}

/** The old one could not take over: it goes again, where it is ours, and the new one is as the move had left it. */
async function moveStands(run: Run, op: Operation, moved: FlatConfig, error: unknown): Promise<never> {
  const { name, from } = op.change;
  const old = from!;
  const why = `"${old}" could not take over: ${messageOf(error)}`;
  try {
    const live = await read(run, old);
    if (live !== undefined && !isSameConfig(live, oldConfig(op))) throw new Error(`"${old}" is somebody else's by now`);
    if (live !== undefined) await deleteNow(run, old);
  } catch (cause) {
    const both = `"${old}" may be there beside "${name}", both STOPPED: delete "${old}", then resume "${name}"`;
    throw new Error(`${both}. ${why} (${messageOf(cause)})`, { cause });
  }
  // Never while the mark says that the move is under way; the next apply goes on from there.
  if (moved[marks.moving] === undefined) await haltOrResume(run, name, op.wantedState ?? 'RUNNING');
  throw new Error(`the move stands. ${why}`, { cause: error });
}

async function read(run: Run, name: string): Promise<FlatConfig | undefined> {
  return withRetries(run, name, () => readConfig(run, name));
}

/** True where the live config is the one that this change has written: then it is ours to undo. */
function isAsWritten(run: Run, op: Operation, live: FlatConfig): boolean {
  const config = Object.fromEntries(Object.entries(live).filter(([key]) => key !== marks.movingState));
  const written = op.desired
    ? configToWrite(op.desired, op.live?.config, writeContextOf(run, op)).config
    : withoutMarks(op.live?.config ?? {});
  // Behind a mask the digests are written a second time, with those of the secrets.
  const applied = written[marks.applied];
  return isSameConfig(applied === undefined ? config : { ...config, [marks.applied]: applied }, written);
}

async function proveOld(
  run: Run,
  op: Operation,
  what: { readonly applied: string | undefined; readonly isNew: boolean },
): Promise<void> {
  const { name, from } = op.change;
  const proof = await prove(run, { name: from ?? name, wanted: targetOf(op), ...what });
  if (proof.outcome !== 'done') throw new Error(`put back, but ${proof.message ?? 'not proven'}`);
}

function oldConfig(op: Operation): FlatConfig {
  const entries = Object.entries(op.live?.config ?? {}).filter(([key, value]) => !isInternal(key) && value !== null);
  const hidden = entries.filter(([, value]) => isServerMask(value)).map(([key]) => key);
  if (hidden.length > 0) throw new Error(`the worker hides ${hidden.join(', ')}: its old config can't be written back`);
  return Object.fromEntries(entries);
}
