import type { Connection } from '../connections.ts';
import type { Finding } from './check.ts';
import { checkKafka } from './kafka-checks.ts';
import { checkProject, checkTransport } from './project-checks.ts';
import { checkEachUrl } from './url-checks.ts';
import { checkClock, checkConnectors, checkHealth, checkPermissions, checkWorker } from './worker-checks.ts';

export type { Finding } from './check.ts';

/** Looks at everything that connectctl depends on, for one environment. What needs the worker is skipped without it. */
export async function examine(connection: Connection): Promise<readonly Finding[]> {
  const worker = await checkWorker(connection);
  const isThere = worker.every(({ result }) => result === 'ok');
  const [others, urls, transport, kafka] = await Promise.all([
    isThere ? Promise.all(WITH_WORKER.map((check) => check(connection))) : [],
    checkEachUrl(connection),
    checkTransport(connection),
    checkKafka(connection),
  ]);
  return [...worker, ...urls, ...others.flat(), ...transport, ...kafka];
}

const WITH_WORKER = [checkHealth, checkClock, checkPermissions, checkConnectors, checkProject];
