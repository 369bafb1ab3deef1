import { type ConnectClient, createConnectClient } from '../../connect/index.ts';

/** answers: a Connect worker is there. dead: the connection is refused. unknown: it can't be reached from here. */
export type WorkerAnswer = 'answers' | 'dead' | 'unknown';

const TIMEOUT_MS = 2000;

/** Asks workers for all changes of an apply. */
export interface WorkerCheck {
  /** What a worker answers now, or has answered since `notBefore` (performance.now()). */
  ask(workerId: string, notBefore: number): Promise<WorkerAnswer>;
}

export function createWorkerCheck(client: ConnectClient): WorkerCheck {
  const asked = new Map<string, { readonly at: number; readonly answer: Promise<WorkerAnswer> }>();
  return {
    ask(workerId, notBefore) {
      const last = asked.get(workerId);
      if (last && last.at >= notBefore) return last.answer;
      const answer = workerAnswers(workerId, client.url);
      asked.set(workerId, { at: performance.now(), answer });
      return answer;
    },
  };
}

/** Asks a worker by its worker_id (`host:port`, the address it advertises) whether it is alive. */
export async function workerAnswers(workerId: string, url: string): Promise<WorkerAnswer> {
  const { protocol, host } = new URL(url);
  // What answered the poll is alive.
  if (host === workerId) return 'answers';
  const client = createConnectClient({ urls: [`${protocol}//${workerId}`], timeoutMs: TIMEOUT_MS });
  try {
    await client.serverInfo();
    return 'answers';
  } catch (error) {
    return isRefused(error) ? 'dead' : isAnswer(error) ? 'answers' : 'unknown';
  } finally {
    client.close();
  }
}

function isRefused(error: unknown): boolean {
  return ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED';
}

/** A 401 is an answer, too. */
function isAnswer(error: unknown): boolean {
  return ((error as { status?: number }).status ?? 0) > 0;
}
