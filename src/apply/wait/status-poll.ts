import type { ConnectClient } from '../../connect/index.ts';
import { type ConnectorStateInfo, sleep } from '../../core/index.ts';

/** One reading of all statuses. */
export interface Snapshot {
  /** When the request was sent (performance.now()): what it shows is no older. */
  readonly startedAt: number;
  /** Undefined where it could not be read; the poll goes on. */
  readonly statuses: ReadonlyMap<string, ConnectorStateInfo> | undefined;
  /** The names that the worker lists, with a status or without, asked for once; undefined where it does not answer. */
  names(): Promise<ReadonlySet<string> | undefined>;
}

/**
 * How soon a wait wants its next snapshot. `new`: what was written may show in a moment. `standing`: it can show at once,
 * for the connector stays halted. `again`: it did not show yet.
 */
export type WaitKind = 'new' | 'standing' | 'again';

/** One `?expand=status` poll that every wait of an apply shares; it runs while somebody waits. */
export interface StatusPoll {
  /** The next snapshot whose request begins after this call; undefined once the signal is aborted. */
  next(kind: WaitKind): Promise<Snapshot | undefined>;
  /** The statuses that were read last. */
  last(): Snapshot['statuses'];
}

/**
 * Reads every `pollMs` at most, and sooner for new waits: once for `lullMs` no further one has come. So changes that are
 * written one after the other are read once, right after the last one; where nothing is being written and all that is
 * new is standing, without the lull.
 */
export function createStatusPoll(
  client: ConnectClient,
  { lullMs, pollMs }: { readonly lullMs: number; readonly pollMs: number },
  signal: AbortSignal,
  isWriting: () => boolean,
): StatusPoll {
  let waiting: ((snapshot: Snapshot | undefined) => void)[] = [];
  /** When the last new wait began (performance.now()); undefined: none since the last reading. */
  let newAt: number | undefined;
  let needsLull = false;
  let isRunning = false;
  let wake = new AbortController();
  let last: Snapshot['statuses'];
  signal.addEventListener('abort', () => wake.abort(), { once: true });
  const waitUntilDue = async (): Promise<void> => {
    const latest = performance.now() + pollMs;
    for (;;) {
      const lull = needsLull || isWriting() ? lullMs : 0;
      const leftMs = Math.min(latest, newAt === undefined ? latest : newAt + lull) - performance.now();
      if (leftMs <= 0 || signal.aborted) return;
      wake = new AbortController();
      await sleep(leftMs, wake.signal);
    }
  };
  const loop = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0 && !signal.aborted) {
      await waitUntilDue();
      if (signal.aborted) break;
      const served = waiting;
      waiting = [];
      newAt = undefined;
      needsLull = false;
      const snapshot = await read(client);
      last = snapshot.statuses ?? last;
      for (const resolve of served) resolve(snapshot);
    }
    isRunning = false;
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  return {
    last: () => last,
    next: (kind) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (kind !== 'again') newAt = performance.now();
        if (kind === 'new') needsLull = true;
        if (isRunning) wake.abort();
        else void loop();
      }),
  };
}

async function read(client: ConnectClient): Promise<Snapshot> {
  const startedAt = performance.now();
  let asked: Promise<ReadonlySet<string> | undefined> | undefined;
  const names: Snapshot['names'] = () => {
    asked ??= client.names().then(
      (list) => new Set(list),
      () => undefined,
    );
    return asked;
  };
  try {
    const expanded = await client.statuses();
    const statuses = new Map<string, ConnectorStateInfo>();
    for (const [name, { status }] of Object.entries(expanded)) if (status) statuses.set(name, status);
    return { startedAt, statuses, names };
  } catch {
    // A worker that is away for a moment: whoever waits has a timeout of its own.
    return { startedAt, statuses: undefined, names };
  }
}
