import { describe, expect, test } from 'vitest';
import type { NewTopic, OffsetAndMetadata, TopicPartition } from '../../../src/kafka/index.ts';
import { defineConfig } from '../../../src/worker/config/index.ts';
import type { SinkRecord } from '../../../src/worker/data/index.ts';
import {
  RetriableError,
  type SinkConnectorPlugin,
  type SinkTask,
  type SinkTaskContext,
} from '../../../src/worker/plugins/index.ts';
import { createSinkTaskRunner } from '../../../src/worker/runtime/sink-task.ts';
import type { SinkTaskDeps, TaskClients } from '../../../src/worker/runtime/task-runner.ts';
import { FakeConsumer } from './fake-consumer.ts';
import { FakeProducer } from './fake-producer.ts';
import {
  gate,
  jsonConverter,
  log,
  noClients,
  noTolerance,
  RecordingListener,
  sinkMetrics,
  stringConverter,
  stringHeaders,
  until,
} from './task-setup.ts';

const id = { connector: 'c', task: 0 };
const t0 = { topic: 't', partition: 0 };
const t1 = { topic: 't', partition: 1 };

/** Keeps the values it is given. */
class CollectingSink implements SinkTask {
  readonly values: unknown[] = [];
  readonly calls: string[] = [];
  puts = 0;
  context: SinkTaskContext | null = null;
  beforePut: (records: readonly SinkRecord[]) => void | Promise<void> = () => {};
  beforeFlush: () => void | Promise<void> = () => {};

  start(_config: unknown, context: SinkTaskContext): void {
    this.context = context;
  }
  open(partitions: readonly TopicPartition[]): void {
    this.calls.push(`open ${partitions.map(({ partition }) => partition)}`);
  }
  async put(records: readonly SinkRecord[]): Promise<void> {
    this.puts++;
    await this.beforePut(records);
    for (const record of records) this.values.push(record.value);
  }
  async flush(): Promise<void> {
    await this.beforeFlush();
  }
  close(partitions: readonly TopicPartition[]): void {
    this.calls.push(`close ${partitions.map(({ partition }) => partition)}`);
  }
  stop(): void {
    this.calls.push('stop');
  }
}

function setup(task: SinkTask, changes: Partial<SinkTaskDeps> = {}, clients: Partial<TaskClients> = {}) {
  const consumer = new FakeConsumer(t0);
  const listener = new RecordingListener();
  const plugin: SinkConnectorPlugin = {
    kind: 'sink',
    className: 'test.Sink',
    taskClassName: 'test.SinkTask',
    version: '1',
    configDef: defineConfig([]),
    create: () => ({ start() {}, stop() {}, taskConfigs: () => [] }),
    createTask: () => task,
  };
  const runner = createSinkTaskRunner({
    spec: { id, connectorConfig: {}, taskConfig: {} },
    plugin,
    keyConverter: stringConverter(),
    valueConverter: stringConverter(),
    headerConverter: stringHeaders(),
    transforms: [],
    errors: noTolerance,
    metrics: sinkMetrics(),
    clients: { ...noClients, consumer: async () => consumer, ...clients },
    offsetFlushIntervalMs: 60_000,
    offsetFlushTimeoutMs: 100,
    listener,
    log,
    initiallyPaused: false,
    subscription: { topics: ['t'] },
    ...changes,
  });
  return { runner, consumer, listener };
}

describe('a sink task', () => {
  test('puts records in order and commits the next offset when it is stopped', async () => {
    const task = new CollectingSink();
    const { runner, consumer, listener } = setup(task);
    consumer.append('t', 0, 'a', 'b', null);
    runner.start();
    await until(() => task.values.length === 3, 'three are put');
    expect(consumer.commits).toEqual([]);
    expect(await runner.stop(1000)).toBe(true);
    expect(task.values).toEqual(['a', 'b', null]);
    expect(consumer.committedOffsets).toEqual(new Map([['t/0', 3n]]));
    expect(task.calls).toEqual(['open 0', 'close 0', 'stop']);
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(listener.topics).toEqual(['c:t']);
    expect(consumer.isClosed).toBe(true);
  });

  test('commits at every interval, and only what changed', async () => {
    const task = new CollectingSink();
    const { runner, consumer } = setup(task, { offsetFlushIntervalMs: 10 });
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => consumer.committedOffsets.get('t/0') === 1n, 'committed');
    const polls = consumer.polls;
    await until(() => consumer.polls > polls + 3, 'some intervals later');
    expect(consumer.commits).toHaveLength(1);
    expect(task.puts, 'put is called with an empty list too').toBeGreaterThan(3);
    await runner.stop(1000);
  });

  test('commits when the task asks for it', async () => {
    const task = new CollectingSink();
    task.beforePut = (records) => {
      if (records.length > 0) task.context?.requestCommit();
    };
    const { runner, consumer } = setup(task, {});
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => consumer.committedOffsets.get('t/0') === 1n, 'committed');
    await runner.stop(1000);
  });

  test('delivers the same batch again after a RetriableError, with nothing after it in between', async () => {
    const task = new CollectingSink();
    const seen: number[] = [];
    task.beforePut = (records) => {
      seen.push(records.length);
      if (records.length > 0 && seen.filter((length) => length > 0).length < 3) {
        task.context?.timeout(5);
        consumer.append('t', 0, 'later');
        throw new RetriableError('busy');
      }
    };
    const { runner, consumer, listener } = setup(task);
    consumer.append('t', 0, 'a', 'b');
    runner.start();
    await until(() => task.values.length === 4, 'all are put');
    expect(task.values).toEqual(['a', 'b', 'later', 'later']);
    expect(consumer.paused.size).toBe(0);
    await runner.stop(1000);
    expect(consumer.committedOffsets.get('t/0')).toBe(4n);
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  test('fails when put throws, and does not commit what was not taken', async () => {
    const task = new CollectingSink();
    task.beforePut = (records) => {
      if (records.some(({ value }) => value === 'bad')) throw new Error('disk on fire');
    };
    const { runner, consumer, listener } = setup(task);
    consumer.maxPollRecords = 1;
    consumer.append('t', 0, 'a', 'bad', 'c');
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    await runner.stop(1000);
    expect(listener.trace).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception\.\n\tat /,
    );
    expect(listener.trace).toMatch(/\nCaused by: .*disk on fire/);
    expect(consumer.committedOffsets.get('t/0')).toBe(1n);
    expect(task.calls).toEqual(['open 0', 'close 0', 'stop']);
  });

  test('reads again from the last commit when a flush fails', async () => {
    const task = new CollectingSink();
    let flushes = 0;
    task.beforeFlush = () => {
      if (++flushes === 1) throw new Error('flush failed');
    };
    const { runner, consumer } = setup(task, { offsetFlushIntervalMs: 20 });
    consumer.append('t', 0, 'a', 'b');
    runner.start();
    await until(() => consumer.committedOffsets.get('t/0') === 2n, 'committed');
    expect(task.values).toEqual(['a', 'b', 'a', 'b']);
    await runner.stop(1000);
  });

  test('commits only what was flushed, when it is stopped in the middle of a flush too', async () => {
    const task = new CollectingSink();
    const flushes = [gate(), gate()];
    let begun = 0;
    task.beforeFlush = () => flushes[begun++]?.passed;
    task.beforePut = (records) => {
      if (records.length > 0) task.context?.requestCommit();
    };
    const { runner, consumer } = setup(task);
    consumer.append('t', 0, 'a', 'b');
    runner.start();
    await until(() => begun === 1, 'a first flush');
    consumer.append('t', 0, 'c');
    const stopped = runner.stop(1000);
    expect(consumer.commits).toEqual([]);
    flushes[0]!.open();
    await until(() => begun === 2, 'the flush of the end');
    expect(consumer.commits).toEqual([[{ ...t0, offset: 2n }]]);
    flushes[1]!.fail(new Error('disk full'));
    expect(await stopped).toBe(true);
    expect(consumer.commits, 'what was put and not flushed').toEqual([[{ ...t0, offset: 2n }]]);
  });

  test('goes on when a commit fails, and commits later', async () => {
    const task = new CollectingSink();
    const { runner, consumer, listener } = setup(task, { offsetFlushIntervalMs: 10 });
    consumer.failCommit = new Error('rebalance in progress');
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => task.values.length === 1 && consumer.polls > 5, 'some tries');
    consumer.failCommit = null;
    await until(() => consumer.committedOffsets.get('t/0') === 1n, 'committed');
    expect(task.values).toEqual(['a']);
    await runner.stop(1000);
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  test.each([
    { name: 'more than was consumed', offset: 99n },
    { name: 'a partition of somebody else', offset: 1n, partition: 5 },
  ])('does not commit what preCommit must not give: $name', async ({ offset, partition }) => {
    const task = Object.assign(new CollectingSink(), {
      preCommit: (): readonly OffsetAndMetadata[] => [{ topic: 't', partition: partition ?? 0, offset }],
    });
    const { runner, consumer } = setup(task);
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => task.values.length === 1, 'put');
    await runner.stop(1000);
    expect(consumer.commits).toEqual([]);
  });

  test('commits and closes the partitions that a rebalance takes, and opens those it gives', async () => {
    const task = new CollectingSink();
    const { runner, consumer } = setup(task);
    consumer.append('t', 0, 'a');
    consumer.append('t', 1, 'x');
    runner.start();
    await until(() => task.values.length === 1, 'put');
    consumer.reassign([t1]);
    await until(() => task.values.length === 2, 'the other partition is read');
    expect(consumer.committedOffsets.get('t/0')).toBe(1n);
    await runner.stop(1000);
    expect(task.calls).toEqual(['open 0', 'close 0', 'open 1', 'close 1', 'stop']);
    expect(consumer.committedOffsets.get('t/1')).toBe(1n);
  });

  test('does not commit partitions that were lost', async () => {
    const task = new CollectingSink();
    const { runner, consumer } = setup(task);
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => task.values.length === 1, 'put');
    consumer.reassign([], true);
    await until(() => task.calls.includes('close 0'), 'closed');
    await runner.stop(1000);
    expect(consumer.commits).toEqual([]);
  });

  test('fails when the task cannot open its partitions', async () => {
    const task = Object.assign(new CollectingSink(), { open: () => Promise.reject(new Error('no such table')) });
    const { runner, listener } = setup(task);
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    expect(listener.trace).toMatch(/no such table/);
    await runner.stop(1000);
  });

  test('puts nothing new while it is paused, commits, and keeps polling the group', async () => {
    const task = new CollectingSink();
    const { runner, consumer, listener } = setup(task, { offsetFlushIntervalMs: 20 });
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => task.values.length === 1, 'put');
    runner.pause();
    await until(() => listener.states.includes('PAUSED'), 'paused');
    consumer.append('t', 0, 'b');
    const polls = consumer.polls;
    await until(() => consumer.polls > polls + 2, 'it still polls');
    expect(task.values).toEqual(['a']);
    expect(consumer.committedOffsets.get('t/0')).toBe(1n);
    runner.resume();
    await until(() => task.values.length === 2, 'the rest is put');
    await runner.stop(1000);
    expect(listener.states).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'UNASSIGNED']);
  });

  test('keeps a partition paused that the task paused, when the connector is resumed', async () => {
    const task = new CollectingSink();
    const { runner, consumer, listener } = setup(task, { offsetFlushIntervalMs: 20 });
    runner.start();
    await until(() => task.calls.includes('open 0'), 'open');
    task.context?.pause([t0]);
    runner.pause();
    await until(() => listener.states.includes('PAUSED'), 'paused');
    runner.resume();
    await until(() => listener.states.length === 3, 'resumed');
    expect([...consumer.paused]).toEqual(['t/0']);
    await runner.stop(1000);
  });

  test('reads from where the task seeks to', async () => {
    const task = new CollectingSink();
    const { runner, consumer } = setup(task, { offsetFlushIntervalMs: 20 });
    consumer.append('t', 0, 'a', 'b', 'c');
    runner.start();
    await until(() => task.values.length === 3, 'put');
    task.context?.seek(t0, 1n);
    await until(() => task.values.length === 5, 'read again');
    expect(task.values).toEqual(['a', 'b', 'c', 'b', 'c']);
    await runner.stop(1000);
  });

  test('stops at once although poll could wait for a minute', async () => {
    const { runner, listener } = setup(new CollectingSink());
    runner.start();
    await until(() => listener.states.includes('RUNNING'), 'running');
    const started = Date.now();
    expect(await runner.stop(5000)).toBe(true);
    expect(Date.now() - started).toBeLessThan(500);
  });
});

describe('a record that a converter refuses', () => {
  function deadLetterClients(existing: string[] = []) {
    const producer = new FakeProducer();
    const created: NewTopic[] = [];
    const admin = {
      describeTopics: async () => new Map(existing.map((name) => [name, 1])),
      createTopic: async (topic: NewTopic) => created.push(topic) > 0,
      close: async () => {},
    };
    const clients = {
      deadLetterProducer: async () => producer,
      deadLetterAdmin: async () => admin,
    } as unknown as TaskClients;
    return { producer, created, clients };
  }
  const queue = { topic: 'dlq', replicationFactor: 3, contextHeaders: true };

  test('goes to the dead letter queue as it was consumed, with its context, and the next ones are put', async () => {
    const { producer, created, clients } = deadLetterClients();
    const task = new CollectingSink();
    const errors = { ...noTolerance, tolerance: 'all', deadLetterQueue: queue } as const;
    const { runner, consumer } = setup(task, { errors, valueConverter: jsonConverter(false) }, clients);
    consumer.append('t', 0, '1', '{"some_key:1}', '2');
    runner.start();
    await until(() => task.values.length === 2, 'the good ones are put');
    await runner.stop(1000);
    expect(created).toEqual([{ name: 'dlq', partitions: 1, replicationFactor: 3, config: {} }]);
    expect(task.values).toEqual([1n, 2n]);
    expect(consumer.committedOffsets.get('t/0')).toBe(3n);
    expect(producer.values).toEqual(['{"some_key:1}']);
    const headers = Object.fromEntries(
      producer.sent[0]?.headers.map(({ key, value }) => [key, value?.toString()]) ?? [],
    );
    expect(headers).toMatchObject({
      '__connect.errors.topic': 't',
      '__connect.errors.partition': '0',
      '__connect.errors.offset': '1',
      '__connect.errors.connector.name': 'c',
      '__connect.errors.task.id': '0',
      '__connect.errors.stage': 'VALUE_CONVERTER',
      '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
      '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
      '__connect.errors.exception.message':
        'Converting byte[] to Kafka Connect data failed due to serialization error: ',
    });
    expect(headers['__connect.errors.exception.stacktrace']).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.DataException: /,
    );
    expect(producer.sent[0]).toMatchObject({ topic: 'dlq', partition: null, timestampMs: 1000 });
    expect(producer.isClosed).toBe(true);
  });

  test('fails the task without tolerance, but is reported first', async () => {
    const { producer, created, clients } = deadLetterClients(['dlq']);
    const errors = { ...noTolerance, deadLetterQueue: { ...queue, contextHeaders: false } };
    const { runner, consumer, listener } = setup(
      new CollectingSink(),
      { errors, valueConverter: jsonConverter(false) },
      clients,
    );
    consumer.append('t', 0, '{bad', '{worse');
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    await runner.stop(1000);
    expect(created).toEqual([]);
    expect(producer.values).toEqual(['{bad']);
    expect(producer.sent[0]?.headers).toEqual([]);
    expect(listener.trace).toMatch(/^\S+ConnectException: Tolerance exceeded in error handler\n/);
    expect(consumer.commits).toEqual([]);
  });

  test('is not committed before the dead letter queue has it', async () => {
    const { producer, clients } = deadLetterClients();
    producer.hold = true;
    const errors = { ...noTolerance, tolerance: 'all', deadLetterQueue: queue } as const;
    const { runner, consumer } = setup(
      new CollectingSink(),
      { errors, valueConverter: jsonConverter(false), offsetFlushIntervalMs: 5 },
      clients,
    );
    consumer.append('t', 0, '{bad');
    runner.start();
    await until(() => producer.inFlight === 1, 'the report is in flight');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(consumer.commits).toEqual([]);
    producer.hold = false;
    producer.release();
    await until(() => consumer.committedOffsets.get('t/0') === 1n, 'committed');
    await runner.stop(1000);
  });

  test('makes the task fail at its start when the queue cannot be made', async () => {
    const admin = {
      describeTopics: async () => new Map(),
      createTopic: () => Promise.reject(new Error('replication factor: 3 larger than available brokers: 1')),
      close: async () => {},
    };
    const clients = { deadLetterAdmin: async () => admin } as unknown as TaskClients;
    const errors = { ...noTolerance, deadLetterQueue: queue };
    const { runner, listener } = setup(new CollectingSink(), { errors }, clients);
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    expect(listener.states).toEqual(['FAILED']);
    expect(listener.trace).toMatch(/Could not initialize dead letter queue with topic=dlq/);
    expect(await runner.stop(1000)).toBe(true);
  });

  test('may be one that the task reports itself', async () => {
    const { producer, clients } = deadLetterClients();
    const task = new CollectingSink();
    task.beforePut = async (records) => {
      for (const record of records) await task.context?.errantRecordReporter?.report(record, new Error('row refused'));
    };
    const errors = { ...noTolerance, tolerance: 'all', deadLetterQueue: queue } as const;
    const { runner, consumer } = setup(task, { errors }, clients);
    consumer.append('t', 0, 'a');
    runner.start();
    await until(() => producer.sent.length === 1, 'reported');
    await runner.stop(1000);
    const stage = producer.sent[0]?.headers.find(({ key }) => key === '__connect.errors.stage');
    expect(stage?.value?.toString()).toBe('TASK_PUT');
  });

  const refusals = [
    {
      name: 'that the queue did not take, and the task did not wait for',
      tolerance: 'all',
      waits: false,
      says: /^\S+ConnectException: Could not produce message to dead letter queue\. topic=dlq\n/,
    },
    {
      name: 'that the queue did not take, and the task waited for',
      tolerance: 'all',
      waits: true,
      says: /^\S+ConnectException: Exiting WorkerSinkTask .*\nCaused by: \S+ Could not produce message to dead letter/s,
    },
    {
      name: 'with nothing tolerated, and the task did not wait',
      tolerance: 'none',
      waits: false,
      says: /^\S+ConnectException: Exiting WorkerSinkTask .*\nCaused by: \S+ Tolerance exceeded in error handler\n/s,
    },
  ] as const;
  test.each(refusals)(
    'refused by the task $name: it fails, and commits nothing',
    async ({ tolerance, waits, says }) => {
      const { producer, clients } = deadLetterClients();
      producer.refuse = () => (tolerance === 'all' ? new Error('too large') : null);
      const task = new CollectingSink();
      task.beforePut = async (records) => {
        for (const record of records) {
          const taken = task.context?.errantRecordReporter?.report(record, new Error('row refused'));
          if (waits) await taken;
        }
      };
      const errors = { ...noTolerance, tolerance, deadLetterQueue: queue };
      const { runner, consumer, listener } = setup(task, { errors, offsetFlushIntervalMs: 20 }, clients);
      consumer.append('t', 0, 'a');
      runner.start();
      await until(() => listener.states.includes('FAILED'), 'it failed');
      await runner.stop(1000);
      expect(listener.trace).toMatch(says);
      expect(consumer.commits).toEqual([]);
      expect(task.calls, 'closed all the same').toEqual(['open 0', 'close 0', 'stop']);
    },
  );
});
