import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, type Consumer, type Kafka } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kafkaJs, sharedBroker } from './start.ts';

const bootstrap = sharedBroker();
let kafka: Kafka;
let topic: string;
const opened: { disconnect(): Promise<void> }[] = [];

beforeEach(() => {
  kafka = kafkaJs(bootstrap());
  topic = `topic-${randomUUID()}`;
});
afterEach(async () => {
  for (const client of opened.splice(0).reverse()) await client.disconnect();
});

async function connected<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(client: T): Promise<T> {
  opened.push(client);
  await client.connect();
  return client;
}

async function consuming(
  groupId: string,
  seen: string[],
  options: { readonly committed?: boolean } = {},
): Promise<Consumer> {
  const consumer = await connected(
    kafka.consumer({
      groupId,
      sessionTimeout: 6_000,
      heartbeatInterval: 300,
      maxWaitTimeInMs: 100,
      readUncommitted: options.committed !== true,
    }),
  );
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachMessage: async ({ message }) => void seen.push(message.value?.toString() ?? 'null') });
  return consumer;
}

describe('kafkajs against the embedded broker', () => {
  it('produces and consumes', async () => {
    const producer = await connected(kafka.producer());
    await producer.send({ topic, messages: ['a', 'b', 'c'].map((value) => ({ value })) });
    const seen: string[] = [];
    await consuming(`group-${topic}`, seen);
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual(['a', 'b', 'c']);
  });

  it('shares a topic between two members, and gives all of it to the one that stays', async () => {
    const admin = await connected(kafka.admin());
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }] });
    const groupId = `group-${topic}`;
    const first: string[] = [];
    const second: string[] = [];
    const a = await consuming(groupId, first);
    await consuming(groupId, second);
    const membersOf = async () => (await admin.describeGroups([groupId])).groups[0]?.members.length;
    await expect.poll(membersOf, { timeout: 15_000 }).toBe(2);
    const producer = await connected(kafka.producer());
    const sendBoth = (value: string) =>
      producer.send({ topic, messages: [0, 1].map((partition) => ({ value: `${value}${partition}`, partition })) });
    await expect
      .poll(async () => (await admin.describeGroups([groupId])).groups[0]?.state, { timeout: 15_000 })
      .toBe('Stable');
    await sendBoth('x');
    await expect.poll(() => [first.length, second.length], { timeout: 15_000 }).toEqual([1, 1]);
    await a.disconnect();
    await sendBoth('y');
    await expect
      .poll(() => second.filter((value) => value.startsWith('y')).sort(), { timeout: 15_000 })
      .toEqual(['y0', 'y1']);
  });

  it('produces idempotently', async () => {
    const producer = await connected(kafka.producer({ idempotent: true, maxInFlightRequests: 1 }));
    const sent = [];
    for (const value of ['a', 'b', 'c']) sent.push(...(await producer.send({ topic, messages: [{ value }] })));
    expect(sent.map(({ baseOffset }) => baseOffset)).toEqual(['0', '1', '2']);
  });

  it('shows the records of a transaction when it is committed, and never those of an aborted one', async () => {
    const producer = await connected(
      kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 }),
    );
    const seen: string[] = [];
    const aborted = await producer.transaction();
    await aborted.send({ topic, messages: [{ value: 'aborted' }] });
    await aborted.abort();
    const committed = await producer.transaction();
    await committed.send({ topic, messages: [{ value: 'committed' }] });
    await consuming(`group-${topic}`, seen, { committed: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(seen).toEqual([]);
    await committed.commit();
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual(['committed']);
  });

  it('commits offsets with a transaction, and only then', async () => {
    const admin = await connected(kafka.admin());
    await admin.createTopics({ topics: [{ topic }] });
    const producer = await connected(
      kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 }),
    );
    const consumerGroupId = `group-${topic}`;
    const offsetOf = async () =>
      (await admin.fetchOffsets({ groupId: consumerGroupId, topics: [topic] }))[0]?.partitions[0]?.offset;
    const topics = (offset: string) => [{ topic, partitions: [{ partition: 0, offset }] }];
    const aborted = await producer.transaction();
    await aborted.sendOffsets({ consumerGroupId, topics: topics('5') });
    await aborted.abort();
    expect(await offsetOf()).toBe('-1');
    const committed = await producer.transaction();
    await committed.sendOffsets({ consumerGroupId, topics: topics('7') });
    expect(await offsetOf()).toBe('-1');
    await committed.commit();
    expect(await offsetOf()).toBe('7');
  });

  it('fences the older of two producers with one transactional id', async () => {
    const options = { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 };
    const older = await connected(kafka.producer(options));
    const left = await older.transaction();
    await left.send({ topic, messages: [{ value: 'left open' }] });
    const newer = await connected(kafka.producer(options));
    const transaction = await newer.transaction();
    await transaction.send({ topic, messages: [{ value: 'new' }] });
    await transaction.commit();
    await expect(left.commit()).rejects.toThrow();
    const seen: string[] = [];
    await consuming(`group-${topic}`, seen, { committed: true });
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual(['new']);
  });

  it('administers topics: create, describe, configure, add partitions, delete records, delete', async () => {
    const admin = await connected(kafka.admin());
    const config = [{ name: 'retention.ms', value: '1000' }];
    expect(await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries: config }] })).toBe(true);
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    expect((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions).toHaveLength(3);
    const described = await admin.describeConfigs({
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['retention.ms'] }],
      includeSynonyms: false,
    });
    expect(described.resources[0]?.configEntries).toMatchObject([{ configName: 'retention.ms', configValue: '1000' }]);
    const producer = await connected(kafka.producer());
    await producer.send({ topic, messages: ['a', 'b', 'c'].map((value) => ({ value, partition: 0 })) });
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    expect(await admin.fetchTopicOffsets(topic)).toContainEqual({ partition: 0, offset: '3', high: '3', low: '2' });
    await admin.deleteTopics({ topics: [topic] });
    expect(await admin.listTopics()).not.toContain(topic);
  });

  it('finds offsets by timestamp', async () => {
    const producer = await connected(kafka.producer());
    const times = [1_000, 2_000, 3_000];
    for (const timestamp of times) {
      await producer.send({ topic, messages: [{ value: 'x', timestamp: String(timestamp) }] });
    }
    const admin = await connected(kafka.admin());
    const offsetAt = async (time: number) => (await admin.fetchTopicOffsetsByTimestamp(topic, time))[0]?.offset;
    expect([await offsetAt(0), await offsetAt(1_500), await offsetAt(3_000)]).toEqual(['0', '1', '2']);
  });

  it('lists, describes and deletes groups', async () => {
    const admin = await connected(kafka.admin());
    const groupId = `group-${topic}`;
    const consumer = await consuming(groupId, []);
    const stateOf = async () => (await admin.describeGroups([groupId])).groups[0]?.state;
    await expect.poll(stateOf, { timeout: 15_000 }).toBe('Stable');
    expect((await admin.listGroups()).groups).toContainEqual({ groupId, protocolType: 'consumer' });
    await expect(admin.deleteGroups([groupId])).rejects.toThrow();
    await consumer.disconnect();
    expect(await stateOf()).toBe('Empty');
    await admin.deleteGroups([groupId]);
    expect((await admin.listGroups()).groups.map((group) => group.groupId)).not.toContain(groupId);
  });
});
