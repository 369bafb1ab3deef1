import { type ConnectClient, ConnectFailure } from '../../connect/index.ts';
import { type ConnectorStateInfo, sleep } from '../../core/index.ts';

/** What one look at the worker shows of a connector. */
export interface Sighting {
  /** Undefined: it has no status record, or is gone. */
  readonly status: ConnectorStateInfo | undefined;
  /** Tasks in its config; its status may not list them all yet. */
  readonly taskCount: number;
  /** False: the worker does not know the connector. */
  readonly exists: boolean;
  /** `performance.now()` before the request was sent. */
  readonly atMs: number;
}

export interface StateWatch {
  /** Calls `see` with each look until it gives something else than undefined, or `timeoutMs` is over: then undefined. */
  until<T>(name: string, timeoutMs: number, see: (sighting: Sighting) => T | undefined): Promise<T | undefined>;
  /** False: the last look had no answer. */
  isAnswered(): boolean;
}

const EVERY_MS = 250;

/** Watches many connectors with one request a look, however many wait. Ends early when the signal is aborted. */
export function watchStates(client: ConnectClient, signal: AbortSignal): StateWatch {
  let current: Promise<Look> | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let isAnswered = true;
  const pacedLook = async (): Promise<Look> => {
    await sleep(Math.max(0, lastMs + EVERY_MS - performance.now()), signal);
    lastMs = performance.now();
    return look(client);
  };
  const nextLook = (): Promise<Look> => {
    current ??= pacedLook().finally(() => {
      current = undefined;
    });
    return current;
  };
  return {
    isAnswered: () => isAnswered,
    async until(name, timeoutMs, see) {
      const startMs = performance.now();
      while (true) {
        const { connectors, atMs } = await nextLook();
        isAnswered = connectors !== undefined;
        const found = connectors?.[name];
        // A look that was under way when the caller came may be older than the caller's own write.
        if (connectors && atMs >= startMs) {
          const seen = see({
            status: found?.status,
            taskCount: found?.info?.tasks.length ?? 0,
            exists: found !== undefined,
            atMs,
          });
          if (seen !== undefined) return seen;
        }
        if (signal.aborted || performance.now() - startMs >= timeoutMs) return undefined;
      }
    },
  };
}

interface Look {
  /** Undefined: the worker did not answer this time (a rebalance, a restart), which passes or runs into the timeout. */
  readonly connectors: Awaited<ReturnType<ConnectClient['expanded']>> | undefined;
  readonly atMs: number;
}

async function look(client: ConnectClient): Promise<Look> {
  const atMs = performance.now();
  try {
    return { connectors: await client.expanded(), atMs };
  } catch (error) {
    if (error instanceof ConnectFailure && error.retryable) return { connectors: undefined, atMs };
    throw error;
  }
}
