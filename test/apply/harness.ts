import { type ApplyOptions, applyPlan, observeDifferences, observeWorker } from '../../src/apply/index.ts';
import { createConnectClient } from '../../src/connect/index.ts';
import type { RemovedConnector, ResolvedConnector, ResolvedTopic } from '../../src/definition/index.ts';
import {
  defaultPlanOptions,
  makePlan,
  type Observed,
  type PlanOptions,
  type PlanResult,
} from '../../src/plan/index.ts';
import { environment } from '../plan/desired.ts';

export interface Planned extends PlanResult {
  readonly observed: Observed;
  readonly requests: number;
}

export interface PlanningOptions extends Partial<PlanOptions> {
  readonly removed?: readonly RemovedConnector[];
  readonly topics?: readonly ResolvedTopic[];
  /** What Kafka has of them. */
  readonly liveTopics?: Observed['topics'];
}

/** Reads a live worker and plans, as the commands do. */
export async function planAgainst(
  url: string,
  connectors: readonly ResolvedConnector[],
  options: PlanningOptions = {},
): Promise<Planned> {
  const client = createConnectClient({ urls: [url] });
  const { removed = [], topics = [], liveTopics, ...rest } = options;
  const input = {
    environment,
    connectors,
    topics,
    removed,
    diagnostics: [],
    options: { ...defaultPlanOptions, ...rest },
  };
  const observed = { ...(await observeDifferences(client, input, await observeWorker(client))), topics: liveTopics };
  const requests = client.requestCount;
  client.close();
  return { ...makePlan({ ...input, observed }), observed, requests };
}

export const quick = { timeoutMs: 5000, settleMs: 150, pollMs: 20, staleMs: 60 };

export async function applyAgainst(url: string, planned: Planned, options: Partial<ApplyOptions> = {}) {
  const client = createConnectClient({ urls: [url] });
  try {
    return await applyPlan(planned, {
      client,
      environment,
      observed: planned.observed,
      parallelism: 4,
      wait: 'running',
      times: quick,
      signal: new AbortController().signal,
      ...options,
    });
  } finally {
    client.close();
  }
}
