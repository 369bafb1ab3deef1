import type { ConnectorStateName, ConnectorType } from '../../core/index.ts';
import type { Connection } from '../connections.ts';
import type { ItemView } from '../output.ts';
import { type LiveConnector, readLiveConnectors } from './live-connectors.ts';
import { pipelineOf, selectConnectors } from './select-connectors.ts';
import { statePaint } from './state-colors.ts';

/** One connector of a list. */
export interface ConnectorItem {
  readonly name: string;
  readonly type: ConnectorType;
  /** Undefined: the worker has no status record yet. */
  readonly state: ConnectorStateName | undefined;
  readonly tasks: readonly { readonly id: number; readonly state: ConnectorStateName }[];
  /** The class as the config has it. */
  readonly class: string;
  /** What our mark names; empty for connectors that connectctl did not write. */
  readonly pipeline: string;
}

export async function connectorItems(
  connection: Connection,
  selectors: readonly string[],
): Promise<readonly ConnectorItem[]> {
  const live = await readLiveConnectors(connection.client);
  return (await selectConnectors(connection, live, selectors)).map(connectorItem);
}

export function connectorItem(connector: LiveConnector): ConnectorItem {
  const { name, info, status } = connector;
  return {
    name,
    type: info.type,
    state: status?.connector.state,
    tasks: (status?.tasks ?? []).map(({ id, state }) => ({ id, state })),
    class: info.config['connector.class'] ?? '',
    pipeline: pipelineOf(connector),
  };
}

export const connectorView: ItemView<ConnectorItem> = {
  nameOf: (item) => item.name,
  columns: (colors) => [
    { header: 'NAME', read: (item) => item.name, shrinks: true },
    { header: 'TYPE', read: (item) => item.type },
    { header: 'STATE', read: (item) => item.state ?? '-', paint: (state) => statePaint(state, colors) },
    { header: 'TASKS', read: tasksText, paint: (_text, item) => tasksPaint(item, colors) },
    { header: 'PIPELINE', read: (item) => item.pipeline || '-', shrinks: true },
  ],
  empty: 'The worker has no connectors.',
};

/** `2/2 RUNNING`, or every state with its count, the worst first. */
export function tasksText({ tasks }: Pick<ConnectorItem, 'tasks'>): string {
  if (tasks.length === 0) return '-';
  const counts = new Map<string, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([state, count]) => `${count}/${tasks.length} ${state}`)
    .join(', ');
}

const SEVERITY = ['FAILED', 'UNASSIGNED', 'RESTARTING', 'PAUSED', 'STOPPED', 'RUNNING'];

function rank(state: string): number {
  return SEVERITY.indexOf(state);
}

function tasksPaint({ tasks }: ConnectorItem, colors: Parameters<typeof statePaint>[1]): (text: string) => string {
  const worst = [...tasks].sort((a, b) => rank(a.state) - rank(b.state))[0];
  return worst ? statePaint(worst.state, colors) : (text) => text;
}
