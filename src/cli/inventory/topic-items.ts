import { ConnectFailure, isNameRefused } from '../../connect/index.ts';
import { compare } from '../../core/index.ts';
import { printable } from '../../render/index.ts';
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

/** @param warn is given a line for each connector whose topics can't be asked for */
export async function topicItems(
  connection: Connection,
  selectors: readonly string[],
  warn: (line: string) => void,
): Promise<readonly TopicItem[]> {
  const connectors = await readLiveConnectors(connection.client);
  const used = await inParallel(connectors, 10, async (connector) => ({
    connector,
    ...(await activeTopics(connection, connector.name)),
  }));
  for (const { connector, problem } of used) if (problem !== undefined) warn(unknownTopics(connector.name, problem));
  const items = [...new Set(used.flatMap(({ topics }) => topics))].sort(compare).map((name) => {
    const users = used.filter(({ topics }) => topics.includes(name)).map(({ connector }) => connector);
    return { name, writtenBy: namesOf(users, 'source'), readBy: namesOf(users, 'sink') };
  });
  return selectNames(items, (item) => [item.name], selectors, 'topic', connection);
}

export interface ActiveTopics {
  readonly topics: readonly string[];
  /** Why the worker tells nothing about this one. */
  readonly problem?: string;
}

/**
 * The topics a connector has used; none where the worker does not track them (a setting, or before 2.5). One whose name
 * the worker refuses in a URL hides nothing of the others.
 */
export async function activeTopics({ client }: Connection, name: string): Promise<ActiveTopics> {
  try {
    return { topics: [...(await client.topics(name))].sort(compare) };
  } catch (error) {
    if (isNameRefused(error)) return { topics: [], problem: error.message };
    if (error instanceof ConnectFailure && error.kind === 'api' && error.status < 500) return { topics: [] };
    throw error;
  }
}

/** A line for stderr, where many connectors are shown. */
export function unknownTopics(name: string, problem: string): string {
  return `warning  the topics that ${printable(name)} has used are not known: ${printable(problem)}\n`;
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
