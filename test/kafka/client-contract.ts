import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '../../src/kafka/cluster/index.ts';
import {
  type ConsumerRecord,
  createAdmin,
  createConsumer,
  createProducer,
  createTopicAdmin,
  type KafkaAdmin,
  type KafkaConsumer,
  type KafkaConsumerOptions,
  KafkaError,
  type KafkaProducer,
  leaveGroupApi,
  type ProducerRecord,
  partitionForKey,
  type RebalanceListener,
  type TopicChange,
  type TopicPartition,
} from '../../src/kafka/index.ts';

/**
 * What our clients promise, against any cluster: the embedded broker and a real Kafka pass the same tests.
 * @param getBootstrap asked in each test, `host:port`
 */
export function clientContract(getBootstrap: () => string): void {
  const config = () => ({ bootstrapServers: [getBootstrap()], clientId: 'contract' });
  const opened: { close(): Promise<void> }[] = [];
  const track = <T extends { close(): Promise<void> }>(client: T): T => {
    opened.push(client);
    return client;
  };
  const consumer = (options: Partial<KafkaConsumerOptions> & { readonly groupId: string }): KafkaConsumer =>
    track(
      createConsumer(config(), { fetchMaxWaitMs: 100, sessionTimeoutMs: 6_000, heartbeatIntervalMs: 300, ...options }),
    );
  let admin: KafkaAdmin;
  let producer: KafkaProducer;

  beforeAll(() => {
    admin = track(createAdmin(config()));
    producer = track(createProducer(config()));
  });
  afterAll(async () => {
    for (const client of opened.reverse()) await client.close();
  });

  const newTopic = async (partitions = 1, topicConfig: Readonly<Record<string, string>> = {}): Promise<string> => {
    const name = `contract-${randomUUID()}`;
    expect(await admin.createTopic({ name, partitions, replicationFactor: -1, config: topicConfig })).toBe(true);
    return name;
  };
  const send = (topic: string, values: readonly string[], partition = 0) =>
    producer.send(values.map((value) => record({ topic, partition, value: Buffer.from(value) })));

  describe('admin', () => {
    it('tells cluster, broker and topics', async () => {
      const topic = await newTopic(2);
      const cluster = await admin.describeCluster();
      expect(cluster.clusterId).not.toBe('');
      expect(cluster.brokers.map(({ nodeId }) => nodeId)).toContain(cluster.controllerId);
      expect(cluster.topics).toContainEqual({ name: topic, partitions: 2, internal: false });
      expect(await admin.listTopics()).toContain(topic);
    });

    it('says that a topic was there already', async () => {
      const name = await newTopic();
      expect(await admin.createTopic({ name, partitions: 1, replicationFactor: -1, config: {} })).toBe(false);
    });

    it('refuses a topic config that Kafka does not know', async () => {
      const bad = { name: `bad-${randomUUID()}`, partitions: 1, replicationFactor: -1, config: { 'no.such.key': '1' } };
      await expect(admin.createTopic(bad)).rejects.toThrow(/INVALID_CONFIG/);
    });

    it('leaves out topics that do not exist, and makes none', async () => {
      const topic = await newTopic(3);
      const absent = `absent-${randomUUID()}`;
      expect(await admin.describeTopics([topic, absent])).toEqual(new Map([[topic, 3]]));
      expect(await admin.listTopics()).not.toContain(absent);
    });

    it('reads, sets and deletes the offsets of a group without members', async () => {
      const topic = await newTopic(2);
      const groupId = `group-${randomUUID()}`;
      const offsets = [
        { topic, partition: 0, offset: 5n },
        { topic, partition: 1, offset: 7n },
      ];
      expect(await admin.groupOffsets(groupId)).toEqual([]);
      await admin.alterGroupOffsets(groupId, offsets);
      expect(sorted(await admin.groupOffsets(groupId))).toEqual(offsets);
      await admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }]);
      expect(await admin.groupOffsets(groupId)).toEqual([offsets[1]]);
      await admin.deleteGroup(groupId);
      expect(await admin.groupOffsets(groupId)).toEqual([]);
      await admin.deleteGroup(groupId);
    });

    it('changes the named configs of a topic and no other, and adds partitions', async () => {
      const topics = track(createTopicAdmin(config()));
      const name = await newTopic(1, { 'retention.ms': '1000', 'flush.ms': '5' });
      const described = async () => (await topics.describe([name, 'absent'])).get(name);
      await topics.alterConfig(
        name,
        new Map([
          ['cleanup.policy', 'compact'],
          ['flush.ms', null],
        ]),
      );
      await topics.addPartitions(name, 2);
      await expect.poll(async () => (await described())?.partitions).toBe(2);
      const topic = await described();
      expect(topic?.replicationFactor).toBe(1);
      const own = [...(topic?.config ?? [])].filter(([, { isDefault }]) => !isDefault);
      expect(own.map(([key, { value }]) => `${key}=${value}`).sort()).toEqual([
        'cleanup.policy=compact',
        'retention.ms=1000',
      ]);
      expect(topic?.config.get('flush.ms')).toEqual({ value: '9223372036854775807', isDefault: true });
      await expect(topics.addPartitions(name, 1)).rejects.toThrow(/INVALID_PARTITIONS/);
      await expect(topics.alterConfig(name, new Map([['no.such', '1']]))).rejects.toThrow(/INVALID_CONFIG/);
    });

    it('says what it would refuse of changes of topics, and makes none', async () => {
      const topics = track(createTopicAdmin(config()));
      const name = await newTopic(2, { 'retention.ms': '1000' });
      const create = (
        topic: string,
        replicationFactor: number,
        topicConfig: Readonly<Record<string, string>> = {},
      ) => ({
        kind: 'create' as const,
        topic: { name: topic, partitions: 1, replicationFactor, config: topicConfig },
      });
      const alter = (key: string, value: string) => ({
        kind: 'config' as const,
        name,
        config: new Map([[key, value]]),
      });
      const refused = async (change: TopicChange) => await topics.check([change]);
      const cases: readonly (readonly [TopicChange, RegExp | undefined])[] = [
        [create(`${name}-new`, -1, { 'retention.ms': '5' }), undefined],
        [create(`${name}-new`, 3), /replica|broker/i],
        [create(`${name}-new`, -1, { 'retention.ms': 'soon' }), /retention\.ms/],
        [create(`${name}-new`, -1, { 'no.such': '1' }), /no\.such/],
        [{ kind: 'partitions', name, total: 3 }, undefined],
        [{ kind: 'partitions', name, total: 1 }, /partition/],
        [alter('retention.ms', '5'), undefined],
        [alter('retention.ms', 'soon'), /retention\.ms/],
        [alter('no.such', '1'), /no\.such/],
      ];
      for (const [change, message] of cases) {
        const expected = message ? [{ message: expect.stringMatching(message), isForbidden: false }] : [];
        expect(await refused(change)).toMatchObject(expected);
      }
      const many = [create(`${name}-new`, 3), alter('no.such', '1'), { kind: 'partitions', name, total: 1 } as const];
      expect((await topics.check(many)).map((one) => one.name)).toEqual([`${name}-new`, name, name]);
      const after = await topics.describe([name, `${name}-new`]);
      expect([...after.keys()]).toEqual([name]);
      expect(after.get(name)).toMatchObject({ partitions: 2 });
      expect(after.get(name)?.config.get('retention.ms')?.value).toBe('1000');
    });

    it('refuses to set or delete offsets under a running consumer', async () => {
      const topic = await newTopic();
      const groupId = `group-${randomUUID()}`;
      const member = consumer({ groupId });
      member.subscribe({ topics: [topic] }, ignoreRebalances);
      await pollUntil(member, () => member.assignment().length === 1);
      await member.commit([{ topic, partition: 0, offset: 0n }]);
      const change = admin.alterGroupOffsets(groupId, [{ topic, partition: 0, offset: 3n }]);
      await expect(change).rejects.toThrow(/UNKNOWN_MEMBER_ID/);
      await expect(admin.deleteGroupOffsets(groupId, [{ topic, partition: 0 }])).rejects.toThrow(
        /GROUP_SUBSCRIBED_TO_TOPIC/,
      );
      await expect(admin.deleteGroup(groupId)).rejects.toThrow(/NON_EMPTY_GROUP/);
      await member.close();
    });
  });

  describe('producer', () => {
    it('gives each record its offset, in order, also across calls that overlap', async () => {
      const topic = await newTopic();
      const calls = Array.from({ length: 20 }, (_, call) => send(topic, [`${call}-a`, `${call}-b`]));
      const offsets = (await Promise.all(calls)).flat().map(({ offset }) => offset);
      expect(offsets).toEqual(Array.from({ length: 40 }, (_, i) => BigInt(i)));
      const values = (await readAll(consumer({ groupId: '' }), topic, 1, 40)).map(textOf);
      expect(values).toEqual(Array.from({ length: 20 }, (_, call) => [`${call}-a`, `${call}-b`]).flat());
    });

    it('carries key, value, headers and timestamp unchanged, nulls too', async () => {
      const topic = await newTopic();
      const soonMs = Date.now() + 60_000;
      const headers = [
        { key: 'héader', value: Buffer.from([0, 255]) },
        { key: 'none', value: null },
      ];
      await producer.send([
        record({ topic, key: Buffer.from('k'), value: Buffer.from('v'), headers, timestampMs: 1_600_000_000_123 }),
        record({ topic, key: null, value: null, timestampMs: 0 }),
        record({ topic, key: Buffer.alloc(0), value: Buffer.alloc(0), timestampMs: soonMs }),
      ]);
      const read = await readAll(consumer({ groupId: '' }), topic, 1, 3);
      expect(
        read.map(({ key, value, headers: list, timestampMs }) => ({ key, value, headers: list, timestampMs })),
      ).toEqual([
        { key: Buffer.from('k'), value: Buffer.from('v'), headers, timestampMs: 1_600_000_000_123 },
        { key: null, value: null, headers: [], timestampMs: 0 },
        { key: Buffer.alloc(0), value: Buffer.alloc(0), headers: [], timestampMs: soonMs },
      ]);
      expect(read.map(({ timestampType }) => timestampType)).toEqual(['CreateTime', 'CreateTime', 'CreateTime']);
    });

    it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('compresses with %s', async (compression) => {
      const topic = await newTopic();
      const compressing = track(createProducer(config(), { compression }));
      const values = Array.from({ length: 500 }, (_, i) => `value ${i} ${'x'.repeat(200)}`);
      await compressing.send(values.map((value) => record({ topic, value: Buffer.from(value) })));
      await compressing.close();
      expect((await readAll(consumer({ groupId: '' }), topic, 1, 500)).map(textOf)).toEqual(values);
    });

    it('puts a key where the Java client puts it', async () => {
      const topic = await newTopic(5);
      const keys = ['a', 'b', 'foobar', 'a-little-bit-long-string', ''].map((key) => Buffer.from(key));
      const sent = await producer.send(keys.map((key) => record({ topic, partition: null, key, value: key })));
      expect(sent.map(({ partition }) => partition)).toEqual(keys.map((key) => partitionForKey(key, 5)));
    });

    it('creates a topic on first use and knows its partitions', async () => {
      const topic = `auto-${randomUUID()}`;
      expect(await producer.partitionsOf(topic)).toBe(1);
      expect((await send(topic, ['first']))[0]).toEqual({ topic, partition: 0, offset: 0n });
    });

    it('rejects a record that is too large, and goes on', async () => {
      const topic = await newTopic();
      const tooLarge = record({ topic, value: Buffer.alloc(1024 * 1024 + 1) });
      await expect(producer.send([tooLarge])).rejects.toThrow(/MESSAGE_TOO_LARGE.*max\.request\.size/);
      expect((await send(topic, ['next']))[0]?.offset).toBe(0n);
    });

    it('stamps records with the time of their arrival where the topic wants that', async () => {
      const topic = await newTopic(1, { 'message.timestamp.type': 'LogAppendTime' });
      const beforeMs = Date.now();
      await producer.send([record({ topic, value: Buffer.from('a'), timestampMs: 1 })]);
      const [read] = await readAll(consumer({ groupId: '' }), topic, 1, 1);
      expect(read?.timestampType).toBe('LogAppendTime');
      expect(read?.timestampMs).toBeGreaterThanOrEqual(beforeMs - 1_000);
    });

    it('refuses a timestamp from a far future', async () => {
      const topic = await newTopic();
      const late = record({ topic, value: Buffer.from('a'), timestampMs: Date.now() + 7_200_000 });
      await expect(producer.send([late])).rejects.toThrow(/INVALID_TIMESTAMP/);
    });

    it('splits a batch that the topic does not take', async () => {
      const topic = await newTopic(1, { 'max.message.bytes': '2000' });
      const values = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(300, '.'));
      const sent = await send(topic, values);
      expect(sent.map(({ offset }) => offset)).toEqual(values.map((_, i) => BigInt(i)));
      await expect(send(topic, ['x'.repeat(3000)])).rejects.toThrow(/MESSAGE_TOO_LARGE/);
    });

    it('refuses a name that no topic may have', async () => {
      await expect(send('no spaces', ['x'])).rejects.toThrow(/INVALID_TOPIC_EXCEPTION/);
    });
  });

  describe('consumer', () => {
    it('goes on where the group committed', async () => {
      const topic = await newTopic();
      const groupId = `group-${randomUUID()}`;
      await send(topic, ['a', 'b', 'c', 'd']);
      const first = consumer({ groupId, maxPollRecords: 2 });
      first.subscribe({ topics: [topic] }, ignoreRebalances);
      expect((await pollUntil(first, (records) => records.length >= 2)).map(textOf)).toEqual(['a', 'b']);
      expect(await first.position({ topic, partition: 0 })).toBe(2n);
      await first.commit([{ topic, partition: 0, offset: 2n }]);
      expect(await first.committed([{ topic, partition: 0 }])).toEqual([{ topic, partition: 0, offset: 2n }]);
      await first.close();
      const second = consumer({ groupId });
      second.subscribe({ topics: [topic] }, ignoreRebalances);
      expect((await pollUntil(second, (records) => records.length >= 2)).map(textOf)).toEqual(['c', 'd']);
      await second.close();
    });

    it('shares partitions out and takes them over, with the listener told before and after', async () => {
      const topic = await newTopic(4);
      const groupId = `group-${randomUUID()}`;
      const events: string[] = [];
      const listener = (name: string): RebalanceListener => ({
        onAssigned: async (list) => void events.push(`${name}+${list.map(({ partition }) => partition).join('')}`),
        onRevoked: async (list, lost) =>
          void events.push(`${name}-${list.map(({ partition }) => partition).join('')}${lost ? ' lost' : ''}`),
      });
      const a = consumer({ groupId });
      a.subscribe({ topics: [topic] }, listener('a'));
      await pollUntil(a, () => a.assignment().length === 4);
      const b = consumer({ groupId });
      b.subscribe({ topics: [topic] }, listener('b'));
      await pollBoth(a, b, () => a.assignment().length === 2 && b.assignment().length === 2);
      const owned = [...a.assignment(), ...b.assignment()].map(({ partition }) => partition).sort();
      expect(owned).toEqual([0, 1, 2, 3]);
      await a.close();
      await pollUntil(b, () => b.assignment().length === 4);
      await b.close();
      expect(events.filter((event) => event.startsWith('a'))).toEqual([
        'a+0123',
        'a-0123',
        expect.stringMatching(/^a\+\d\d$/),
        expect.stringMatching(/^a-\d\d$/),
      ]);
      expect(events.filter((event) => event.startsWith('b')).at(-1)).toBe('b-0123');
    });

    it('lets the listener commit what is being given up, and seek what it is given', async () => {
      const topic = await newTopic();
      const groupId = `group-${randomUUID()}`;
      await send(topic, ['a', 'b', 'c']);
      const a = consumer({ groupId });
      a.subscribe(
        { topics: [topic] },
        {
          onAssigned: async ([partition]) => {
            if (!partition) return;
            expect(await a.position(partition)).toBe(0n);
            a.seek(partition, 1n);
          },
          onRevoked: async ([partition]) => {
            if (partition) await a.commit([{ ...partition, offset: 2n }]);
          },
        },
      );
      expect((await pollUntil(a, (records) => records.length >= 2)).map(textOf)).toEqual(['b', 'c']);
      await a.close();
      expect(await admin.groupOffsets(groupId)).toEqual([{ topic, partition: 0, offset: 2n }]);
    });

    it('closes at once while its join waits for a member that does not poll', async () => {
      const topic = await newTopic();
      const groupId = `group-${randomUUID()}`;
      const silent = consumer({ groupId });
      silent.subscribe({ topics: [topic] }, ignoreRebalances);
      await pollUntil(silent, () => silent.assignment().length === 1);
      const waiting = consumer({ groupId });
      waiting.subscribe({ topics: [topic] }, ignoreRebalances);
      await pollFor(waiting, 500);
      expect(waiting.assignment()).toEqual([]);
      const begun = Date.now();
      await waiting.close();
      expect(Date.now() - begun).toBeLessThan(1_800);
      await pollUntil(silent, () => silent.assignment().length === 1);
      await silent.close();
    });

    it('commits nothing once it was thrown out of its group, says so, and joins again', async () => {
      const topic = await newTopic();
      const groupId = `group-${randomUUID()}`;
      const revoked: boolean[] = [];
      let commit: Promise<void> | undefined;
      const member = consumer({ groupId });
      member.subscribe(
        { topics: [topic] },
        {
          onAssigned: async () => undefined,
          onRevoked: async ([partition], lost) => {
            revoked.push(lost);
            if (partition) commit = member.commit([{ ...partition, offset: 9n }]);
            await commit?.catch(() => undefined);
          },
        },
      );
      await pollUntil(member, () => member.assignment().length === 1);
      await throwOut(getBootstrap(), groupId);
      await pollUntil(member, () => revoked.length === 1 && member.assignment().length === 1);
      expect(revoked).toEqual([true]);
      await expect(commit).rejects.toThrow(/UNKNOWN_MEMBER_ID/);
      expect(await admin.groupOffsets(groupId)).toEqual([]);
      await member.close();
    });

    it('takes in a topic that comes to match its pattern, and no other', async () => {
      const prefix = `pattern-${randomUUID()}`;
      const make = (name: string) => admin.createTopic({ name, partitions: 1, replicationFactor: -1, config: {} });
      await make(`${prefix}-1`);
      await make(`other-${prefix}-1`);
      const member = consumer({ groupId: prefix, metadataMaxAgeMs: 200 });
      member.subscribe({ pattern: new RegExp(`${prefix}-\\d`) }, ignoreRebalances);
      await pollUntil(member, () => member.assignment().length === 1);
      await make(`${prefix}-2`);
      await pollUntil(member, () => member.assignment().length === 2);
      expect(
        member
          .assignment()
          .map(({ topic }) => topic)
          .sort(),
      ).toEqual([`${prefix}-1`, `${prefix}-2`]);
      await member.close();
    });

    it('takes in a topic that comes while its first join waits for another member', async () => {
      const prefix = `joining-${randomUUID()}`;
      const make = (name: string) => admin.createTopic({ name, partitions: 1, replicationFactor: -1, config: {} });
      const subscribed = () => {
        const member = consumer({ groupId: prefix, metadataMaxAgeMs: 100 });
        member.subscribe({ pattern: new RegExp(`${prefix}-\\d`) }, ignoreRebalances);
        return member;
      };
      await make(`${prefix}-1`);
      const first = subscribed();
      await pollUntil(first, () => first.assignment().length === 1);
      const second = subscribed();
      expect(await pollFor(second, 300)).toEqual([]);
      await make(`${prefix}-2`);
      // The first one does not poll: the second one's join waits, and meanwhile it hears of the topic.
      expect(await pollFor(second, 300)).toEqual([]);
      await first.close();
      await pollUntil(second, () => second.assignment().length === 2);
      await second.close();
    });

    it('hands out nothing of a paused partition until it is resumed', async () => {
      const topic = await newTopic(2);
      await send(topic, ['p0'], 0);
      await send(topic, ['p1'], 1);
      const reader = consumer({ groupId: '' });
      reader.assign([0, 1].map((partition) => ({ topic, partition })));
      reader.pause([{ topic, partition: 1 }]);
      expect((await pollUntil(reader, (records) => records.length >= 1)).map(textOf)).toEqual(['p0']);
      expect(await pollFor(reader, 400)).toEqual([]);
      reader.resume([{ topic, partition: 1 }]);
      expect((await pollUntil(reader, (records) => records.length >= 1)).map(textOf)).toEqual(['p1']);
    });

    it('reads again from where it is told to', async () => {
      const topic = await newTopic();
      await send(topic, ['a', 'b', 'c']);
      const reader = consumer({ groupId: '' });
      reader.assign([{ topic, partition: 0 }]);
      await pollUntil(reader, (records) => records.length >= 3);
      reader.seek({ topic, partition: 0 }, 1n);
      expect(await reader.position({ topic, partition: 0 })).toBe(1n);
      expect((await pollUntil(reader, (records) => records.length >= 2)).map(textOf)).toEqual(['b', 'c']);
      expect(() => reader.seek({ topic, partition: 9 }, 0n)).toThrow('No current assignment for partition');
    });

    it('hands out each record once and in order while the next ones are fetched, paused and sent elsewhere in between', async () => {
      const topic = await newTopic(2);
      const values = Array.from({ length: 400 }, (_, i) => `${i}`.padStart(100, '0'));
      for (let from = 0; from < values.length; from += 20) {
        await send(topic, values.slice(from, from + 20), 0);
        await send(topic, values.slice(from, from + 20), 1);
      }
      const partitions = [0, 1].map((partition) => ({ topic, partition }));
      // Two batches a fetch, so that many fetches overlap with what is handed out.
      const reader = consumer({ groupId: '', maxPollRecords: 7, maxPartitionFetchBytes: 5_000 });
      reader.assign(partitions);
      const read: ConsumerRecord[] = await pollUntil(reader, (records) => records.length >= 150);
      reader.pause([partitions[0]!]);
      read.push(...(await pollUntil(reader, (records) => records.length >= 50)));
      reader.resume([partitions[0]!]);
      const isWhole = (records: readonly ConsumerRecord[]) => read.length + records.length >= 800;
      read.push(...(await pollUntil(reader, isWhole)));
      for (const partition of [0, 1]) {
        expect(read.filter((one) => one.partition === partition).map(textOf)).toEqual(values);
      }
      reader.seek(partitions[1]!, 37n);
      await pollUntil(reader, (records) => records.length >= 20);
      reader.seek(partitions[1]!, 61n);
      const again = await pollUntil(reader, (records) => records.length >= values.length - 61);
      expect(again.map(textOf)).toEqual(values.slice(61));
    });

    it('begins as auto.offset.reset says, also from beyond the end', async () => {
      const topic = await newTopic();
      await send(topic, ['a', 'b']);
      const partition = { topic, partition: 0 };
      const latest = consumer({ groupId: '', autoOffsetReset: 'latest' });
      latest.assign([partition]);
      expect(await latest.position(partition)).toBe(2n);
      const earliest = consumer({ groupId: '' });
      earliest.assign([partition]);
      earliest.seek(partition, 100n);
      expect((await pollUntil(earliest, (records) => records.length >= 2)).map(textOf)).toEqual(['a', 'b']);
      const none = consumer({ groupId: `group-${randomUUID()}`, autoOffsetReset: 'none' });
      none.assign([partition]);
      await expect(none.poll(1_000)).rejects.toThrow(KafkaError);
    });

    it('comes back from a wait at once when it is woken', async () => {
      const reader = consumer({ groupId: '' });
      reader.assign([{ topic: await newTopic(), partition: 0 }]);
      await reader.poll(100);
      const begun = Date.now();
      setTimeout(() => reader.wakeup(), 50);
      expect(await reader.poll(10_000)).toEqual([]);
      expect(Date.now() - begun).toBeLessThan(8_000);
    });

    it('waits for a topic that does not exist yet', async () => {
      const topic = `later-${randomUUID()}`;
      const member = consumer({ groupId: topic });
      member.subscribe({ topics: [topic] }, ignoreRebalances);
      await member.poll(200);
      await send(topic, ['a']);
      expect((await pollUntil(member, (records) => records.length >= 1)).map(textOf)).toEqual(['a']);
      await member.close();
    });

    it('leaves out the records of aborted transactions when it reads committed ones', async () => {
      const topic = await newTopic();
      const transactional = transactionalProducer(getBootstrap());
      await transactional.connect();
      for (const [value, commits] of [
        ['a', true],
        ['b', false],
        ['c', true],
        ['d', false],
      ] as const) {
        const transaction = await transactional.transaction();
        await transaction.send({ topic, messages: [{ value: `${value}1` }, { value: `${value}2` }] });
        await (commits ? transaction.commit() : transaction.abort());
      }
      await transactional.disconnect();
      await send(topic, ['end']);
      const committed = consumer({ groupId: '', isolationLevel: 'read_committed' });
      committed.assign([{ topic, partition: 0 }]);
      const seen = await pollUntil(committed, (records) => textOf(records.at(-1)) === 'end');
      expect(seen.map(textOf)).toEqual(['a1', 'a2', 'c1', 'c2', 'end']);
      const all = await readAll(consumer({ groupId: '' }), topic, 1, 9);
      expect(all.map(textOf)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2', 'd1', 'd2', 'end']);
    });
  });
}

export function record(fields: Partial<ProducerRecord> & { readonly topic: string }): ProducerRecord {
  return { partition: 0, key: null, value: null, headers: [], timestampMs: null, ...fields };
}

const ignoreRebalances: RebalanceListener = {
  onAssigned: async () => undefined,
  onRevoked: async () => undefined,
};

const LIMIT_MS = 25_000;

/** Polls until what has come so far satisfies `isDone`; fails after 25 s. */
export async function pollUntil(
  consumer: KafkaConsumer,
  isDone: (records: readonly ConsumerRecord[]) => boolean,
): Promise<ConsumerRecord[]> {
  const records: ConsumerRecord[] = [];
  for (const deadline = Date.now() + LIMIT_MS; !isDone(records); ) {
    if (Date.now() > deadline) throw new Error(`not within ${LIMIT_MS} ms; ${records.length} records came`);
    records.push(...(await consumer.poll(100)));
  }
  return records;
}

async function pollFor(consumer: KafkaConsumer, ms: number): Promise<ConsumerRecord[]> {
  const records: ConsumerRecord[] = [];
  for (const deadline = Date.now() + ms; Date.now() < deadline; ) records.push(...(await consumer.poll(100)));
  return records;
}

async function pollBoth(a: KafkaConsumer, b: KafkaConsumer, isDone: () => boolean): Promise<void> {
  await Promise.all([pollUntil(a, isDone), pollUntil(b, isDone)]);
}

async function readAll(
  consumer: KafkaConsumer,
  topic: string,
  partitions: number,
  count: number,
): Promise<ConsumerRecord[]> {
  consumer.assign(Array.from({ length: partitions }, (_, partition): TopicPartition => ({ topic, partition })));
  return pollUntil(consumer, (records) => records.length >= count);
}

function textOf(record: ConsumerRecord | undefined): string {
  return record?.value?.toString() ?? 'null';
}

function sorted<T extends TopicPartition>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => a.partition - b.partition);
}

/** Ends every membership behind the members' backs. */
async function throwOut(bootstrap: string, groupId: string): Promise<void> {
  const kafka = new Kafka({ brokers: [bootstrap], clientId: 'contract-admin', logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([groupId]);
  await admin.disconnect();
  const cluster = new Cluster({ bootstrapServers: [bootstrap], clientId: 'contract-admin' });
  const coordinator = await cluster.findCoordinator(groupId);
  const members = groups.flatMap((group) => group.members.map(({ memberId }) => ({ memberId })));
  const answer = await cluster.to(coordinator, leaveGroupApi, { groupId, members });
  expect(answer.members.map(({ errorCode }) => errorCode)).toEqual([0]);
  await cluster.close();
}

function transactionalProducer(bootstrap: string) {
  const kafka = new Kafka({ brokers: [bootstrap], clientId: 'contract-transactions', logLevel: logLevel.NOTHING });
  return kafka.producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 });
}
