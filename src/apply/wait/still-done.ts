import type { ChangeReport } from '../report.ts';
import type { Run } from '../run.ts';
import { workersOf } from './prove.ts';

/**
 * What was done a while ago, at the end of the apply: not proven any more where a worker it runs on has gone since.
 * `endedAt`: when the last change ended, as performance.now() counts. Kafka Connect shows its connectors as RUNNING for `scheduled.rebalance.max.delay.ms` more, five minutes by default.
 */
export async function stillDone(run: Run, change: ChangeReport, endedAt: number): Promise<ChangeReport> {
  const isWaitedFor = run.wait === 'running' && !run.signal.aborted && change.action !== 'delete';
  const status = change.kind === 'connector' ? run.poll.last()?.get(change.name) : undefined;
  if (change.outcome !== 'done' || !isWaitedFor || !status || status.connector.state === 'STOPPED') return change;
  const asked = await Promise.all(
    workersOf(status).map(async (id) => ({ id, answer: await run.workers.ask(id, endedAt) })),
  );
  const dead = asked.find(({ answer }) => answer === 'dead');
  if (!dead) return change;
  const message = `it was done, and the worker ${dead.id} has stopped answering since`;
  const report: ChangeReport = { ...change, outcome: 'not-proven', code: 'CC5003', message };
  run.emit({ type: 'finished', change: report });
  return report;
}
