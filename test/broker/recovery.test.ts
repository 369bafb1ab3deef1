import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type ConsumerRecord,
  createAdmin,
  createConsumer,
  createProducer,
  type KafkaConsumerOptions,
} from '../../src/kafka/index.ts';
import { pollUntil, record } from '../kafka/client-contract.ts';
import { kafkaJs, startOn, temporaryFolder } from './start.ts';

const config = (port: number) => ({ bootstrapServers: [`127.0.0.1:${port}`], clientId: 'test' });

async function send(port: number, topic: string, values: readonly string[]): Promise<readonly bigint[]> {
  const producer = createProducer(config(port));
  const sent = await producer.send(values.map((value) => record({ topic, value: Buffer.from(value) })));
  await producer.close();
  return sent.map(({ offset }) => offset);
}

async function read(
  port: number,
  topic: string,
  isDone: (records: readonly ConsumerRecord[]) => boolean,
  options: Partial<KafkaConsumerOptions> = {},
): Promise<string[]> {
  const consumer = createConsumer(config(port), { groupId: '', fetchMaxWaitMs: 100, ...options });
  consumer.assign([{ topic, partition: 0 }]);
  const records = await pollUntil(consumer, isDone);
  await consumer.close();
  return records.map(({ value }) => value?.toString() ?? 'null');
}

const atLeast = (count: number) => (records: readonly ConsumerRecord[]) => records.length >= count;

describe('a broker that was closed', () => {
  it('has its topics, records, configs and committed offsets again, under the same cluster id', async () => {
    const folder = temporaryFolder();
    const first = await startOn(folder);
    await send(first.port, 't', ['a', 'b', 'c']);
    const admin = createAdmin(config(first.port));
    await admin.createTopic({ name: 'three', partitions: 3, replicationFactor: 1, config: { 'retention.ms': '5' } });
    await admin.alterGroupOffsets('g', [{ topic: 't', partition: 0, offset: 2n }]);
    await admin.close();
    await first.close();
    const second = await startOn(folder);
    expect(second.clusterId).toBe(first.clusterId);
    expect(await read(second.port, 't', atLeast(3))).toEqual(['a', 'b', 'c']);
    expect(await send(second.port, 't', ['d'])).toEqual([3n]);
    const again = createAdmin(config(second.port));
    expect(await again.groupOffsets('g')).toEqual([{ topic: 't', partition: 0, offset: 2n }]);
    expect(await again.describeTopics(['three'])).toEqual(new Map([['three', 3]]));
    await again.close();
    await second.close();
  });

  it('reads over the ends of its files', async () => {
    const folder = temporaryFolder();
    const values = Array.from({ length: 40 }, (_, i) => `${i} `.padEnd(300, 'x'));
    const first = await startOn(folder, { segmentBytes: 1_000 });
    for (const value of values) await send(first.port, 't', [value]);
    expect(await read(first.port, 't', atLeast(40))).toEqual(values);
    await first.close();
    const names = readdirSync(join(folder, 't-0')).sort();
    expect(names.slice(0, 2)).toEqual(['00000000000000000000.log', '00000000000000000002.log']);
    const second = await startOn(folder, { segmentBytes: 1_000 });
    expect(await read(second.port, 't', atLeast(40))).toEqual(values);
    await second.close();
  });

  it('still knows what an idempotent producer has sent, and which transactions were aborted', async () => {
    const folder = temporaryFolder();
    const first = await startOn(folder);
    const producer = kafkaJs(`127.0.0.1:${first.port}`).producer({
      transactionalId: 'x',
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const aborted = await producer.transaction();
    await aborted.send({ topic: 't', messages: [{ value: 'aborted' }] });
    await aborted.abort();
    const open = await producer.transaction();
    await open.send({ topic: 't', messages: [{ value: 'open' }] });
    await first.close();
    await producer.disconnect().catch(() => undefined);
    const second = await startOn(folder);
    const next = kafkaJs(`127.0.0.1:${second.port}`).producer({
      transactionalId: 'x',
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await next.connect();
    const committed = await next.transaction();
    await committed.send({ topic: 't', messages: [{ value: 'committed' }] });
    await committed.commit();
    await next.disconnect();
    const isDone = (records: readonly ConsumerRecord[]) => records.length > 0;
    expect(await read(second.port, 't', isDone, { isolationLevel: 'read_committed' })).toEqual(['committed']);
    await second.close();
  });
});

describe('a torn tail', () => {
  const cases: readonly {
    readonly name: string;
    readonly left: readonly string[];
    readonly tear: (path: string) => void;
  }[] = [
    {
      name: 'the last batch is cut off',
      left: ['a', 'b'],
      tear: (path) => truncateSync(path, statSync(path).size - 5),
    },
    { name: 'half a header follows', left: ['a', 'b', 'c'], tear: (path) => appendFileSync(path, Buffer.alloc(30, 1)) },
    {
      name: 'zeros follow, as after a power cut',
      left: ['a', 'b', 'c'],
      tear: (path) => appendFileSync(path, Buffer.alloc(4096)),
    },
    { name: 'a byte of the last batch is another', left: ['a', 'b'], tear: flipLastByte },
  ];

  it.each(cases)('is cut off, and the log goes on: $name', async ({ tear, left }) => {
    const folder = temporaryFolder();
    const first = await startOn(folder);
    await send(first.port, 't', ['a', 'b']);
    await send(first.port, 't', ['c']);
    await first.close();
    const path = join(folder, 't-0', '00000000000000000000.log');
    const whole = readFileSync(path);
    tear(path);
    const lines: string[] = [];
    const second = await startOn(folder, { log: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringMatching(/00000000000000000000\.log: cut off \d+ bytes/)]);
    const kept = readFileSync(path);
    expect(kept.equals(whole.subarray(0, kept.length))).toBe(true);
    const [offset] = await send(second.port, 't', ['d']);
    expect(offset).toBe(BigInt(left.length));
    expect(await read(second.port, 't', atLeast(left.length + 1))).toEqual([...left, 'd']);
    await second.close();
  });

  it('of the offsets is dropped, and the offsets before it stand', async () => {
    const folder = temporaryFolder();
    const first = await startOn(folder);
    await send(first.port, 't', ['a']);
    const admin = createAdmin(config(first.port));
    await admin.alterGroupOffsets('g', [{ topic: 't', partition: 0, offset: 1n }]);
    await admin.close();
    await first.close();
    appendFileSync(join(folder, 'offsets.journal'), '{"kind":"commit","group":"g","to');
    const second = await startOn(folder);
    const again = createAdmin(config(second.port));
    expect(await again.groupOffsets('g')).toEqual([{ topic: 't', partition: 0, offset: 1n }]);
    await again.close();
    await second.close();
  });
});

describe('a journal that is damaged in the middle', () => {
  it('is named with its line, and the folder is free again', async () => {
    const folder = temporaryFolder();
    await (await startOn(folder)).close();
    appendFileSync(join(folder, 'topics.journal'), '{"kind":\n{}\n');
    const failure = { code: 'CC6302', message: expect.stringMatching(/topics\.journal, line 2/) };
    await expect(startOn(folder)).rejects.toMatchObject(failure);
    await expect(startOn(folder)).rejects.toMatchObject(failure);
  });
});

describe('a topic that is deleted and made again', () => {
  it('is empty, also when a crash cut the deletion short', async () => {
    const folder = temporaryFolder();
    const broker = await startOn(folder);
    await send(broker.port, 't', ['old']);
    const admin = kafkaJs(`127.0.0.1:${broker.port}`).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: ['t'] });
    mkdirSync(join(folder, 't-0'));
    writeFileSync(join(folder, 't-0', '00000000000000000000.log'), 'left behind');
    await admin.disconnect();
    expect(await send(broker.port, 't', ['new'])).toEqual([0n]);
    await broker.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('t-'))).toEqual(['t-0']);
  });
});

describe('a broker process that is killed with SIGKILL', () => {
  it('has every record and offset it acknowledged, and its lock is taken over', async () => {
    const folder = temporaryFolder();
    const first = await spawnBroker(folder);
    const producer = createProducer(config(first.port));
    const acknowledged: number[] = [];
    let next = 0;
    const writing = (async () => {
      while (!first.process.killed) {
        const values = Array.from({ length: 50 }, () => record({ topic: 't', value: Buffer.from(String(next++)) }));
        const sent = await producer.send(values);
        acknowledged.push(...sent.map(({ offset }) => Number(offset)));
      }
    })().catch(() => undefined);
    const admin = createAdmin(config(first.port));
    await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(2_000);
    await admin.alterGroupOffsets('g', [{ topic: 't', partition: 0, offset: 1_234n }]);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    await producer.close(100);
    await writing;
    await admin.close();
    const second = await startOn(folder);
    const count = Math.max(...acknowledged) + 1;
    const values = await read(second.port, 't', atLeast(count), { maxPollRecords: 10_000 });
    expect(values.slice(0, count)).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    const again = createAdmin(config(second.port));
    expect(await again.groupOffsets('g')).toEqual([{ topic: 't', partition: 0, offset: 1_234n }]);
    await again.close();
    await second.close();
  });
});

function flipLastByte(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 0xff, bytes.length - 1);
  writeFileSync(path, bytes);
}

/** A broker in a process of its own: the source, bundled as the build does it. */
async function spawnBroker(folder: string): Promise<{ readonly process: ChildProcess; readonly port: number }> {
  const { build } = await import('esbuild');
  const source = fileURLToPath(new URL('./broker-process.ts', import.meta.url));
  const outfile = join(
    fileURLToPath(new URL('../../node_modules/.cache', import.meta.url)),
    `broker-${process.pid}.mjs`,
  );
  const external = ['lz4-napi', '@bokuweb/zstd-wasm'];
  await build({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile, external });
  const child = spawn(process.execPath, [outfile, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, port: Number(line.toString()) };
}
