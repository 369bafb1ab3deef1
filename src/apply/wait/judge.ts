import type { ConnectorStateInfo, TargetState } from '../../core/index.ts';

export interface Judgement {
  readonly verdict: 'reached' | 'failed' | 'pending';
  /** What is seen, in words: `RUNNING, 2 of 3 tasks RUNNING`. */
  readonly words: string;
}

/** Reads one status against the state that is wanted. */
export function judge(status: ConnectorStateInfo, wanted: TargetState): Judgement {
  const { connector, tasks } = status;
  const failed = tasks.filter((task) => task.state === 'FAILED').length;
  const inState = tasks.filter((task) => task.state === wanted).length;
  const words = wordsOf(status, wanted, failed, inState);
  if (wanted === 'STOPPED') {
    return { verdict: connector.state === 'STOPPED' && tasks.length === 0 ? 'reached' : 'pending', words };
  }
  if (connector.state === 'FAILED' || (failed > 0 && wanted === 'RUNNING')) return { verdict: 'failed', words };
  // A task that failed does not become PAUSED; pausing is done all the same.
  const isReached = connector.state === wanted && inState + failed === tasks.length;
  return { verdict: isReached ? 'reached' : 'pending', words };
}

function wordsOf(
  { connector, tasks }: ConnectorStateInfo,
  wanted: TargetState,
  failed: number,
  inState: number,
): string {
  if (tasks.length === 0) return connector.state;
  if (failed > 0) return `${connector.state}, ${failed} of ${tasks.length} tasks FAILED`;
  return `${connector.state}, ${inState} of ${tasks.length} tasks ${wanted === 'STOPPED' ? 'left' : wanted}`;
}
