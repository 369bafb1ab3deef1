import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import {
  createAdmin,
  createConsumer,
  createProducer,
  deleteGroupsApi,
  type KafkaConsumerOptions,
  type KafkaProducer,
  type KafkaProducerOptions,
} from '../../src/kafka/index.ts';
import { compress, decompress } from '../../src/kafka/record-batch/compression/index.ts';
import { freePort, removeFolder, tempFolder, testFolder } from '../harness/index.ts';
import { KafkaProxy } from '../harness/kafka-proxy.ts';
import { KafkaRequests } from '../harness/kafka-requests.ts';
import { pollUntil, record } from './client-contract.ts';

const dataDir = tempFolder();
let broker: RunningBroker;

beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir });
});
afterAll(async () => {
  await broker.close();
  removeFolder(dataDir);
});

const config = (port = broker.port) => ({ bootstrapServers: [`127.0.0.1:${port}`], clientId: 'settings' });

function producer(options: KafkaProducerOptions, port?: number): KafkaProducer {
  const client = createProducer(config(port), options);
  onTestFinished(() => client.close(0));
  return client;
}

function consumer(options: Partial<KafkaConsumerOptions>, port?: number) {
  const client = createConsumer(config(port), { groupId: randomUUID(), fetchMaxWaitMs: 50, ...options });
  onTestFinished(() => client.close());
  return client;
}

const listener = { onAssigned: async () => undefined, onRevoked: async () => undefined };
const lines = (topic: string, values: readonly string[], key: Buffer | null = null) =>
  values.map((value) => record({ topic, partition: null, key, value: Buffer.from(value) }));

describe('a producer', () => {
  it.each<[string, KafkaProducerOptions]>([
    ['acks=1', { acks: '1' }],
    ['a level of gzip', { compression: 'gzip', compressionLevel: 9 }],
    ['a level of zstd', { compression: 'zstd', compressionLevel: 9 }],
  ])('%s: what it writes is there', async (_name, options) => {
    const topic = randomUUID();
    await producer(options).send(lines(topic, ['a', 'b']));
    const reader = consumer({});
    reader.subscribe({ topics: [topic] }, listener);
    const read = await pollUntil(reader, (records) => records.length >= 2);
    expect(read.map(({ value }) => String(value))).toEqual(['a', 'b']);
  });

  it.each([
    { codec: 'gzip', levels: [1, 9] },
    { codec: 'zstd', levels: [1, 19] },
  ] as const)('packs tighter with a higher level of $codec', async ({ codec, levels }) => {
    const text = Array.from({ length: 4000 }, (_none, i) => `${(i * i * 7919) % 104_729} some words`).join('\n');
    const [low, high] = await Promise.all(levels.map((level) => compress(codec, Buffer.from(text), level)));
    expect(high!.length).toBeLessThan(low!.length);
    expect(String(await decompress(codec, high!))).toBe(text);
  });

  it.each<[string, (client: KafkaProducer) => void]>([
    ['flushed', (client) => client.flush()],
    ['closed', (client) => void client.close()],
  ])('sends what lingers when it is %s, also to a topic that it has not looked up yet', async (_name, end) => {
    const client = producer({ lingerMs: 600_000 });
    const sent = client.send(lines(randomUUID(), ['a']));
    end(client);
    expect(await sent).toHaveLength(1);
  });

  it('spreads keys over the partitions where it is to ignore them', async () => {
    const topic = randomUUID();
    const admin = createAdmin(config());
    await admin.createTopic({ name: topic, partitions: 8, replicationFactor: 1, config: {} });
    await admin.close();
    const client = producer({ ignoresKeys: true, batchSizeBytes: 200 });
    const sent = await client.send(
      lines(
        topic,
        Array.from({ length: 60 }, () => 'x'.repeat(50)),
        Buffer.from('k'),
      ),
    );
    expect(new Set(sent.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  it('gives up on a topic that is not there after max.block.ms', async () => {
    await expect(producer({ maxBlockMs: 150 }, await freePort()).send(lines('t', ['a']))).rejects.toThrow(
      'not present in metadata after 150 ms (max.block.ms)',
    );
  });

  it.each<[string, KafkaProducerOptions]>([
    ['retries', { retries: 1 }],
    ['delivery.timeout.ms', { deliveryTimeoutMs: 150 }],
  ])('gives up on a broker that went away as %s says', async (_name, options) => {
    const gone = await startBroker({ host: '127.0.0.1', port: 0, dataDir: testFolder() });
    const client = producer(options, gone.port);
    await client.send(lines('t', ['a']));
    await gone.close();
    await expect(client.send(lines('t', ['b']))).rejects.toMatchObject({ name: 'ConnectionError' });
  });
});

describe('a consumer', () => {
  it('creates no topic where it may not', async () => {
    const [created, left] = [randomUUID(), randomUUID()];
    for (const [topic, allowAutoCreateTopics] of [
      [created, true],
      [left, false],
    ] as const) {
      const client = consumer({ allowAutoCreateTopics });
      client.subscribe({ topics: [topic] }, listener);
      await client.poll(100);
    }
    const admin = createAdmin(config());
    const topics = await admin.listTopics();
    await admin.close();
    expect([topics.includes(created), topics.includes(left)]).toEqual([true, false]);
  });

  it.each([
    { excludeInternalTopics: true, read: ['open'] },
    { excludeInternalTopics: false, read: ['inner', 'open'] },
  ])('reads of what its pattern matches $read where excludeInternalTopics is $excludeInternalTopics', async (row) => {
    const proxy = await KafkaProxy.start(broker.port);
    onTestFinished(() => proxy.close());
    const run = randomUUID();
    for (const name of ['open', 'inner']) await producer({}).send(lines(`${run}-${name}`, ['a']));
    proxy.internal.add(`${run}-inner`);
    const client = consumer({ excludeInternalTopics: row.excludeInternalTopics }, proxy.port);
    client.subscribe({ pattern: new RegExp(`${run}-.*`) }, listener);
    await pollUntil(client, (records) => records.length >= row.read.length);
    expect(
      client
        .assignment()
        .map(({ topic }) => topic.slice(run.length + 1))
        .sort(),
    ).toEqual(row.read);
  });

  it('that is a static member has its partitions again without a rebalance of the others', async () => {
    const topic = randomUUID();
    await producer({}).send(lines(topic, ['a']));
    const groupId = randomUUID();
    const first = consumer({ groupId, groupInstanceId: 'one' });
    first.subscribe({ topics: [topic] }, listener);
    await pollUntil(first, (records) => records.length >= 1);
    await first.close();
    const second = consumer({ groupId, groupInstanceId: 'one' });
    second.subscribe({ topics: [topic] }, listener);
    await pollUntil(second, (records) => records.length >= 1);
    expect(second.assignment()).toEqual([{ topic, partition: 0 }]);
  });
});

it('an operation of an admin client is tried again until default.api.timeout.ms is over', async () => {
  const proxy = await KafkaProxy.start(broker.port);
  onTestFinished(() => proxy.close());
  proxy.cutNext.set(deleteGroupsApi.key, 1_000_000);
  const requests = new KafkaRequests(proxy);
  const limits = { apiTimeoutMs: 100, retryBackoffMs: 5, retryBackoffMaxMs: 5 };
  const admin = createAdmin({ ...config(proxy.port), ...limits });
  onTestFinished(() => admin.close());
  await expect(admin.deleteGroup('g')).rejects.toMatchObject({ name: 'ConnectionError' });
  expect(requests.of(deleteGroupsApi, 'settings').length).toBeGreaterThan(1);
});

it('a listener that says nothing is given up after socket.connection.setup.timeout.ms', async () => {
  const silent = createServer(() => {});
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as AddressInfo).port));
  });
  onTestFinished(() => void silent.close());
  const admin = createAdmin({ ...config(port), tls: {}, connectTimeoutMs: 50 });
  onTestFinished(() => admin.close());
  await expect(admin.listTopics()).rejects.toThrow('no connection within 50 ms');
});

it('a connection that nothing goes over is closed, and opened again when it is needed', async () => {
  const through = await proxy();
  const admin = createAdmin({ ...config(through.port), maxIdleMs: 50 });
  onTestFinished(() => admin.close());
  await admin.listTopics();
  await through.allClosed();
  await admin.listTopics();
});

/** Passes everything on to the broker. */
async function proxy() {
  let open = 0;
  let onIdle = () => {};
  const server: Server = createServer((socket) => {
    open++;
    const upstream = connect(broker.port, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    for (const end of [socket, upstream]) end.on('error', () => {});
    socket.on('close', () => {
      upstream.destroy();
      open--;
      onIdle();
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => void server.close());
  const allClosed = () =>
    new Promise<void>((resolve) => {
      onIdle = () => open === 0 && resolve();
      onIdle();
    });
  return { port, allClosed };
}
