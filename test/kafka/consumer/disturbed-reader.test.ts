import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../../src/broker/index.ts';
import { Cluster } from '../../../src/kafka/cluster/index.ts';
import {
  type ConsumerRecord,
  createAdmin,
  createConsumer,
  createProducer,
  deleteRecordsApi,
  errorCode,
  type KafkaAdmin,
  type KafkaConsumer,
  type KafkaProducer,
} from '../../../src/kafka/index.ts';
import { removeFolder, tempFolder } from '../../harness/index.ts';
import { type FetchAnswer, KafkaProxy } from '../../harness/kafka-proxy.ts';
import { record } from '../client-contract.ts';

const PARTITIONS = 3;
const folder = tempFolder();
let broker: RunningBroker;
let proxy: KafkaProxy;
let admin: KafkaAdmin;
let producer: KafkaProducer;
let cluster: Cluster;

beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: folder });
  proxy = await KafkaProxy.start(broker.port);
  const config = { bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' };
  admin = createAdmin(config);
  producer = createProducer(config);
  cluster = new Cluster(config);
});
afterAll(async () => {
  await admin.close();
  await producer.close();
  await cluster.close();
  await proxy.close();
  await broker.close();
  removeFolder(folder);
});

type FetchFault = 'NOT_LEADER_OR_FOLLOWER' | 'KAFKA_STORAGE_ERROR' | 'OFFSET_OUT_OF_RANGE' | 'cut' | 'empty';
type Step =
  | { readonly do: 'append'; readonly partition: number; readonly batches: number; readonly size: number }
  | { readonly do: 'poll'; readonly times: number }
  | { readonly do: 'pause' | 'resume'; readonly partition: number }
  | { readonly do: 'seek' | 'trim'; readonly partition: number; readonly at: number }
  | { readonly do: 'cut connections' }
  | { readonly do: 'fault'; readonly partition: number; readonly fault: FetchFault };

const partition = fc.nat(PARTITIONS - 1);
const fault = fc.constantFrom<FetchFault>(
  'NOT_LEADER_OR_FOLLOWER',
  'KAFKA_STORAGE_ERROR',
  'OFFSET_OUT_OF_RANGE',
  'cut',
  'empty',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      partition,
      batches: fc.integer({ min: 1, max: 8 }),
      size: fc.integer({ min: 1, max: 30 }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('poll' as const), times: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const), partition }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('seek' as const),
      partition,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('trim' as const),
      partition,
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'cut connections' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), partition, fault }) },
);
const sizes = fc.record({
  maxPollRecords: fc.constantFrom(1, 7, 500),
  maxPartitionFetchBytes: fc.constantFrom(1, 300, 5_000, 1_048_576),
});

it('hands out every record from its position on, in order, whatever happens to its fetches', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.array(step, { minLength: 20, maxLength: 60 }), async (options, steps) => {
      const reader = await Disturbed.start(options);
      try {
        for (const one of steps) await reader.take(one);
        await reader.readToTheEnd();
      } finally {
        await reader.close();
      }
    }),
    { numRuns: Number(process.env['CONNECTCTL_PROPERTY_RUNS'] ?? 10), endOnFailure: true },
  );
}, 300_000);

/** A reader of its own topic, and what it has to hand out next of each partition. */
class Disturbed {
  readonly #topic: string;
  readonly #consumer: KafkaConsumer;
  readonly #next = Array.from({ length: PARTITIONS }, () => 0n);
  readonly #start = Array.from({ length: PARTITIONS }, () => 0n);
  readonly #end = Array.from({ length: PARTITIONS }, () => 0n);
  /** Partitions that were said to be out of range: they may begin anew at the log's start. */
  readonly #mayReset = new Set<number>();
  readonly #faults: { readonly partition: number; readonly fault: FetchFault }[] = [];

  private constructor(topic: string, consumer: KafkaConsumer) {
    this.#topic = topic;
    this.#consumer = consumer;
    proxy.tamper = (answer) => this.#tamper(answer);
  }

  static async start(options: { readonly maxPollRecords: number; readonly maxPartitionFetchBytes: number }) {
    const topic = `disturbed-${randomUUID()}`;
    await admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor: -1, config: {} });
    const config = { bootstrapServers: [`127.0.0.1:${proxy.port}`], clientId: 'reader' };
    const consumer = createConsumer(config, { groupId: '', fetchMaxWaitMs: 20, ...options });
    consumer.assign(Array.from({ length: PARTITIONS }, (_, index) => ({ topic, partition: index })));
    return new Disturbed(topic, consumer);
  }

  async take(one: Step): Promise<void> {
    switch (one.do) {
      case 'append':
        return this.#append(one.partition, one.batches, one.size);
      case 'poll':
        for (let i = 0; i < one.times; i++) this.#check(await this.#consumer.poll(10));
        return;
      case 'pause':
      case 'resume':
        return this.#consumer[one.do]([{ topic: this.#topic, partition: one.partition }]);
      case 'seek':
        return this.#seek(one.partition, one.at);
      case 'trim':
        return this.#trim(one.partition, one.at);
      case 'cut connections':
        return proxy.cutAll();
      case 'fault':
        this.#faults.push(one);
        return;
      default:
        return one satisfies never;
    }
  }

  async readToTheEnd(): Promise<void> {
    this.#faults.length = 0;
    this.#consumer.resume(this.#consumer.assignment());
    const isDone = () => this.#next.every((next, index) => next >= this.#end[index]!);
    for (const deadline = Date.now() + 30_000; !isDone() && Date.now() < deadline; ) {
      this.#check(await this.#consumer.poll(100));
    }
    expect(this.#next, 'where reading has come to').toEqual(this.#end);
    expect(await this.#consumer.poll(0), 'records after the last one').toEqual([]);
  }

  async close(): Promise<void> {
    proxy.tamper = (answer) => answer;
    await this.#consumer.close();
  }

  #check(records: readonly ConsumerRecord[]): void {
    for (const { partition: index, offset, value } of records) {
      const isReset = offset === this.#start[index] && (this.#mayReset.has(index) || this.#next[index]! < offset);
      if (!isReset) expect(offset, `offset of partition ${index}`).toBe(this.#next[index]);
      expect(`${value}`).toBe(textAt(index, offset));
      this.#next[index] = offset + 1n;
    }
  }

  async #append(index: number, batches: number, size: number): Promise<void> {
    for (let batch = 0; batch < batches; batch++) {
      const records = Array.from({ length: size }, (_, i) => textAt(index, this.#end[index]! + BigInt(i)));
      await producer.send(
        records.map((value) => record({ topic: this.#topic, partition: index, value: Buffer.from(value) })),
      );
      this.#end[index] = this.#end[index]! + BigInt(size);
    }
  }

  #seek(index: number, at: number): void {
    const offset = this.#between(index, at);
    this.#consumer.seek({ topic: this.#topic, partition: index }, offset);
    this.#next[index] = offset;
    this.#mayReset.delete(index);
  }

  /** Retention: what lies before is gone, perhaps before it was read. */
  async #trim(index: number, at: number): Promise<void> {
    const offset = this.#between(index, at);
    const partitions = [{ partitionIndex: index, offset }];
    await cluster.any(deleteRecordsApi, { timeoutMs: 30_000, topics: [{ name: this.#topic, partitions }] });
    this.#start[index] = offset;
  }

  #between(index: number, at: number): bigint {
    const [start, end] = [this.#start[index]!, this.#end[index]!];
    return start + BigInt(Math.floor(Number(end - start) * at));
  }

  #tamper(answer: FetchAnswer): FetchAnswer | undefined {
    const due = this.#faults.shift();
    if (!due) return answer;
    if (due.fault === 'cut') return undefined;
    const responses = answer.responses.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((one) => {
        if (one.partitionIndex !== due.partition) return one;
        if (due.fault === 'OFFSET_OUT_OF_RANGE') this.#mayReset.add(due.partition);
        const code = due.fault === 'empty' || due.fault === 'cut' ? 0 : errorCode(due.fault);
        return { ...one, errorCode: code, records: Buffer.alloc(0) };
      }),
    }));
    return { ...answer, responses };
  }
}

function textAt(index: number, offset: bigint): string {
  return `${index}:${offset}:${'x'.repeat(Number(offset % 50n))}`;
}
