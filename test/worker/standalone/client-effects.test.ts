import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import type { FlatConfig } from '../../../src/core/index.ts';
import {
  type Api,
  batchesOf,
  createTopicsApi,
  fetchApi,
  joinGroupApi,
  listOffsetsApi,
  metadataApi,
  produceApi,
  type RequestOf,
} from '../../../src/kafka/index.ts';
import { type Standalone, startStandalone } from '../../../src/worker/index.ts';
import { silentLogger } from '../../../src/worker/log/index.ts';
import { connectRest, removeFolder, tempFolder, waitUntil } from '../../harness/index.ts';
import { KafkaProxy } from '../../harness/kafka-proxy.ts';
import { KafkaRequests } from '../../harness/kafka-requests.ts';

/** A setting of a client, and where a broker sees that it has it. */
interface EffectRow {
  readonly key: string;
  /** By the worker's prefix, and by the override of a connector; null: not set there. */
  readonly given: readonly [worker: string | null, override: string];
  /** In the requests of the client that has the worker's, and of the one that has its own. */
  readonly seen: readonly [worker: unknown, override: unknown];
  readonly asked: (by: By) => unknown;
}

type By = <A extends Api, T>(api: A, read: (request: RequestOf<A>) => T) => T | undefined;

const batch = ({ topicData }: RequestOf<typeof produceApi>) => {
  return [...batchesOf(topicData[0]!.partitionData[0]!.records!)][0]!;
};
const partition = ({ topics }: RequestOf<typeof fetchApi>) => topics[0]?.partitions[0];

function row(key: string, given: EffectRow['given'], seen: EffectRow['seen'], asked: EffectRow['asked']): EffectRow {
  return { key, given, seen, asked };
}

const producerRows: readonly EffectRow[] = [
  row('acks', ['1', 'all'], [1, -1], (by) => by(produceApi, ({ acks }) => acks)),
  row('request.timeout.ms', ['20001', '20002'], [20001, 20002], (by) => by(produceApi, ({ timeoutMs }) => timeoutMs)),
  row('compression.type', ['gzip', 'zstd'], [1, 4], (by) => by(produceApi, (request) => batch(request).compression)),
  row('batch.size', ['150', '100000'], [1, 20], (by) => by(produceApi, (request) => batch(request).recordCount)),
];

const adminRows: readonly EffectRow[] = [
  row('request.timeout.ms', ['7001', '7002'], [7001, 7002], (by) => by(createTopicsApi, ({ timeoutMs }) => timeoutMs)),
];

const consumerRows: readonly EffectRow[] = [
  row('fetch.max.wait.ms', ['101', '102'], [101, 102], (by) => by(fetchApi, ({ maxWaitMs }) => maxWaitMs)),
  row('fetch.min.bytes', ['2', '3'], [2, 3], (by) => by(fetchApi, ({ minBytes }) => minBytes)),
  row('fetch.max.bytes', ['90001', '90002'], [90001, 90002], (by) => by(fetchApi, ({ maxBytes }) => maxBytes)),
  row('max.partition.fetch.bytes', ['80001', '80002'], [80001, 80002], (by) =>
    by(fetchApi, (request) => partition(request)?.partitionMaxBytes),
  ),
  row('isolation.level', ['read_uncommitted', 'read_committed'], [0, 1], (by) =>
    by(fetchApi, ({ isolationLevel }) => isolationLevel),
  ),
  row('auto.offset.reset', ['earliest', 'latest'], [-2n, -1n], (by) =>
    by(listOffsetsApi, ({ topics }) => topics[0]?.partitions[0]?.timestamp),
  ),
  row('session.timeout.ms', ['11001', '11002'], [11001, 11002], (by) =>
    by(joinGroupApi, ({ sessionTimeoutMs }) => sessionTimeoutMs),
  ),
  row('max.poll.interval.ms', ['61001', '61002'], [61001, 61002], (by) =>
    by(joinGroupApi, ({ rebalanceTimeoutMs }) => rebalanceTimeoutMs),
  ),
  row('group.id', [null, 'mine'], ['connect-sink0', 'mine'], (by) => by(joinGroupApi, ({ groupId }) => groupId)),
  row('group.instance.id', [null, 'first'], [null, 'first'], (by) =>
    by(joinGroupApi, ({ groupInstanceId }) => groupInstanceId),
  ),
  row('allow.auto.create.topics', ['true', 'false'], [true, false], (by) =>
    by(metadataApi, ({ topics, allowAutoTopicCreation }) =>
      topics?.length === 1 ? allowAutoTopicCreation : undefined,
    ),
  ),
];

const folder = tempFolder();
let broker: RunningBroker;
let proxy: KafkaProxy;
let worker: Standalone;
let requests: KafkaRequests;

/** Two sources and two sinks: the first of each has the worker's settings, the second its own, client.id among them. */
beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: join(folder, 'data') });
  proxy = await KafkaProxy.start(broker.port);
  requests = new KafkaRequests(proxy);
  worker = await startStandalone({
    workerProps: {
      'bootstrap.servers': `127.0.0.1:${proxy.port}`,
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': join(folder, 'connect.offsets'),
      listeners: 'http://127.0.0.1:0',
      ...settings('producer.', producerRows, 0),
      ...settings('consumer.', consumerRows, 0),
      ...settings('admin.', adminRows, 0),
    },
    connectorFiles: [],
    log: silentLogger,
  });
  const file = join(folder, 'in.txt');
  writeFileSync(file, Array.from({ length: 20 }, (_none, i) => `line ${i} ${'x'.repeat(80)}\n`).join(''));
  for (const index of [0, 1] as const) {
    const own = (...given: FlatConfig[]): FlatConfig => (index === 1 ? Object.assign({}, ...given) : {});
    await create(`source${index}`, {
      'connector.class': 'FileStreamSource',
      file,
      topic: `t${index}`,
      'topic.creation.default.partitions': '1',
      'topic.creation.default.replication.factor': '1',
      ...own(settings('producer.override.', producerRows, 1), settings('admin.override.', adminRows, 1), {
        'producer.override.client.id': 'own-producer',
        'admin.override.client.id': 'own-admin',
      }),
    });
    await waitUntil('lines in the topic', () => requests.of(produceApi, producerIds[index]).length > 0);
    await create(`sink${index}`, {
      'connector.class': 'FileStreamSink',
      file: join(folder, `out${index}.txt`),
      topics: `t${index}`,
      ...own(settings('consumer.override.', consumerRows, 1), { 'consumer.override.client.id': 'own-consumer' }),
    });
    await waitUntil('a fetch', () => requests.of(fetchApi, consumerIds[index]).some((request) => partition(request)));
  }
});

afterAll(async () => {
  await worker?.close();
  await proxy?.close();
  await broker?.close();
  removeFolder(folder);
});

const producerIds = ['connector-producer-source0-0', 'own-producer'] as const;
const adminIds = ['connector-adminclient-source0-0', 'own-admin'] as const;
const consumerIds = ['connector-consumer-sink0-0', 'own-consumer'] as const;

describe('what a broker sees of the settings, by the client.id of the worker and one of its own', () => {
  test.each([
    ...producerRows.map((row) => ({ ...row, client: 'producer', ids: producerIds })),
    ...adminRows.map((row) => ({ ...row, client: 'admin', ids: adminIds })),
    ...consumerRows.map((row) => ({ ...row, client: 'consumer', ids: consumerIds })),
  ])('$client: $key', ({ asked, ids, seen }) => {
    const found = ids.map((id) =>
      asked((api, read) =>
        requests
          .of(api, id)
          .map(read)
          .find((value) => value !== undefined),
      ),
    );
    expect(found).toEqual(seen);
  });
});

test('max.poll.records: no batch is larger', async () => {
  const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').length - 1;
  await waitUntil('all lines in the topic', () => lines('out0.txt') === 20);
  const largest = async (name: string, own: FlatConfig) => {
    await create(name, { 'connector.class': 'FileStreamSink', topics: 't0', file: join(folder, name), ...own });
    await waitUntil('all lines', () => lines(name) === 20);
    const page = await (await fetch(`${worker.url}/metrics`)).text();
    const metric = `kafka_connect_connector_task_metrics_batch_size_max\\{connector="${name}",task="0"\\}`;
    return new RegExp(`^${metric} (\\d+)$`, 'm').exec(page)?.[1];
  };
  expect(await largest('few', { 'consumer.override.max.poll.records': '7' })).toBe('7');
  expect(await largest('many', {})).toBe('20');
});

test('linger.ms: a batch that is not full waits, until its producer is closed', async () => {
  const sent = () => requests.of(produceApi, 'slow').reduce((sum, request) => sum + batch(request).recordCount, 0);
  await create('source2', {
    'connector.class': 'FileStreamSource',
    file: join(folder, 'in.txt'),
    topic: 't2',
    'producer.override.client.id': 'slow',
    'producer.override.linger.ms': '600000',
    'producer.override.batch.size': '400',
  });
  await waitUntil('all full batches', () => sent() >= 18);
  expect(sent()).toBeLessThan(20);
  await connectRest(worker.url, 'DELETE', '/connectors/source2');
  expect(sent()).toBe(20);
});

function settings(prefix: string, rows: readonly EffectRow[], which: 0 | 1): FlatConfig {
  return Object.fromEntries(
    rows.flatMap(({ key, given }) => (given[which] === null ? [] : [[prefix + key, given[which]]])),
  );
}

async function create(name: string, config: FlatConfig): Promise<void> {
  await connectRest(worker.url, 'PUT', `/connectors/${name}/config`, { 'tasks.max': '1', ...config });
}
