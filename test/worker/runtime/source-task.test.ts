import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { KafkaAdmin } from '../../../src/kafka/index.ts';
import { defineConfig } from '../../../src/worker/config/index.ts';
import { type SourceRecord, schemas } from '../../../src/worker/data/index.ts';
import {
  RetriableError,
  type SourceConnectorPlugin,
  type SourceTask,
  type SourceTaskContext,
  type Transformation,
} from '../../../src/worker/plugins/index.ts';
import { createSourceTaskRunner } from '../../../src/worker/runtime/source-task.ts';
import type { SourceTaskDeps, TransformStage } from '../../../src/worker/runtime/task-runner.ts';
import { FakeProducer } from './fake-producer.ts';
import {
  gate,
  log,
  MemoryOffsets,
  noClients,
  noTolerance,
  RecordingListener,
  sourceMetrics,
  stringConverter,
  stringHeaders,
  until,
} from './task-setup.ts';

const id = { connector: 'c', task: 0 };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Hands over the given batches, then waits; counts what is called. */
class ScriptedSource implements SourceTask {
  readonly calls: string[] = [];
  readonly batches: (readonly SourceRecord[] | null | Error)[];
  context: SourceTaskContext | null = null;

  constructor(...batches: (readonly SourceRecord[] | null | Error)[]) {
    this.batches = batches;
  }

  start(_config: unknown, context: SourceTaskContext): void {
    this.calls.push('start');
    this.context = context;
  }

  async poll(): Promise<readonly SourceRecord[] | null> {
    const next = this.batches.shift();
    if (next instanceof Error) throw next;
    if (next === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    return next ?? null;
  }

  commit(): void {
    this.calls.push('commit');
  }

  stop(): void {
    this.calls.push('stop');
  }
}

function line(value: string, position: number, partition = 'f'): SourceRecord {
  return {
    kind: 'source',
    topic: 't',
    partition: null,
    keySchema: null,
    key: null,
    valueSchema: schemas.string,
    value,
    timestampMs: 7,
    headers: [],
    sourcePartition: { filename: partition },
    sourceOffset: { position },
  };
}

function setup(task: ScriptedSource, changes: Partial<SourceTaskDeps> = {}) {
  const producer = new FakeProducer();
  const offsets = new MemoryOffsets();
  const listener = new RecordingListener();
  const plugin: SourceConnectorPlugin = {
    kind: 'source',
    className: 'test.Source',
    taskClassName: 'test.SourceTask',
    version: '1',
    configDef: defineConfig([]),
    create: () => ({ start() {}, stop() {}, taskConfigs: () => [] }),
    createTask: () => task,
  };
  const runner = createSourceTaskRunner({
    spec: { id, connectorConfig: {}, taskConfig: {} },
    plugin,
    keyConverter: stringConverter(),
    valueConverter: stringConverter(),
    headerConverter: stringHeaders(),
    transforms: [],
    errors: noTolerance,
    metrics: sourceMetrics(),
    clients: { ...noClients, producer: async () => producer },
    offsetFlushIntervalMs: 60_000,
    offsetFlushTimeoutMs: 100,
    listener,
    log,
    initiallyPaused: false,
    offsetStore: offsets,
    topicCreation: null,
    ...changes,
  });
  return { runner, producer, offsets, listener };
}

function transform(apply: (record: SourceRecord) => SourceRecord | null): TransformStage {
  const instance = { configure() {}, apply } as unknown as Transformation;
  return { alias: 'x', className: 'test.Transform', instance, predicate: null, negate: false };
}

describe('a source task', () => {
  test('sends records in order and stores the last offset when it is stopped', async () => {
    const task = new ScriptedSource([line('a', 2), line('b', 4)], null, [], [line('c', 6)]);
    const { runner, producer, offsets, listener } = setup(task);
    runner.start();
    await until(() => producer.sent.length === 3, 'three records are sent');
    expect(await runner.stop(1000)).toBe(true);
    expect(producer.values).toEqual(['a', 'b', 'c']);
    expect(producer.sent[0]).toMatchObject({ topic: 't', partition: null, key: null, timestampMs: 7 });
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":6}' });
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(listener.topics).toEqual(['c:t']);
    expect(task.calls).toEqual(['start', 'commit', 'stop']);
    expect(producer.isClosed).toBe(true);
  });

  test('finds the stored offset of its partition', async () => {
    const task = new ScriptedSource();
    const { runner, offsets } = setup(task);
    const key = Buffer.from('["c",{"filename":"f"}]');
    offsets.values.set(key.toString(), { key, value: Buffer.from('{"position":12}') });
    runner.start();
    await until(() => task.calls.includes('start'), 'started');
    expect(task.context?.offset({ filename: 'f' })).toEqual({ position: 12 });
    expect(task.context?.offset({ filename: 'other' })).toBeNull();
    await runner.stop(1000);
  });

  test('stores offsets at every interval, and goes on after a failed write', async () => {
    const task = new ScriptedSource([line('a', 2)]);
    const { runner, offsets } = setup(task, { offsetFlushIntervalMs: 10 });
    offsets.failures = 2;
    runner.start();
    await until(() => offsets.texts['["c",{"filename":"f"}]'] === '{"position":2}', 'the offset is stored');
    expect(offsets.writes).toBe(3);
    await runner.stop(1000);
  });

  test('stopped in the middle of a flush, it ends that one and stores what came since', async () => {
    const task = new ScriptedSource([line('a', 2)]);
    const { runner, producer, offsets } = setup(task, { offsetFlushIntervalMs: 1 });
    const writing = gate();
    const written: (readonly string[])[] = [];
    const store = offsets.set.bind(offsets);
    offsets.set = async (values) => {
      written.push([...values.values()].map(({ value }) => `${value}`));
      if (written.length === 1) await writing.passed;
      await store(values);
    };
    runner.start();
    await until(() => written.length === 1, 'a first flush');
    task.batches.push([line('b', 4)]);
    await until(() => producer.sent.length === 2, 'a second record');
    const stopped = runner.stop(1000);
    expect(offsets.texts).toEqual({});
    writing.open();
    expect(await stopped).toBe(true);
    expect(written).toEqual([['{"position":2}'], ['{"position":4}']]);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":4}' });
  });

  test('stores nothing past a record that is not acknowledged', async () => {
    const task = new ScriptedSource([line('a', 2)], [line('b', 4)], [line('z', 9, 'g')]);
    const { runner, producer, offsets } = setup(task);
    producer.hold = true;
    runner.start();
    await until(() => producer.inFlight === 3, 'all are in flight');
    producer.release(1);
    await until(() => producer.sent.length === 1, 'the first is acknowledged');
    // The others stay in flight past the flush timeout.
    expect(await runner.stop(1000)).toBe(true);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":2}' });
  });

  test.each([
    { name: 'batches', most: 16 },
    { name: 'bytes, with buffer.memory', bufferBytes: 5, most: 5 },
  ])('lets only so many $name be in flight', async ({ bufferBytes, most }) => {
    const task = new ScriptedSource(...Array.from({ length: 100 }, (_, i) => [line(`${i % 10}`, i)]));
    const { runner, producer } = setup(task, { bufferBytes });
    producer.hold = true;
    runner.start();
    await until(() => producer.inFlight === most, 'the limit is reached');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(producer.inFlight).toBe(most);
    producer.hold = false;
    producer.release();
    await until(() => producer.sent.length === 100, 'all are sent');
    await runner.stop(1000);
  });

  test('fails with the cause when Kafka refuses a record for good, and keeps the offset before it', async () => {
    const task = new ScriptedSource([line('a', 2)], [line('big', 6)]);
    const { runner, producer, offsets, listener } = setup(task);
    producer.refuse = (record) => (record.value?.toString() === 'big' ? new Error('record too large') : null);
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    await runner.stop(1000);
    expect(listener.states).toEqual(['RUNNING', 'FAILED']);
    expect(listener.trace).toMatch(
      /^org\.apache\.kafka\.connect\.errors\.ConnectException: Unrecoverable exception from producer send callback\n\tat /,
    );
    expect(listener.trace).toMatch(/\nCaused by: .*record too large/);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":2}' });
    expect(producer.isClosed).toBe(true);
  });

  test('goes on past a refused record with errors.tolerance=all, and commits its offset', async () => {
    const task = new ScriptedSource([line('a', 2), line('big', 6), line('c', 8)], [line('big', 12)]);
    const { runner, producer, offsets, listener } = setup(task, { errors: { ...noTolerance, tolerance: 'all' } });
    producer.refuse = (record) => (record.value?.toString() === 'big' ? new Error('record too large') : null);
    runner.start();
    await until(() => producer.sent.length === 2 && task.batches.length === 0, 'the others are sent');
    await runner.stop(1000);
    expect(producer.values).toEqual(['a', 'c']);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":12}' });
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  test('does not commit the offset of a dropped record until a later one is sent', async () => {
    const drop = transform((record) => (record.value === 'drop' ? null : record));
    const task = new ScriptedSource([line('a', 2), line('drop', 7)]);
    const { runner, producer, offsets } = setup(task, { transforms: [drop] });
    runner.start();
    await until(() => producer.sent.length === 1, 'one is sent');
    await runner.stop(1000);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":2}' });
  });

  test.each([
    { tolerance: 'none', states: ['RUNNING', 'FAILED'], sent: [] },
    { tolerance: 'all', states: ['RUNNING', 'UNASSIGNED'], sent: ['a', 'c'] },
  ] as const)('treats a record that a transform refuses by errors.tolerance=$tolerance', async (row) => {
    const refuse = transform((record) => {
      if (record.value === 'bad') throw new Error('cannot transform');
      return record;
    });
    const task = new ScriptedSource([line('a', 2), line('bad', 4), line('c', 6)]);
    const errors = { ...noTolerance, tolerance: row.tolerance };
    const { runner, producer, listener } = setup(task, { transforms: [refuse], errors });
    runner.start();
    await until(() => producer.sent.length === 2 || listener.states.includes('FAILED'), 'sent or failed');
    await runner.stop(1000);
    expect(producer.values).toEqual(row.sent);
    expect(listener.states).toEqual(row.states);
    if (row.tolerance === 'none') {
      expect(listener.trace).toMatch(/^org\.apache\.kafka\.connect\.errors\.ConnectException: Tolerance exceeded/);
      expect(listener.trace).toMatch(/Caused by: .*cannot transform/);
    }
  });

  test('tries a record again that failed for the time being', async () => {
    let tries = 0;
    const flaky = transform((record) => {
      if (++tries < 3) throw new RetriableError('not now');
      return record;
    });
    const errors = { ...noTolerance, retryTimeoutMs: 60_000, retryDelayMaxMs: 5 };
    const { runner, producer } = setup(new ScriptedSource([line('a', 2)]), { transforms: [flaky], errors });
    runner.start();
    await until(() => producer.sent.length === 1, 'sent at last');
    expect(tries).toBe(3);
    await runner.stop(1000);
  });

  test('neither sends nor drops a record that is being tried again when it is stopped', async () => {
    const never = transform(() => {
      throw new RetriableError('not now');
    });
    const errors = { ...noTolerance, tolerance: 'all', retryTimeoutMs: -1 } as const;
    const task = new ScriptedSource([line('a', 2)]);
    const { runner, producer, offsets, listener } = setup(task, { transforms: [never], errors });
    runner.start();
    await until(() => task.batches.length === 0, 'polled');
    expect(await runner.stop(1000)).toBe(true);
    expect(producer.sent).toEqual([]);
    expect(offsets.texts).toEqual({});
    expect(listener.states).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  test('sends what it polled although it was told to stop meanwhile', async () => {
    let give: (records: readonly SourceRecord[]) => void = () => {};
    const polled = new Promise<readonly SourceRecord[]>((resolve) => {
      give = resolve;
    });
    const task = Object.assign(new ScriptedSource(), { poll: () => polled });
    const { runner, producer, offsets, listener } = setup(task);
    runner.start();
    await until(() => listener.states.includes('RUNNING'), 'running');
    const stopped = runner.stop(1000);
    give([line('last', 5)]);
    expect(await stopped).toBe(true);
    expect(producer.values).toEqual(['last']);
    expect(offsets.texts).toEqual({ '["c",{"filename":"f"}]': '{"position":5}' });
  });

  test('keeps no record that Kafka has, although its offset waits for the commit', async () => {
    const task = new ScriptedSource();
    const records = ['a', 'b', 'c'].map((value, position) => {
      const record = line(value, position);
      task.batches.push([record]);
      return new WeakRef(record);
    });
    const { runner, producer, offsets } = setup(task);
    runner.start();
    await until(() => producer.sent.length === 3, 'all are sent');
    // The last one may still stand in a local variable.
    await until(() => {
      collectGarbage();
      return records.slice(0, 2).every((record) => record.deref() === undefined);
    }, 'the first two are collected');
    expect(offsets.writes).toBe(0);
    expect(await runner.stop(1000)).toBe(true);
    expect(offsets.writes).toBe(1);
  });

  test('polls nothing while it is paused, and goes on when resumed', async () => {
    const task = new ScriptedSource();
    const { runner, producer, listener } = setup(task, { initiallyPaused: true });
    runner.start();
    await until(() => listener.states.includes('PAUSED'), 'it is paused');
    task.batches.push([line('a', 2)]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(producer.sent).toEqual([]);
    runner.resume();
    await until(() => producer.sent.length === 1, 'sent');
    runner.pause();
    await until(() => listener.states.length === 3, 'paused again');
    await runner.stop(1000);
    expect(listener.states).toEqual(['PAUSED', 'RUNNING', 'PAUSED', 'UNASSIGNED']);
  });

  test.each([
    { name: 'poll', task: () => new ScriptedSource(new Error('poll broke')), states: ['RUNNING', 'FAILED'] },
    {
      name: 'start',
      task: () => Object.assign(new ScriptedSource(), { start: () => Promise.reject(new Error('start broke')) }),
      states: ['FAILED'],
    },
  ])('fails with the error itself when $name throws', async ({ name, task, states }) => {
    const { runner, listener, producer } = setup(task());
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    expect(listener.states).toEqual(states);
    expect(listener.trace).toMatch(new RegExp(`^\\S+: ${name} broke\n`));
    await runner.stop(1000);
    expect(producer.isClosed).toBe(true);
  });

  test.each([
    new RetriableError('later'),
    // A plugin's own class of that name.
    Object.assign(new Error('later'), { name: 'RetriableException' }),
  ])('polls again when poll asks for it', async (later) => {
    const { runner, producer, listener } = setup(new ScriptedSource(later, [line('a', 2)]));
    runner.start();
    await until(() => producer.sent.length === 1, 'sent');
    expect(listener.states).toEqual(['RUNNING']);
    await runner.stop(1000);
  });

  test('is abandoned, and silent, when it does not stop in time', async () => {
    const task = Object.assign(new ScriptedSource(), { poll: () => new Promise<null>(() => {}) });
    const producer = new FakeProducer();
    let isAdminClosed = false;
    const admin = {
      close: async () => {
        isAdminClosed = true;
      },
    } as KafkaAdmin;
    const clients = { ...noClients, producer: async () => producer, admin: async () => admin };
    const { runner, listener } = setup(task, { clients, topicCreation: [] });
    runner.start();
    await until(() => listener.states.includes('RUNNING'), 'running');
    expect(await runner.stop(20)).toBe(false);
    expect([producer.isClosed, isAdminClosed]).toEqual([true, true]);
    expect(listener.states).toEqual(['RUNNING']);
  });

  test('fails on a timestamp before the epoch, whatever is tolerated', async () => {
    const task = new ScriptedSource([{ ...line('a', 2), timestampMs: -5 }]);
    const { runner, listener } = setup(task, { errors: { ...noTolerance, tolerance: 'all' } });
    runner.start();
    await until(() => listener.states.includes('FAILED'), 'it failed');
    expect(listener.trace).toMatch(
      /^org\.apache\.kafka\.common\.InvalidRecordException: Invalid record timestamp -5\n/,
    );
    await runner.stop(1000);
  });
});
