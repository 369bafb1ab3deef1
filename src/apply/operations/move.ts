import { settledOffsets } from '../../connect/index.ts';
import { Failure, type FlatConfig } from '../../core/index.ts';
import { configToWrite, marks, type Operation } from '../../plan/index.ts';
import { movedOn, type Run, writeContextOf } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { post } from './create.ts';
import { deleteNow } from './delete.ts';
import { checkUnchanged, readConfig } from './live.ts';
import { offsetEntries } from './offset-entries.ts';
import { isEmptyOffsets, putOffsets } from './offsets.ts';
import { putConfig } from './put-config.ts';
import { haltOrResume } from './state.ts';
import { forgetMove } from './take-off.ts';
import { waitWithoutTasks } from './wait-without-tasks.ts';

/**
 * A move: the new one STOPPED with the mark of the old name, the old one stopped, its offsets carried over and read
 * back, the old one deleted, the mark taken off, and only then the wanted state. Each step finds what an earlier,
 * interrupted apply has done: nothing is lost, nothing is read twice.
 */
export async function move(run: Run, op: Operation): Promise<Expectation> {
  const { name, from } = op.change;
  const old = from!;
  const { oldConfig, newConfig } = await readBoth(run, op, old);
  const wanted = op.wantedState ?? 'RUNNING';
  const { config } = configToWrite(op.desired!, oldConfig ?? newConfig, writeContextOf(run, op));
  // A state that no file manages has to be remembered: the old connector is stopped, and then gone.
  const memory: FlatConfig = op.desired!.state === undefined ? { [marks.movingState]: wanted } : {};
  if (newConfig === undefined) {
    await post(run, name, { ...config, ...memory, [marks.moving]: old }, 'STOPPED', { mustNotRun: true });
  }
  if (oldConfig !== undefined) {
    await haltOrResume(run, old, 'STOPPED');
    await waitWithoutTasks(run, old);
    await waitWithoutTasks(run, name);
    await carryOffsets(run, { from: old, to: name }, { from: oldConfig, to: config });
    await deleteNow(run, old);
  }
  // While STOPPED: from here on a plan may resume it.
  await putConfig(run, name, wanted === 'STOPPED' ? config : { ...config, ...memory });
  if (wanted !== 'STOPPED') {
    await haltOrResume(run, name, wanted);
    await forgetMove(run, name);
  }
  return { name, wanted, applied: config[marks.applied], isNew: false };
}

/** Both as they are now. What is not as the plan saw it stops the move: a new one would begin at zero. */
async function readBoth(
  run: Run,
  op: Operation,
  old: string,
): Promise<{ readonly oldConfig: FlatConfig | undefined; readonly newConfig: FlatConfig | undefined }> {
  const { name } = op.change;
  const oldConfig = await withRetries(run, old, () => readConfig(run, old));
  const newConfig = await withRetries(run, name, () => readConfig(run, name));
  checkAsPlanned(old, op.live?.config, oldConfig);
  checkAsPlanned(name, op.liveNew?.config, newConfig);
  return { oldConfig, newConfig };
}

function checkAsPlanned(name: string, planned: FlatConfig | undefined, live: FlatConfig | undefined): void {
  if (planned && live) checkUnchanged(name, planned, live);
  else if (planned) throw movedOn(name, 'has been deleted');
  else if (live) throw movedOn(name, 'has been created by somebody else');
}

/**
 * Sets the offsets of a STOPPED connector to those of another one, and reads them back.
 * @throws Failure CC5006 where they read back otherwise
 */
export async function carryOffsets(
  run: Run,
  names: { readonly from: string; readonly to: string },
  configs: { readonly from: FlatConfig; readonly to: FlatConfig },
): Promise<void> {
  const offsets = await withRetries(run, names.from, () => settledOffsets(run.client, names.from));
  // Two sinks of one group share its offsets already.
  if (isEmptyOffsets(offsets) || isSameGroup(configs.from, configs.to)) return;
  await putOffsets(run, names.to, offsets);
  const readBack = await withRetries(run, names.to, () => settledOffsets(run.client, names.to));
  if (offsetEntries(readBack).join() === offsetEntries(offsets).join()) return;
  throw new Failure(
    'CC5006',
    `the offsets of "${names.from}" do not read back from "${names.to}" as they were written`,
    {
      help: `Nothing is lost: both are STOPPED. Compare GET /connectors/${names.from}/offsets with that of ${names.to}, then apply again.`,
    },
  );
}

function isSameGroup(a: FlatConfig, b: FlatConfig): boolean {
  const key = 'consumer.override.group.id';
  return a[key] !== undefined && a[key] === b[key];
}
