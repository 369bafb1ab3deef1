import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import { ClientMetrics, createAdmin, createConsumer, createProducer } from '../../src/kafka/index.ts';
import { freePort, removeFolder, tempFolder } from '../harness/index.ts';
import { KafkaProxy } from '../harness/kafka-proxy.ts';
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

const newMetrics = () => new ClientMetrics({ windowMs: 30_000, samples: 2, nowMs: Date.now });
const config = (metrics: ClientMetrics, port = broker.port) => ({
  bootstrapServers: [`127.0.0.1:${port}`],
  clientId: 'c-0',
  metrics,
});

/** Values by `group/attribute`, with topic and partition where they are counted apart. */
function valuesOf(metrics: ClientMetrics): Record<string, number> {
  return Object.fromEntries(
    metrics.values().map(({ group, attribute, topic, partition, value }) => {
      const place = topic === undefined ? '' : partition === undefined ? ' t' : ` t-${partition}`;
      return [`${group}/${attribute}${place}`, value];
    }),
  );
}

const lines = (topic: string, count: number) =>
  Array.from({ length: count }, (_none, i) => record({ topic, partition: 0, value: Buffer.from(`line ${i}`) }));

describe('a producer', () => {
  it('counts records, bytes and requests, as a whole and a topic', async () => {
    const metrics = newMetrics();
    const producer = createProducer(config(metrics));
    await producer.send(lines(randomUUID(), 10));
    const values = valuesOf(metrics);
    expect(values).toMatchObject({
      'producer-metrics/record-send-total': 10,
      'producer-metrics/record-error-total': 0,
      'producer-metrics/record-retry-total': 0,
      'producer-metrics/records-per-request-avg': 10,
      'producer-metrics/requests-in-flight': 0,
      'producer-topic-metrics/record-send-total t': 10,
    });
    const bytes = values['producer-topic-metrics/byte-total t'];
    expect(bytes).toBeGreaterThan(10 * 'line 0'.length);
    expect(values['producer-metrics/batch-size-max']).toBe(bytes);
    expect(values['producer-metrics/record-send-rate']).toBeGreaterThan(0);
    expect(values['producer-metrics/request-latency-avg']).toBeGreaterThan(0);
    await producer.close();
    expect(metrics.values()).toEqual([]);
  });

  it('counts what it tries again, and what it gives up', async () => {
    const metrics = newMetrics();
    const gone = await startBroker({ host: '127.0.0.1', port: await freePort(), dataDir: tempFolder() });
    const producer = createProducer(config(metrics, gone.port), { retries: 1 });
    await producer.send(lines('t', 1));
    await gone.close();
    await expect(producer.send(lines('t', 3))).rejects.toThrow();
    expect(valuesOf(metrics)).toMatchObject({
      'producer-metrics/record-retry-total': 3,
      'producer-metrics/record-error-total': 3,
      'producer-topic-metrics/record-error-total t': 3,
      'producer-metrics/requests-in-flight': 0,
    });
    await producer.close(0);
  });
});

describe('a consumer', () => {
  it.each([
    { isolationLevel: 'read_committed', lag: 6 },
    { isolationLevel: 'read_uncommitted', lag: 9 },
  ] as const)('that is $isolationLevel is behind by what it may read', async ({ isolationLevel, lag }) => {
    const metrics = newMetrics();
    const topic = randomUUID();
    const producer = createProducer(config(newMetrics()));
    await producer.send(lines(topic, 10));
    const kafka = new Kafka({ brokers: [`127.0.0.1:${broker.port}`], logLevel: logLevel.NOTHING });
    const transactional = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await transactional.connect();
    const open = await transactional.transaction();
    await open.send({ topic, messages: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] });
    const consumer = createConsumer(config(metrics), { groupId: '', maxPollRecords: 4, isolationLevel });
    consumer.assign([{ topic, partition: 0 }]);
    await pollUntil(consumer, (records) => records.length >= 4);
    expect(valuesOf(metrics)['consumer-fetch-manager-metrics/records-lag t-0']).toBe(lag);
    await open.abort();
    await transactional.disconnect();
    await consumer.close();
    await producer.close();
  });

  it('counts what it reads and how far it is behind, and what it does in its group', async () => {
    const metrics = newMetrics();
    const topic = randomUUID();
    const producer = createProducer(config(newMetrics()));
    await producer.send(lines(topic, 10));
    const consumer = createConsumer(config(metrics), {
      groupId: randomUUID(),
      maxPollRecords: 4,
      fetchMaxWaitMs: 50,
      heartbeatIntervalMs: 20,
    });
    consumer.subscribe({ topics: [topic] }, { onAssigned: async () => {}, onRevoked: async () => {} });
    await pollUntil(consumer, (records) => records.length >= 4);
    await consumer.commit([{ topic, partition: 0, offset: 4n }]);
    const values = valuesOf(metrics);
    expect(values).toMatchObject({
      'consumer-fetch-manager-metrics/records-consumed-total': 4,
      'consumer-fetch-manager-metrics/records-consumed-total t': 4,
      'consumer-fetch-manager-metrics/records-lag t-0': 6,
      'consumer-fetch-manager-metrics/records-lag-max': 6,
      'consumer-coordinator-metrics/assigned-partitions': 1,
      'consumer-coordinator-metrics/commit-total': 1,
      'consumer-coordinator-metrics/rebalance-total': 1,
      'consumer-metrics/last-poll-seconds-ago': 0,
    });
    expect(values['consumer-fetch-manager-metrics/bytes-consumed-total t']).toBeGreaterThan(60);
    await pollUntil(consumer, () => valuesOf(metrics)['consumer-fetch-manager-metrics/records-lag t-0'] === 0);
    await expect.poll(() => valuesOf(metrics)['consumer-coordinator-metrics/heartbeat-total']).toBeGreaterThan(0);
    await consumer.close();
    expect(metrics.values()).toEqual([]);
    await producer.close();
  });
});

describe('the network of a client', () => {
  it('is counted by requests, answers and bytes of all connections, as they pass', async () => {
    const proxy = await KafkaProxy.start(broker.port);
    onTestFinished(() => proxy.close());
    const sizes: number[] = [];
    proxy.onRequest = (frame) => sizes.push(frame.length);
    const metrics = newMetrics();
    const producer = createProducer(config(metrics, proxy.port));
    await producer.send(lines(randomUUID(), 10));
    const values = valuesOf(metrics);
    const sent = sizes.reduce((sum, size) => sum + size, 0);
    expect(values).toMatchObject({
      'producer-metrics/request-total': sizes.length,
      'producer-metrics/response-total': sizes.length,
      'producer-metrics/network-io-total': 2 * sizes.length,
      'producer-metrics/outgoing-byte-total': sent,
      'producer-metrics/request-size-avg': sent / sizes.length,
      'producer-metrics/request-size-max': Math.max(...sizes),
      'producer-metrics/connection-count': 1,
      'producer-metrics/connection-creation-total': 1,
      'producer-metrics/connection-close-total': 0,
    });
    expect(values['producer-metrics/incoming-byte-total']).toBeGreaterThan(sizes.length * 8);
    proxy.cutAll();
    await producer.send(lines(randomUUID(), 1));
    expect(valuesOf(metrics)).toMatchObject({
      'producer-metrics/connection-count': 1,
      'producer-metrics/connection-creation-total': 2,
      'producer-metrics/connection-close-total': 1,
    });
    await producer.close();
  });

  it('of a consumer has a connection for its group, and that of an admin client is counted until it is closed', async () => {
    const metrics = newMetrics();
    const topic = randomUUID();
    const admin = createAdmin(config(metrics));
    await admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, config: {} });
    expect(valuesOf(metrics)['admin-client-metrics/connection-count']).toBe(1);
    await admin.close();
    expect(metrics.values()).toEqual([]);
    const consumer = createConsumer(config(metrics), { groupId: randomUUID(), fetchMaxWaitMs: 50 });
    consumer.subscribe({ topics: [topic] }, { onAssigned: async () => {}, onRevoked: async () => {} });
    await expect.poll(async () => (await consumer.poll(50)) && consumer.assignment().length).toBe(1);
    expect(valuesOf(metrics)['consumer-metrics/connection-count']).toBe(2);
    await consumer.close();
  });
});

it('every name is one that the Java clients have, with the same tags', async () => {
  const text = readFileSync(new URL('fixtures/kafka-metric-names.tsv', import.meta.url), 'utf8');
  const known = new Set(text.trim().split('\n'));
  const metrics = newMetrics();
  const place = { topic: 't', partition: 0 };
  metrics.producer('p').sent({ topic: 't', records: 1, sentBytes: 1, plainBytes: 1, queuedMs: 1 });
  metrics.consumer('c').consumed(place, 1, 1n);
  metrics.admin('a');
  const ours = metrics.values().map(({ group, attribute, topic, partition }) => {
    const tags = [
      'client-id',
      ...(partition === undefined ? [] : ['partition']),
      ...(topic === undefined ? [] : ['topic']),
    ];
    return `${group}\t${attribute}\t${tags.join(',')}`;
  });
  expect(ours.filter((name) => !known.has(name))).toEqual([]);
});
