import type { ConnectorStateInfo } from '../../core/index.ts';
import type { Sighting } from './state-watch.ts';

export type StateVerb = 'pause' | 'resume' | 'stop' | 'restart' | 'restart-tasks';

/** What a look says about a verb's success so far. */
export type Verdict = 'reached' | 'failed' | undefined;

/**
 * Judges one look after another. A state counts when it is newer than the request, and the old one stands for up to half a
 * second after it (five minutes, where a worker was killed): so it has to differ from what stood before, or to hold for
 * `settleMs`. RUNNING always has to hold that long, for a task that fails does so right after its start.
 */
export function judge(
  verb: StateVerb,
  before: ConnectorStateInfo | undefined,
  settleMs: number,
): (sighting: Sighting) => Verdict {
  const old = fingerprint(before);
  let hasChanged = false;
  let held: { readonly as: Verdict; readonly sinceMs: number } | undefined;
  return (sighting) => {
    if (!sighting.exists || !sighting.status) return undefined;
    hasChanged ||= fingerprint(sighting.status) !== old;
    const looks = isFailed(verb, sighting.status) ? 'failed' : isReached(verb, sighting) ? 'reached' : undefined;
    if (looks !== held?.as) held = { as: looks, sinceMs: sighting.atMs };
    if (looks === undefined) return undefined;
    const hasHeld = sighting.atMs - held!.sinceMs >= settleMs;
    const needsToHold = !hasChanged || (looks === 'reached' && verb !== 'pause' && verb !== 'stop');
    return !needsToHold || hasHeld ? looks : undefined;
  };
}

/** True when the connector stands there already, whole. */
export function isAlready(verb: StateVerb, sighting: Sighting): boolean {
  return verb !== 'restart' && verb !== 'restart-tasks' && isReached(verb, sighting);
}

function isReached(verb: StateVerb, { status, taskCount }: Sighting): boolean {
  if (!status) return false;
  const connector = status.connector.state;
  switch (verb) {
    case 'pause':
      // A failed task stays FAILED through a pause; that is no reason to wait.
      return connector === 'PAUSED' && status.tasks.every((t) => t.state === 'PAUSED' || t.state === 'FAILED');
    case 'stop':
      return connector === 'STOPPED' && status.tasks.length === 0;
    case 'resume':
      return connector === 'RUNNING' && hasAllTasks(status, taskCount) && status.tasks.every(isRunning);
    case 'restart':
      return isSettled(connector);
    case 'restart-tasks':
      return (
        isSettled(connector) && hasAllTasks(status, taskCount) && status.tasks.every((task) => isSettled(task.state))
      );
    default:
      return verb satisfies never;
  }
}

/** Pausing and stopping do nothing about a failure; waking up and restarting have failed when one shows. */
function isFailed(verb: StateVerb, status: ConnectorStateInfo): boolean {
  if (verb === 'pause' || verb === 'stop') return false;
  if (status.connector.state === 'FAILED') return true;
  return verb !== 'restart' && status.tasks.some((task) => task.state === 'FAILED');
}

function isRunning(part: { readonly state: string }): boolean {
  return part.state === 'RUNNING';
}

/** A restarted part goes back to what its connector is: also to PAUSED. */
function isSettled(state: string): boolean {
  return state === 'RUNNING' || state === 'PAUSED' || state === 'STOPPED';
}

function hasAllTasks(status: ConnectorStateInfo, taskCount: number): boolean {
  return status.tasks.length >= taskCount;
}

function fingerprint(status: ConnectorStateInfo | undefined): string {
  return JSON.stringify([status?.connector, status?.tasks]);
}
