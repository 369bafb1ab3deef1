import type { Run } from '../run.ts';
import type { Snapshot } from './status-poll.ts';

/** Tells a connector that has vanished from one whose status is not there yet. */
export interface Absence {
  /** What a snapshot shows; true: the worker has not listed the connector for `lostMs`, while it answered. */
  isLost(snapshot: Snapshot): Promise<boolean>;
}

/**
 * Watches for one connector. Right after a create a worker shows no status of it, and another one of the cluster may not have
 * heard of it at all: both pass within moments. A standalone worker that was restarted never lists it again, for it
 * keeps nothing that was made over REST. The list of names is asked for only where a status has been missing for the settle window.
 */
export function createAbsence({ timeouts, emit }: Run, name: string): Absence {
  let missingSince: number | undefined;
  let goneSince: number | undefined;
  return {
    async isLost({ statuses, startedAt, names }) {
      if (statuses === undefined || statuses.has(name)) {
        missingSince = statuses ? undefined : missingSince;
        goneSince = undefined;
        return false;
      }
      missingSince ??= startedAt;
      if (startedAt - missingSince < timeouts.settleMs) return false;
      const listed = await names();
      if (listed === undefined || listed.has(name)) {
        goneSince = undefined;
        return false;
      }
      if (goneSince === undefined) emit({ type: 'waiting', name, message: 'the worker does not list it any more' });
      goneSince ??= startedAt;
      return startedAt - goneSince >= timeouts.lostMs;
    },
  };
}

/** What to say of a lost one. */
export function lostWords(name: string): string {
  return (
    `the worker had taken "${name}" and does not list it any more: it was deleted, or a standalone worker was restarted, ` +
    'which keeps nothing that is made over REST. Apply again creates it'
  );
}
