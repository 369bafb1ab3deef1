import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createAdmin } from '../../../src/kafka/index.ts';
import { keyOptions } from '../../../src/worker/clients/index.ts';

const fixture = (name: string) => new URL(`../../worker/rest/fixtures/${name}`, import.meta.url).pathname;
const ca = readFileSync(fixture('cert.pem'), 'utf8');
const { cert, key } = keyOptions({
  'ssl.keystore.location': fixture('server.jks'),
  'ssl.keystore.type': 'JKS',
  'ssl.keystore.password': 'changeit',
});
const own: TlsOptions = { cert: String(cert), key: String(key) };

async function portOf(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

test.each([
  { name: 'an unknown CA', server: () => createTlsServer(own), tls: {}, says: 'self-signed', help: 'kafka.tls.ca' },
  {
    name: 'a certificate that the broker wants',
    server: () => createTlsServer({ ...own, ca, requestCert: true }),
    tls: { ca },
    says: 'it wants a certificate of the client',
    help: 'kafka.tls.cert',
  },
  {
    name: 'a server of HTTP',
    server: () => createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    tls: undefined,
    says: 'what listens there speaks HTTP',
    help: 'Is Kafka running there?',
  },
  {
    name: 'a listener without TLS',
    server: () => createServer((socket) => socket.on('error', () => {}).end()),
    tls: { ca },
    says: 'does not speak TLS',
    help: 'take kafka.tls away',
  },
])('$name is told in words, with the setting', async ({ server, tls, says, help }) => {
  const admin = createAdmin({ clientId: 'test', bootstrapServers: [`127.0.0.1:${await portOf(server())}`], tls });
  onTestFinished(() => admin.close());
  await expect(admin.describeCluster()).rejects.toMatchObject({
    code: 'CC7011',
    message: expect.stringContaining(says),
    help: expect.stringContaining(help),
  });
});
