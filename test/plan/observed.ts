import type { ConnectorStateInfo, ConnectorStateName, ConnectorType } from '../../src/core/index.ts';
import { configToWrite, type Observed, type ObservedConnector } from '../../src/plan/index.ts';
import { fakeKeys, fakePlugins } from '../connect/fake-connect.ts';
import { desired, environment } from './desired.ts';

/** A live connector as the tests write it. */
export interface LiveInput {
  readonly config: Readonly<Record<string, string>>;
  /** What connectctl applied last: makes the marks. Absent: no marks. */
  readonly applied?: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly marks?: Readonly<Record<string, string>>;
  readonly type?: ConnectorType;
  readonly state?: ConnectorStateName;
  readonly tasks?: readonly (ConnectorStateName | { readonly state: ConnectorStateName; readonly trace: string })[];
}

export const CLUSTER_ID = 'cluster-1';

export function live(name: string, input: LiveInput): ObservedConnector {
  const type = input.type ?? (/Sink/.test(input.config['connector.class'] ?? '') ? 'sink' : 'source');
  const state = input.state ?? 'RUNNING';
  const tasks = (input.tasks ?? (state === 'STOPPED' ? [] : [state])).map((task, id) => ({
    id,
    worker_id: 'w:8083',
    ...(typeof task === 'string' ? { state: task } : task),
  }));
  const status: ConnectorStateInfo = { name, type, tasks, connector: { state, worker_id: 'w:8083' } };
  return { name, type, status, taskCount: tasks.length, config: { ...input.config, name, ...marksFor(name, input) } };
}

function marksFor(name: string, input: LiveInput): Readonly<Record<string, string>> {
  if (!input.applied) return input.marks ?? {};
  const { config } = configToWrite(desired({ name, config: input.applied }), undefined, {
    salt: { clusterId: CLUSTER_ID, connector: name },
    definition: { kind: 'keys', keys: new Map(fakeKeys.map((key) => [key.name, key])) },
    ignoreKeys: [],
    owner: input.owner ?? environment.owner,
    masksSecrets: Object.values(input.config).includes('••••••••'),
  });
  const own = Object.entries(config).filter(([key]) => key.startsWith('connectctl.'));
  return { ...Object.fromEntries(own), ...input.marks };
}

/** Everything observed: these connectors, the file connectors' definitions, a worker of this version. */
export function observed(connectors: readonly ObservedConnector[], more: Partial<Observed> = {}): Observed {
  const definition = { kind: 'keys' as const, keys: new Map(fakeKeys.map((key) => [key.name, key])) };
  return {
    url: 'http://127.0.0.1:8083',
    server: { version: '4.3.1', commit: 'x', kafka_cluster_id: CLUSTER_ID },
    abilities: {
      stop: true,
      initialState: true,
      patchConfig: true,
      alterOffsets: true,
      anyName: true,
      masksSecrets: false,
    },
    connectors: new Map(connectors.map((c) => [c.name, c])),
    plugins: fakePlugins,
    definitions: new Map(['FileStreamSource', 'FileStreamSink'].map((name) => [name, definition])),
    validations: new Map(),
    leftovers: new Map(),
    topics: undefined,
    topicRefusals: [],
    ...more,
  };
}
