import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdmin, createConsumer, createProducer } from '../../src/kafka/index.ts';
import { pollUntil, record } from '../kafka/client-contract.ts';
import { startOn, temporaryFolder } from './start.ts';

describe('starting', () => {
  it('says that the port is taken, which one, and the way out', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startOn(temporaryFolder(), { port })).rejects.toMatchObject({
      code: 'CC9003',
      message: expect.stringContaining(`Port ${port}`),
      help: expect.stringContaining('--listen'),
    });
    other.close();
  });

  it('refuses a folder that another broker uses, and takes it when that one has ended', async () => {
    const folder = temporaryFolder();
    const first = await startOn(folder);
    await expect(startOn(folder)).rejects.toMatchObject({ code: 'CC6301', message: expect.stringContaining(folder) });
    await first.close();
    await (await startOn(folder)).close();
  });

  it('refuses a folder that a living process holds', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), `${process.ppid} \n`);
    await expect(startOn(folder)).rejects.toMatchObject({
      code: 'CC6301',
      message: expect.stringContaining(`${process.ppid}`),
    });
  });

  it.each([
    { name: 'a process that is gone', text: '999999999 1\n' },
    { name: 'a process whose number another one has now', text: `${process.ppid} 1\n` },
    { name: 'nobody', text: '' },
  ])('takes over the lock of $name', async ({ text }) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), text);
    await (await startOn(folder)).close();
  });

  it('closes when its signal is aborted', async () => {
    const stop = new AbortController();
    const broker = await startOn(temporaryFolder(), { signal: stop.signal });
    stop.abort();
    await broker.close();
    const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' });
    await expect(admin.listTopics()).rejects.toMatchObject({ code: 'CC7011' });
    await admin.close();
  });

  it('lets many clients wait for records without a warning of Node.js about a leak', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const broker = await startOn(temporaryFolder());
    const config = { bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' };
    const admin = createAdmin(config);
    await admin.createTopic({ name: 't', partitions: 1, replicationFactor: 1, config: {} });
    const consumers = Array.from({ length: 12 }, () => createConsumer(config, { groupId: '' }));
    for (const consumer of consumers) consumer.assign([{ topic: 't', partition: 0 }]);
    await Promise.all(consumers.map((consumer) => consumer.poll(1_000)));
    await Promise.all([...consumers, admin].map((client) => client.close()));
    await broker.close();
    expect(warnings).toEqual([]);
  });

  it('closes at once, however long its clients wait', async () => {
    const broker = await startOn(temporaryFolder());
    const config = { bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' };
    const producer = createProducer(config);
    await producer.send([record({ topic: 't', value: Buffer.from('x') })]);
    const consumer = createConsumer(config, { groupId: '', fetchMaxWaitMs: 60_000 });
    consumer.assign([{ topic: 't', partition: 0 }]);
    await pollUntil(consumer, (records) => records.length === 1);
    await consumer.poll(100);
    const begun = Date.now();
    await broker.close();
    expect(Date.now() - begun).toBeLessThan(5_000);
    await consumer.close();
    await producer.close(10);
  });
});

describe('bytes that are not Kafka', () => {
  const header = (apiKey: number, version: number) => {
    const bytes = Buffer.alloc(10);
    bytes.writeInt16BE(apiKey, 0);
    bytes.writeInt16BE(version, 2);
    bytes.writeInt16BE(-1, 8);
    return bytes;
  };
  const framed = (body: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeInt32BE(body.length);
    return Buffer.concat([size, body]);
  };
  const cases: readonly { readonly name: string; readonly bytes: Buffer; readonly why: RegExp }[] = [
    { name: 'an HTTP request', bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n'), why: /a frame of \d+ bytes/ },
    { name: 'a frame over 100 MB', bytes: Buffer.from([0x06, 0x40, 0, 1]), why: /a frame of 104857601 bytes/ },
    { name: 'a negative size', bytes: Buffer.from([0xff, 0xff, 0xff, 0xff]), why: /a frame of -1 bytes/ },
    { name: 'an API that is not served', bytes: framed(header(999, 0)), why: /API 999 is not served/ },
    { name: 'a version that is not served', bytes: framed(header(3, 77)), why: /Metadata version 77/ },
    { name: 'a request cut short', bytes: framed(header(0, 7)), why: /ends \d+ bytes too early/ },
    {
      name: 'an array of two billion topics',
      bytes: framed(Buffer.concat([header(3, 1), Buffer.from([0x7f, 0xff, 0xff, 0xff])])),
      why: /array of 2147483647 elements/,
    },
  ];

  it.each(cases)('end their own connection alone, with a line in the log: $name', async ({ bytes, why }) => {
    const lines: string[] = [];
    const broker = await startOn(temporaryFolder(), { log: (line) => lines.push(line) });
    const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' });
    await admin.listTopics();
    const socket = connect(broker.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(bytes);
    await closed;
    expect(lines).toEqual([expect.stringMatching(why)]);
    expect(await admin.listTopics()).toEqual([]);
    await admin.close();
    await broker.close();
  });

  it('in a batch are refused, and nothing is written', async () => {
    const { produceApi } = await import('../../src/kafka/index.ts');
    const { Cluster } = await import('../../src/kafka/cluster/index.ts');
    const broker = await startOn(temporaryFolder());
    const cluster = new Cluster({ bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' });
    await cluster.refresh(['t'], true);
    for (const records of [Buffer.alloc(100), Buffer.alloc(61, 255), Buffer.from('short')]) {
      const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }];
      const answer = await cluster.to(1, produceApi, { acks: -1, timeoutMs: 1_000, topicData });
      expect(answer.responses[0]?.partitionResponses[0]?.errorCode).not.toBe(0);
    }
    const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${broker.port}`], clientId: 'test' });
    expect(await admin.endOffsets('t')).toEqual([{ topic: 't', partition: 0, offset: 0n }]);
    await admin.close();
    await cluster.close();
    await broker.close();
  });
});
