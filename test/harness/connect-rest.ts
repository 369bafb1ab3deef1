import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectorStateInfo } from '../../src/core/index.ts';
import { waitUntil } from './wait-until.ts';

/** How long a distributed worker may take over a rebalance. */
const REBALANCE_MS = 20_000;

/** One call of a worker's REST API; waits for a rebalance to pass, and throws on anything else but a success. */
export async function connectRest<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const end = performance.now() + REBALANCE_MS;
  for (;;) {
    const response = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    const isRebalance = [409, 500].includes(response.status) && /rebalance|stale configuration/.test(text);
    if (!isRebalance || performance.now() > end) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    await delay(250);
  }
}

/** Waits until the connector and each of its tasks are in that state; says what it saw instead. */
export function waitForState(
  url: string,
  name: string,
  state: string,
  timeoutMs = 30_000,
): Promise<ConnectorStateInfo> {
  return waitUntil(
    `${name} to be ${state}`,
    async () => {
      const status = await connectRest<ConnectorStateInfo>(url, 'GET', `/connectors/${name}/status`);
      const all = [status.connector, ...status.tasks];
      if (all.every((part) => part.state === state) && (state === 'STOPPED' || status.tasks.length > 0)) return status;
      throw new Error(JSON.stringify(status));
    },
    { timeoutMs },
  );
}

/** Deletes every connector whose name starts so. */
export async function deleteConnectors(url: string, prefix = ''): Promise<void> {
  const names = await connectRest<string[]>(url, 'GET', '/connectors');
  for (const name of names.filter((other) => other.startsWith(prefix))) {
    await connectRest(url, 'DELETE', `/connectors/${encodeURIComponent(name)}`);
  }
}
