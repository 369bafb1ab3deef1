import { workerAnswers } from '../../apply/index.ts';
import type { ConnectorStateInfo } from '../../core/index.ts';

export interface AskedWorkers {
  /** They refuse connections: what their status says is old. */
  readonly dead: readonly string[];
  /** They can't be reached from here, which says nothing about them. */
  readonly silent: readonly string[];
}

/** Asks the workers that a status names, by the addresses they advertise, whether they are there. */
export async function askWorkers(status: ConnectorStateInfo, url: string): Promise<AskedWorkers> {
  const ids = [...new Set([status.connector, ...status.tasks].map((part) => part.worker_id))].filter((id) => id !== '');
  const answers = await Promise.all(ids.map((id) => workerAnswers(id, url)));
  const isDead = (i: number): boolean => answers[i] === 'dead' && !isLoopback(ids[i]!);
  return {
    dead: ids.filter((_, i) => isDead(i)),
    silent: ids.filter((_, i) => answers[i] !== 'answers' && !isDead(i)),
  };
}

/**
 * A worker behind a forwarded port advertises a loopback address that is not ours: nobody there is no proof that the
 * worker is gone.
 */
function isLoopback(workerId: string): boolean {
  return /^(?:127\.|localhost:|\[?::1)/.test(workerId);
}
