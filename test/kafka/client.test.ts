import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import { createAdmin, createConsumer, createProducer } from '../../src/kafka/index.ts';
import { clientContract, pollUntil, record } from './client-contract.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'connectctl-client-'));
let broker: RunningBroker;

beforeAll(async () => {
  broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir });
});
afterAll(async () => {
  await broker.close();
  rmSync(dataDir, { recursive: true });
});

describe('our clients against the embedded broker', () => clientContract(() => `127.0.0.1:${broker.port}`));

describe('a cluster that is not there', () => {
  it('fails at once, with the bootstrap servers named', async () => {
    const port = await closedPort();
    const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${port}`], clientId: 'test' });
    const begun = Date.now();
    await expect(admin.describeCluster()).rejects.toMatchObject({
      code: 'CC7011',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
    expect(Date.now() - begun).toBeLessThan(5_000);
    await admin.close();
  });

  it('fails after the timeout where a port is open and silent', async () => {
    const silent = createServer();
    const port = await listen(silent);
    const config = { bootstrapServers: [`127.0.0.1:${port}`], clientId: 'test', requestTimeoutMs: 300 };
    const admin = createAdmin(config);
    await expect(admin.listTopics()).rejects.toMatchObject({ code: 'CC7011' });
    await admin.close();
    silent.close();
  });

  it('is no Kafka: the answer is refused, not believed', async () => {
    // What is left unread when the client hangs up comes back as a reset.
    const web = createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const admin = createAdmin({ bootstrapServers: [`127.0.0.1:${await listen(web)}`], clientId: 'test' });
    await expect(admin.listTopics()).rejects.toMatchObject({ code: 'CC7011' });
    await admin.close();
    web.close();
  });
});

describe('a broker that goes away and comes back', () => {
  it('costs no record, and each is retried in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'connectctl-restart-'));
    let current = await startBroker({ host: '127.0.0.1', port: 0, dataDir: folder });
    const { port } = current;
    const warnings: string[] = [];
    const config = {
      bootstrapServers: [`127.0.0.1:${port}`],
      clientId: 'test',
      onWarning: (message: string) => warnings.push(message),
    };
    const producer = createProducer(config);
    const consumer = createConsumer(config, { groupId: 'g', fetchMaxWaitMs: 100, sessionTimeoutMs: 6_000 });
    consumer.subscribe({ topics: ['t'] }, { onAssigned: async () => undefined, onRevoked: async () => undefined });
    await producer.send([record({ topic: 't', value: Buffer.from('0') })]);
    const before = await pollUntil(consumer, (records) => records.length >= 1);
    await consumer.commit([{ topic: 't', partition: 0, offset: 1n }]);
    await current.close();
    const sends = ['1', '2', '3'].map((value) => producer.send([record({ topic: 't', value: Buffer.from(value) })]));
    await new Promise((resolve) => setTimeout(resolve, 500));
    current = await startBroker({ host: '127.0.0.1', port, dataDir: folder });
    await Promise.all(sends);
    const after = await pollUntil(consumer, (records) => records.some(({ offset }) => offset === 3n));
    const seen = [...before, ...after].map(({ offset, value }) => `${offset}:${value}`);
    expect([...new Set(seen)]).toEqual(['0:0', '1:1', '2:2', '3:3']);
    expect(warnings.join('\n')).toContain(`127.0.0.1:${port}`);
    await consumer.close();
    await producer.close();
    await current.close();
    rmSync(folder, { recursive: true });
  });

  it('does not keep a producer from closing', async () => {
    const producer = createProducer({ bootstrapServers: [`127.0.0.1:${await closedPort()}`], clientId: 'test' });
    const sending = producer.send([record({ topic: 't', value: Buffer.from('x') })]);
    const outcome = expect(sending).rejects.toMatchObject({ code: 'CC7013' });
    await producer.close(200);
    await outcome;
  });
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
