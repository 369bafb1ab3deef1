import { type ConnectClient, isNotFound } from '../../connect/index.ts';
import { type ConnectorInfo, type ConnectorStateInfo, compare } from '../../core/index.ts';

/** One connector as the worker shows it. */
export interface LiveConnector {
  readonly name: string;
  readonly info: ConnectorInfo;
  /** Undefined right after a create: the worker has no status record yet. */
  readonly status: ConnectorStateInfo | undefined;
}

/**
 * All connectors, sorted by name, in two requests. The expanded answer leaves out what has no status record yet (right
 * after a create), so the names are compared, and one that is only there is read by itself.
 */
export async function readLiveConnectors(client: ConnectClient): Promise<readonly LiveConnector[]> {
  const [expanded, names] = await Promise.all([client.expanded(), client.names()]);
  const known = new Map<string, LiveConnector>();
  for (const [name, { info, status }] of Object.entries(expanded)) if (info) known.set(name, { name, info, status });
  const missing = names.filter((name) => !known.has(name));
  for (const connector of await Promise.all(missing.map((name) => readOne(client, name)))) {
    if (connector) known.set(connector.name, connector);
  }
  return [...known.values()].sort((a, b) => compare(a.name, b.name));
}

/** Undefined when it is gone meanwhile. */
async function readOne(client: ConnectClient, name: string): Promise<LiveConnector | undefined> {
  try {
    return { name, info: await client.get(name), status: undefined };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
