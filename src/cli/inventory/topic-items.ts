import { ConnectFailure } from '../../connect/index.ts';
import { compare } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import { inParallel } from '../in-parallel.ts';
import type { ItemView } from '../output.ts';
import { type LiveConnector, readLiveConnectors } from './live-connectors.ts';
import { selectNames } from './select-names.ts';

/** A topic that connectors have used, as the worker tracks them (KIP-558). */
export interface TopicItem {
  readonly name: string;
  /** Sources that wrote to it, sorted. */
  readonly writtenBy: readonly string[];
  /** Sinks that read from it, sorted. */
  readonly readBy: readonly string[];
}

export async function topicItems(connection: Connection, selectors: readonly string[]): Promise<readonly TopicItem[]> {
  const connectors = await readLiveConnectors(connection.client);
  const used = await inParallel(connectors, 10, async (connector) => ({
    connector,
    topics: await activeTopics(connection, connector.name),
  }));
  const items = [...new Set(used.flatMap(({ topics }) => topics))].sort(compare).map((name) => {
    const users = used.filter(({ topics }) => topics.includes(name)).map(({ connector }) => connector);
    return { name, writtenBy: namesOf(users, 'source'), readBy: namesOf(users, 'sink') };
  });
  return selectNames(items, (item) => [item.name], selectors, 'topic', connection);
}

/** The topics a connector has used; none where the worker does not track them (a setting, or before 2.5). */
export async function activeTopics({ client }: Connection, name: string): Promise<readonly string[]> {
  try {
    return [...(await client.topics(name))].sort(compare);
  } catch (error) {
    if (error instanceof ConnectFailure && error.kind === 'api' && error.status < 500) return [];
    throw error;
  }
}

function namesOf(connectors: readonly LiveConnector[], type: 'source' | 'sink'): readonly string[] {
  return connectors.filter(({ info }) => info.type === type).map(({ name }) => name);
}

export const topicView: ItemView<TopicItem> = {
  nameOf: (item) => item.name,
  columns: () => [
    { header: 'TOPIC', read: (item) => item.name, shrinks: true },
    { header: 'WRITTEN BY', read: (item) => item.writtenBy.join(', ') || '-', shrinks: true },
    { header: 'READ BY', read: (item) => item.readBy.join(', ') || '-', shrinks: true },
  ],
  empty: 'No connector has used a topic yet.',
};
