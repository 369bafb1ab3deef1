import type { Connection } from '../connections.ts';
import { readLiveConnectors, selectConnectors } from '../inventory/index.ts';
import type { Target } from './act-on-each.ts';
import { type StateWatch, watchStates } from './state-watch.ts';

/** What the selectors take on every cluster; each selector has to take something on each. */
export async function readTargets(
  connections: readonly Connection[],
  selectors: readonly string[],
): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const connection of connections) {
    const live = await readLiveConnectors(connection.client);
    for (const connector of await selectConnectors(connection, live, selectors))
      targets.push({ connection, connector });
  }
  return targets;
}

/** One watch a cluster, shared by all that wait there. */
export function sharedWatches(signal: AbortSignal): (connection: Connection) => StateWatch {
  const watches = new Map<Connection, StateWatch>();
  return (connection) => {
    let watch = watches.get(connection);
    if (!watch) {
      watch = watchStates(connection.client, signal);
      watches.set(connection, watch);
    }
    return watch;
  };
}
