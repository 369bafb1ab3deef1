import { Failure, type FlatConfig } from '../../core/index.ts';
import { configToWrite, marks, type Operation } from '../../plan/index.ts';
import { type Run, writeContextOf } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { post } from './create.ts';
import { deleteNow } from './delete.ts';
import { readConfig } from './live.ts';
import { offsetEntries } from './offset-entries.ts';
import { isEmptyOffsets, putOffsets } from './offsets.ts';
import { putConfig } from './put-config.ts';
import { haltOrResume } from './state.ts';
import { waitWithoutTasks } from './wait-without-tasks.ts';

/**
 * A move: the new one STOPPED with the mark of the old name, the old one stopped, its offsets carried over and read
 * back, the old one deleted, the mark taken off, and only then the wanted state. Each step finds what an earlier,
 * interrupted apply has done: nothing is lost, nothing is read twice.
 */
export async function move(run: Run, op: Operation): Promise<Expectation> {
  const { name, from } = op.change;
  const old = from!;
  const oldConfig = await withRetries(run, old, () => readConfig(run, old));
  const context = writeContextOf(run, op);
  const newConfig = await withRetries(run, name, () => readConfig(run, name));
  const wanted = op.wantedState ?? 'RUNNING';
  // A state that no file manages has to be remembered: the old connector is stopped, and then gone.
  const state = op.desired!.state === undefined ? { [marks.movingState]: wanted } : undefined;
  const { config } = configToWrite(op.desired!, oldConfig ?? newConfig, context, state);
  if (newConfig === undefined)
    await post(run, name, { ...config, [marks.moving]: old }, 'STOPPED', { mustNotRun: true });
  if (oldConfig !== undefined) {
    await haltOrResume(run, old, 'STOPPED');
    await waitWithoutTasks(run, old);
    await waitWithoutTasks(run, name);
    await carryOffsets(run, old, name, { oldConfig, newConfig: config });
    await deleteNow(run, old);
  }
  // While STOPPED: from here on a plan may resume it.
  await putConfig(run, name, config);
  if (wanted !== 'STOPPED') await haltOrResume(run, name, wanted);
  return { name, wanted, applied: config[marks.applied], isNew: false };
}

async function carryOffsets(
  run: Run,
  old: string,
  name: string,
  configs: { readonly oldConfig: FlatConfig; readonly newConfig: FlatConfig },
): Promise<void> {
  const offsets = await withRetries(run, old, () => run.client.offsetsText(old));
  // Two sinks of one group share its offsets already.
  if (isEmptyOffsets(offsets) || isSameGroup(configs.oldConfig, configs.newConfig)) return;
  await putOffsets(run, name, offsets);
  const readBack = await withRetries(run, name, () => run.client.offsetsText(name));
  if (offsetEntries(readBack).join() === offsetEntries(offsets).join()) return;
  throw new Failure('CC5006', `the offsets of "${old}" do not read back from "${name}" as they were written`, {
    help: `Nothing is lost: both are STOPPED. Compare GET /connectors/${old}/offsets with that of ${name}, then apply again.`,
  });
}

function isSameGroup(a: FlatConfig, b: FlatConfig): boolean {
  const key = 'consumer.override.group.id';
  return a[key] !== undefined && a[key] === b[key];
}
