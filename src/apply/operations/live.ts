import { isNotFound } from '../../connect/index.ts';
import { compare, Failure, type FlatConfig } from '../../core/index.ts';
import { isInternal, isServerMask, marks, type Operation } from '../../plan/index.ts';
import { checkRunning, movedOn, type Run } from '../run.ts';
import type { WaitKind } from '../wait/status-poll.ts';
import { withRetries } from '../with-retries.ts';

/** The live config, read now; undefined when there is no such connector. */
export async function readConfig(run: Run, name: string): Promise<FlatConfig | undefined> {
  try {
    return await run.client.config(name);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/**
 * The live config just before a write. One that is not as the plan saw it stops the change (CC5001), unless this is a
 * retry and it is what the earlier try wrote: then `written` is true.
 */
export async function readBeforeWrite(
  run: Run,
  op: Operation,
  isRetry: boolean,
  wanted: FlatConfig | undefined,
): Promise<{ readonly live: FlatConfig; readonly written: boolean }> {
  const { name } = op.change;
  const live = await readConfig(run, name);
  if (!live) throw movedOn(name, 'has been deleted');
  const planned = op.live?.config ?? {};
  if (isRetry && wanted && isSameConfig(live, wanted)) return { live, written: true };
  checkUnchanged(name, planned, live);
  return { live, written: false };
}

/** @throws Failure CC5001 where the live config is not the one that the plan saw */
export function checkUnchanged(name: string, planned: FlatConfig, live: FlatConfig): void {
  const changed = changedKeys(planned, live);
  if (changed.length > 0) throw movedOn(name, `was changed on the worker (${changed.slice(0, 5).join(', ')})`);
}

/**
 * True when the live config is the wanted one: each key with its value and no further one, but for `name` and the
 * service's own. A value that the worker hides counts where `connectctl.applied` stands for it.
 */
export function isSameConfig(live: FlatConfig | undefined, wanted: FlatConfig): boolean {
  if (live === undefined) return false;
  const isHidden = (value: string | undefined): boolean =>
    value !== undefined && isServerMask(value) && wanted[marks.applied] !== undefined;
  const isThere = Object.entries(wanted).every(([key, value]) => live[key] === value || isHidden(live[key]));
  const isMore = (key: string): boolean =>
    !(key in wanted) && key !== 'name' && !isInternal(key) && !isHidden(live[key]);
  return isThere && !Object.keys(live).some(isMore);
}

/** Waits until nothing of the name is left: a DELETE answers before every worker has heard of it. */
export async function waitUntilGone(run: Run, name: string): Promise<void> {
  for (let kind: WaitKind = 'new'; ; kind = 'again') {
    if ((await withRetries(run, name, () => readConfig(run, name))) === undefined) return;
    checkRunning(run);
    if (performance.now() > run.deadline) {
      throw new Failure('CC5003', `"${name}" was deleted, and the worker still has it`, {
        help: 'Apply again once every worker knows that it was deleted.',
      });
    }
    await run.aside(() => run.poll.next(kind));
  }
}

function changedKeys(planned: FlatConfig, live: FlatConfig): string[] {
  const keys = new Set([...Object.keys(planned), ...Object.keys(live)]);
  return [...keys].filter((key) => !isInternal(key) && planned[key] !== live[key]).sort(compare);
}
