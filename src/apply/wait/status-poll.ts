import type { ConnectClient } from '../../connect/index.ts';
import { type ConnectorStateInfo, sleep } from '../../core/index.ts';

/** One reading of all statuses. */
export interface Snapshot {
  /** When the request was sent (performance.now()): what it shows is no older. */
  readonly startedAt: number;
  /** Undefined where it could not be read; the poll goes on. */
  readonly statuses: ReadonlyMap<string, ConnectorStateInfo> | undefined;
}

/** One `?expand=status` poll that every wait of an apply shares; it runs while somebody waits. */
export interface StatusPoll {
  /** The next snapshot whose request begins after this call; undefined once the signal is aborted. */
  next(): Promise<Snapshot | undefined>;
}

export function createStatusPoll(client: ConnectClient, intervalMs: number, signal: AbortSignal): StatusPoll {
  let waiting: ((snapshot: Snapshot | undefined) => void)[] = [];
  let isRunning = false;
  const loop = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0 && !signal.aborted) {
      await sleep(intervalMs, signal);
      if (signal.aborted) break;
      const served = waiting;
      waiting = [];
      const snapshot = await read(client);
      for (const resolve of served) resolve(snapshot);
    }
    isRunning = false;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (!isRunning) void loop();
      }),
  };
}

async function read(client: ConnectClient): Promise<Snapshot> {
  const startedAt = performance.now();
  try {
    const expanded = await client.statuses();
    const statuses = new Map<string, ConnectorStateInfo>();
    for (const [name, { status }] of Object.entries(expanded)) if (status) statuses.set(name, status);
    return { startedAt, statuses };
  } catch {
    // A worker that is away for a moment: whoever waits has a timeout of its own.
    return { startedAt, statuses: undefined };
  }
}
