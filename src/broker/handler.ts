import type { Api } from '../kafka/index.ts';
import type { GroupCoordinator } from './groups/group-coordinator.ts';
import type { TopicCatalogue } from './topics/topic-catalogue.ts';
import type { TransactionCoordinator } from './transactions/transaction-coordinator.ts';

/** What requests work on. */
export interface BrokerState {
  readonly nodeId: number;
  readonly port: number;
  readonly topics: TopicCatalogue;
  readonly groups: GroupCoordinator;
  readonly transactions: TransactionCoordinator;
  /** Aborted when the broker closes; every wait in a handler ends on it. */
  readonly closing: AbortSignal;
}

export interface RequestContext {
  readonly broker: BrokerState;
  readonly version: number;
  readonly clientId: string | null;
  readonly clientHost: string;
  /** The name under which this client reaches the broker. */
  readonly advertisedHost: string;
  /** Aborted when the client's connection is gone. */
  readonly disconnected: AbortSignal;
}

/** One API's answer; undefined: no answer is sent (a produce request with acks=0). */
export interface Handler {
  readonly api: Api;
  handle(request: never, context: RequestContext): unknown;
}

/** Ties a handler to its API's table, so that request and answer are typed by it. */
export function handler<RO, RI, SO, SI>(
  api: Api<RO, RI, SO, SI>,
  handle: (request: RO, context: RequestContext) => SI | undefined | Promise<SI | undefined>,
): Handler {
  return { api: api as unknown as Api, handle: handle as Handler['handle'] };
}

/** Nothing is limited here. */
export const NO_THROTTLE = { throttleTimeMs: 0 } as const;
