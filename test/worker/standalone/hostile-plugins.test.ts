import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import type { ConnectorStateInfo, FlatConfig } from '../../../src/core/index.ts';
import { createProducer } from '../../../src/kafka/index.ts';
import { type Standalone, startStandalone } from '../../../src/worker/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { removeFolder, tempFolder, waitUntil } from '../../harness/index.ts';

const folder = tempFolder();
const [input, output] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
let broker: RunningBroker;
let worker: Standalone;

beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: join(folder, 'data') });
  const bootstrap = `127.0.0.1:${broker.port}`;
  worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': bootstrap,
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      'offset.flush.interval.ms': '100',
      'task.shutdown.graceful.timeout.ms': '200',
      'plugin.path': fileURLToPath(new URL('fixtures/hostile.plugin.js', import.meta.url)),
      listeners: 'http://127.0.0.1:0',
    },
    connectorFiles: [],
    log: silentLogger,
    connectorStopTimeoutMs: 200,
  });
  const producer = createProducer({ bootstrapServers: [bootstrap], clientId: 'test' });
  await producer.send([
    { topic: 'hostile', partition: null, key: null, value: Buffer.from('x'), headers: [], timestampMs: null },
  ]);
  await producer.close();
  writeFileSync(input, '');
  await put('good-source', { 'connector.class': 'FileStreamSource', file: input, topic: 'good' });
  await put('good-sink', { 'connector.class': 'FileStreamSink', file: output, topics: 'good' });
});

afterAll(async () => {
  await worker.close();
  await broker.close();
  removeFolder(folder);
});

async function call(method: string, path: string, body?: object): Promise<{ status: number; text: string }> {
  const response = await fetch(worker.url + path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, text: await response.text() };
}

const put = (name: string, config: FlatConfig) => call('PUT', `/connectors/${name}/config`, config);

async function status(name: string): Promise<ConnectorStateInfo> {
  return JSON.parse((await call('GET', `/connectors/${name}/status`)).text) as ConnectorStateInfo;
}

/** A further line has gone through both of them. */
async function othersWork(line: string): Promise<void> {
  appendFileSync(input, `${line}\n`);
  await waitUntil(`${line} in the sink file`, () => readFileSync(output, 'utf8').endsWith(`${line}\n`));
}

interface Row {
  readonly at: string;
  readonly how: 'hang' | 'throw';
  readonly kind?: 'Sink';
  /** Of the connector and of its task, once it has misbehaved; what has not said anything has no status. */
  readonly states: readonly (string | undefined)[];
  /** A line of the trace, of the connector or of the task. */
  readonly trace?: string;
}

const rows: readonly Row[] = [
  { at: 'connector.start', how: 'hang', states: [undefined, undefined] },
  { at: 'connector.start', how: 'throw', states: ['FAILED', undefined], trace: 'Error: thrown in connector.start' },
  { at: 'taskConfigs', how: 'throw', states: ['FAILED', undefined], trace: 'Error: thrown in taskConfigs' },
  { at: 'connector.stop', how: 'hang', states: ['RUNNING', 'RUNNING'] },
  { at: 'connector.stop', how: 'throw', states: ['RUNNING', 'RUNNING'] },
  { at: 'task.start', how: 'hang', states: ['RUNNING', undefined] },
  { at: 'task.start', how: 'throw', states: ['RUNNING', 'FAILED'], trace: 'Error: thrown in task.start' },
  { at: 'poll', how: 'hang', states: ['RUNNING', 'RUNNING'] },
  { at: 'poll', how: 'throw', states: ['RUNNING', 'FAILED'], trace: 'Error: thrown in poll' },
  { at: 'task.stop', how: 'hang', states: ['RUNNING', 'RUNNING'] },
  { at: 'put', how: 'hang', kind: 'Sink', states: ['RUNNING', 'RUNNING'] },
  {
    at: 'put',
    how: 'throw',
    kind: 'Sink',
    states: ['RUNNING', 'FAILED'],
    trace: 'ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.',
  },
  { at: 'flush', how: 'hang', kind: 'Sink', states: ['RUNNING', 'RUNNING'] },
];

describe.each(rows)('a connector whose $at does $how', ({ at, how, kind, states, trace }) => {
  const name = `${at}-${how}`;

  test('touches nobody else, tells what is wrong, and can be restarted and deleted', async () => {
    const target = kind === 'Sink' ? { 'connector.class': 'test.HostileSink', topics: 'hostile' } : source;
    const created = put(name, { ...target, at, how });
    await waitUntil(`${name} ${states.join(' ')}`, async () => {
      const shown = await status(name);
      const found = [shown.connector?.state, shown.tasks?.[0]?.state];
      return JSON.stringify(found) === JSON.stringify(states);
    });
    if (trace !== undefined) {
      const { connector, tasks } = await status(name);
      expect(connector.trace ?? tasks[0]?.trace).toContain(trace);
    }
    await othersWork(`while ${name}`);
    // A second one of what hangs: the first is left behind, and the answer comes.
    const restarted = call('POST', `/connectors/${name}/restart?includeTasks=true`);
    if (states[1] === 'RUNNING') expect((await restarted).status).toBe(202);
    expect((await call('DELETE', `/connectors/${name}`)).status).toBe(204);
    expect((await call('GET', `/connectors/${name}/status`)).status).toBe(404);
    await Promise.all([created, restarted]);
    await othersWork(`after ${name}`);
  });
});

const source = { 'connector.class': 'test.HostileSource' };

test('a sink task that hangs in put is left behind, and the next one has its partitions at once', async () => {
  await put('put-twice', { 'connector.class': 'test.HostileSink', topics: 'hostile', at: 'put', how: 'hang' });
  const assigned = async () =>
    (await call('GET', '/metrics')).text.includes(
      'kafka_consumer_coordinator_assigned_partitions{clientId="connector-consumer-put-twice-0"} 1',
    );
  const reads = async () =>
    Number(
      /sink_record_read_total\{connector="put-twice",task="0"\} (\d+)/.exec((await call('GET', '/metrics')).text)?.[1],
    );
  await waitUntil('a first put', async () => (await assigned()) && (await reads()) === 1);
  expect((await call('POST', '/connectors/put-twice/tasks/0/restart')).status).toBe(204);
  await waitUntil('a second put of the same record', async () => (await assigned()) && (await reads()) === 1);
  expect((await call('DELETE', '/connectors/put-twice')).status).toBe(204);
});
