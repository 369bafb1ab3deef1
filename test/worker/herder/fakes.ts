import type { FlatConfig, TaskId } from '../../../src/core/index.ts';
import { errorCode, type KafkaAdmin, KafkaError, type OffsetAndMetadata } from '../../../src/kafka/index.ts';
import type { ClientFactory } from '../../../src/worker/clients/index.ts';
import { defineConfig, nonEmptyString } from '../../../src/worker/config/index.ts';
import { ConfigTransformer } from '../../../src/worker/config-providers/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { WorkerMetrics } from '../../../src/worker/metrics/index.ts';
import { ConnectError, type Connector, type Plugin, PluginRegistry } from '../../../src/worker/plugins/index.ts';
import {
  Herder,
  type HerderDeps,
  type OffsetStore,
  type SinkTaskDeps,
  type SourceTaskDeps,
  type TaskListener,
  type TaskRunner,
} from '../../../src/worker/runtime/index.ts';
import { parseWorkerConfig } from '../../../src/worker/worker-config/index.ts';

/** What a fake connector does, by its own config keys: each thing that a real one may do wrong. */
class FakeConnector implements Connector {
  #config: FlatConfig = {};

  async start(config: FlatConfig): Promise<void> {
    this.#config = config;
    if (config['fail.start']) throw new ConnectError('will not start');
    if (config['hang.start']) await new Promise(() => {});
  }

  taskConfigs(maxTasks: number): readonly FlatConfig[] {
    if (this.#config['fail.tasks']) throw new ConnectError('no tasks today');
    const count = Number(this.#config['tasks'] ?? maxTasks);
    return Array.from({ length: count }, (_none, index) => ({ ...this.#config, index: String(index) }));
  }

  async stop(): Promise<void> {
    if (this.#config['fail.stop']) throw new Error('will not stop');
    if (this.#config['hang.stop']) await new Promise(() => {});
  }

  async alterOffsets(config: FlatConfig): Promise<boolean> {
    if (config['fail.offsets']) throw new ConnectError('these offsets are wrong');
    if (config['hang.offsets']) await new Promise(() => {});
    return config['own.offsets'] === 'true';
  }
}

const fakeConfigDef = defineConfig([
  { name: 'topic', type: 'STRING', validator: nonEmptyString, importance: 'HIGH', documentation: 'A topic.' },
  { name: 'limit', type: 'INT', defaultValue: 5, importance: 'LOW', documentation: 'A number.' },
]);

const noTask = () => {
  throw new Error('fake connectors have fake tasks');
};

export const fakePlugins: readonly Plugin[] = [
  {
    kind: 'source',
    className: 'test.FakeSourceConnector',
    taskClassName: 'test.FakeSourceTask',
    version: '1.0',
    configDef: fakeConfigDef,
    create: () => new FakeConnector(),
    createTask: noTask,
  },
  {
    kind: 'sink',
    className: 'test.FakeSinkConnector',
    taskClassName: 'test.FakeSinkTask',
    version: '1.0',
    configDef: defineConfig([]),
    create: () => new FakeConnector(),
    createTask: noTask,
  },
  ...(['converter', 'header_converter'] as const).map(
    (kind) =>
      ({
        kind,
        className: 'test.FakeConverter',
        version: '1.0',
        configDef: defineConfig([
          { name: 'flag', type: 'BOOLEAN', defaultValue: true, importance: 'LOW', documentation: 'A flag.' },
        ]),
        create: () => ({ configure: () => {} }),
      }) as unknown as Plugin,
  ),
  {
    kind: 'transformation',
    className: 'test.Tag$Value',
    version: '1.0',
    configDef: defineConfig([
      { name: 'word', type: 'STRING', importance: 'HIGH', documentation: 'A word.' },
      { name: 'add', type: 'STRING', defaultValue: null, importance: 'LOW', documentation: 'More.' },
    ]),
    create: () => ({
      configure: (config) => {
        if (config['word'] === 'bad') throw new ConnectError('not this word');
      },
      apply: (record) => record,
    }),
  },
  {
    kind: 'predicate',
    className: 'test.Always',
    version: '1.0',
    configDef: defineConfig([]),
    create: () => ({ configure: () => {}, test: () => true }),
  },
];

/** A task that keeps the contract of TaskRunner: it reports RUNNING once started, and nothing after its stop. */
export class FakeRunner implements TaskRunner {
  readonly id: TaskId;
  readonly deps: SourceTaskDeps | SinkTaskDeps;
  readonly calls: string[] = [];
  /** Answers false to stop, as one that had to be abandoned. */
  isStuck = false;
  readonly #listener: TaskListener;

  constructor(deps: SourceTaskDeps | SinkTaskDeps) {
    this.id = deps.spec.id;
    this.deps = deps;
    this.#listener = deps.listener;
  }

  start(): void {
    this.calls.push('start');
    this.#listener.onState(this.id, this.deps.initiallyPaused ? 'PAUSED' : 'RUNNING');
  }

  pause(): void {
    this.calls.push('pause');
    this.#listener.onState(this.id, 'PAUSED');
  }

  resume(): void {
    this.calls.push('resume');
    this.#listener.onState(this.id, 'RUNNING');
  }

  async stop(): Promise<boolean> {
    this.calls.push('stop');
    if (!this.isStuck) this.#listener.onState(this.id, 'UNASSIGNED');
    return !this.isStuck;
  }

  fail(trace = 'java.lang.Exception: broken'): void {
    this.#listener.onState(this.id, 'FAILED', trace);
  }

  touch(topic: string): void {
    this.#listener.onActiveTopic(this.id.connector, topic);
  }
}

/** Consumer groups in memory, with what a broker refuses. */
export class FakeAdmin implements Partial<KafkaAdmin> {
  readonly groups = new Map<string, OffsetAndMetadata[]>();
  readonly topics = new Map<string, number>();
  isInUse = false;
  isUnreachable = false;

  async describeTopics(): Promise<ReadonlyMap<string, number>> {
    return this.topics;
  }

  async groupOffsets(groupId: string): Promise<readonly OffsetAndMetadata[]> {
    if (this.isUnreachable) throw new Error('no broker answers');
    return this.groups.get(groupId) ?? [];
  }

  async alterGroupOffsets(groupId: string, offsets: readonly OffsetAndMetadata[]): Promise<void> {
    this.#refuse();
    const others = (this.groups.get(groupId) ?? []).filter(
      (old) => !offsets.some((o) => o.partition === old.partition),
    );
    this.groups.set(groupId, [...others, ...offsets]);
  }

  async deleteGroupOffsets(groupId: string, partitions: readonly { partition: number }[]): Promise<void> {
    this.#refuse();
    const left = (this.groups.get(groupId) ?? []).filter(
      (old) => !partitions.some((p) => p.partition === old.partition),
    );
    this.groups.set(groupId, left);
  }

  async deleteGroup(groupId: string): Promise<void> {
    this.#refuse();
    this.groups.delete(groupId);
  }

  async close(): Promise<void> {}

  #refuse(): void {
    if (this.isInUse) throw new KafkaError(errorCode('NON_EMPTY_GROUP'), 'Group');
  }
}

function memoryOffsetStore(): OffsetStore {
  const stored = new Map<string, { key: Buffer; value: Buffer | null }>();
  return {
    start: async () => {},
    get: (key) => stored.get(key.toString('latin1'))?.value ?? null,
    entries: () => [...stored.values()].map(({ key, value }) => [key, value] as const),
    set: async (values) => {
      for (const [id, entry] of values) stored.set(id, entry);
    },
    stop: async () => {},
  };
}

export interface FakeHerder {
  readonly herder: Herder;
  readonly deps: HerderDeps;
  readonly runners: FakeRunner[];
  readonly admin: FakeAdmin;
  /** The newest runner of a task. */
  runner(connector: string, task?: number): FakeRunner;
}

/** A herder over fakes; `props` are further worker properties. */
export function fakeHerder(props: FlatConfig = {}): FakeHerder {
  const registry = new PluginRegistry(fakePlugins);
  const runners: FakeRunner[] = [];
  const admin = new FakeAdmin();
  const create = (deps: SourceTaskDeps | SinkTaskDeps) => {
    const runner = new FakeRunner(deps);
    runners.push(runner);
    return runner;
  };
  const workerProps = {
    'bootstrap.servers': 'localhost:9092',
    'key.converter': 'test.FakeConverter',
    'value.converter': 'test.FakeConverter',
    'header.converter': 'test.FakeConverter',
    'offset.storage.file.filename': 'unused',
    'task.shutdown.graceful.timeout.ms': '100',
    ...props,
  };
  const deps: HerderDeps = {
    config: parseWorkerConfig(workerProps, registry),
    registry,
    transformer: new ConfigTransformer(
      new Map([['vault', { get: async (_path, keys) => new Map([...keys].map((key) => [key, `secret-${key}`])) }]]),
    ),
    offsetStore: memoryOffsetStore(),
    clients: { admin: () => admin } as unknown as ClientFactory,
    metrics: new WorkerMetrics({ windowMs: 30_000, samples: 2, nowMs: Date.now }),
    workerId: () => '127.0.0.1:8083',
    log: silentLogger,
    connectorStopTimeoutMs: 50,
    createSourceTask: create,
    createSinkTask: create,
  };
  return {
    herder: new Herder(deps),
    deps,
    runners,
    admin,
    runner: (connector, task = 0) => {
      const found = runners.findLast(({ id }) => id.connector === connector && id.task === task);
      if (!found) throw new Error(`no task ${connector}-${task} was started`);
      return found;
    },
  };
}

export const source = { 'connector.class': 'test.FakeSourceConnector', topic: 't' };
export const sink = { 'connector.class': 'test.FakeSinkConnector', topics: 't' };
