import type { ConnectorStateInfo } from '../../core/index.ts';
import type { Operation } from '../../plan/index.ts';
import { beginWrite, type Run } from '../run.ts';
import type { Expectation } from '../wait/prove.ts';
import { withRetries } from '../with-retries.ts';
import { readBeforeWrite } from './live.ts';
import { targetOf } from './update.ts';

/** Restarts what is FAILED: in one request from 3.0, else part by part. */
export async function restart(run: Run, op: Operation): Promise<Expectation> {
  const { name } = op.change;
  const isOld = /^2\./.test(run.observed.server.version);
  await withRetries(run, name, (isRetry) => readBeforeWrite(run, op, isRetry, undefined));
  await withRetries(run, name, async (isRetry) => {
    if (isRetry && !hasFailed(await run.client.status(name))) return;
    beginWrite(run);
    if (!isOld) {
      await run.client.restart(name, { includeTasks: true, onlyFailed: true });
      return;
    }
    const status = await run.client.status(name);
    if (status.connector.state === 'FAILED') {
      await run.client.restart(name, { includeTasks: false, onlyFailed: false });
    }
    for (const task of status.tasks) if (task.state === 'FAILED') await run.client.restartTask(name, task.id);
  });
  return { name, wanted: targetOf(op), applied: undefined, isNew: false };
}

function hasFailed({ connector, tasks }: ConnectorStateInfo): boolean {
  return [connector, ...tasks].some((part) => part.state === 'FAILED');
}
