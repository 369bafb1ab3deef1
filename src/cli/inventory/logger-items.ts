import { compare } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import type { ItemView } from '../output.ts';
import { selectNames } from './select-names.ts';

/** A logger with a level of its own. */
export interface LoggerItem {
  readonly name: string;
  readonly level: string;
  /** ISO 8601; undefined: never changed, or a worker before 3.7. */
  readonly lastModified?: string;
}

export async function loggerItems(
  connection: Connection,
  selectors: readonly string[],
): Promise<readonly LoggerItem[]> {
  const loggers = await connection.client.loggers();
  const items = Object.entries(loggers)
    .map(([name, { level, last_modified: at }]) => ({
      name,
      level,
      ...(typeof at === 'number' && { lastModified: new Date(at).toISOString() }),
    }))
    .sort((a, b) => compare(a.name, b.name));
  return selectNames(items, (item) => [item.name], selectors, 'logger', connection);
}

export const loggerView: ItemView<LoggerItem> = {
  nameOf: (item) => item.name,
  columns: () => [
    { header: 'LOGGER', read: (item) => item.name, shrinks: true },
    { header: 'LEVEL', read: (item) => item.level },
    { header: 'CHANGED', read: (item) => item.lastModified ?? '-' },
  ],
  empty: 'No logger has a level of its own.',
};
