import { request } from 'node:https';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import { tlsOptions } from '../../../src/worker/clients/index.ts';
import { LogLevels, silentLogger } from '../../../src/worker/log/index.ts';
import { RestServer } from '../../../src/worker/rest/index.ts';
import { fakeHerder } from '../herder/fakes.ts';

/** A certificate for localhost until 2126, its key in server.p12 and, by keytool, server.jks; trust stores as keytool makes them. */
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

async function httpsWorker(props: FlatConfig): Promise<number> {
  const fake = fakeHerder({ listeners: 'https://127.0.0.1:0', ...props });
  const server = await RestServer.open(fake.deps.config, silentLogger);
  onTestFinished(() => server.close(0));
  const info = { version: '4.3.1', commit: '', kafka_cluster_id: '' };
  const levels = new LogLevels('INFO');
  server.serve({ herder: fake.herder, registry: fake.deps.registry, levels, info, health: { isReady: () => true } });
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  return Number(new URL(server.url).port);
}

function statusOf(port: number, client: FlatConfig): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path: '/', ...tlsOptions(client) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    sent.end();
  });
}

const keyStore = { 'ssl.keystore.location': fixture('server.p12'), 'ssl.keystore.password': 'changeit' };
const jksKeyStore = { 'ssl.keystore.location': fixture('server.jks'), 'ssl.keystore.password': 'changeit' };
const trusting = (name: string, type: string) => ({
  'ssl.truststore.location': fixture(name),
  'ssl.truststore.type': type,
  'ssl.truststore.password': 'changeit',
});

test.each<[string, FlatConfig, FlatConfig, number | string]>([
  ['a PKCS12 key store, a JKS trust store', keyStore, trusting('trust.jks', 'JKS'), 200],
  ['a JKS key store', jksKeyStore, trusting('cert.pem', 'PEM'), 200],
  [
    'a JKS key store that is said to be PKCS12',
    { ...jksKeyStore, 'ssl.keystore.type': 'PKCS12' },
    trusting('cert.pem', 'PEM'),
    200,
  ],
  ['a PKCS12 trust store', keyStore, trusting('trust.p12', 'PKCS12'), 200],
  ['a PKCS12 trust store that is said to be JKS, as Java takes it', keyStore, trusting('trust.p12', 'JKS'), 200],
  ['a PEM trust store', keyStore, trusting('cert.pem', 'PEM'), 200],
  ['a client that trusts nobody', keyStore, {}, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'settings for https alone, which replace the others',
    {
      'ssl.keystore.location': '/no/such',
      'listeners.https.ssl.keystore.location': fixture('server.p12'),
      'listeners.https.ssl.keystore.password': 'changeit',
    },
    trusting('cert.pem', 'PEM'),
    200,
  ],
])('%s', async (_name, server, client, expected) => {
  expect(await statusOf(await httpsWorker(server), client)).toBe(expected);
});

test.each<[string, FlatConfig, string]>([
  [
    'a wrong password',
    { ...trusting('trust.p12', 'PKCS12'), 'ssl.truststore.password': 'x' },
    'keystore password was incorrect',
  ],
  ['a store that is none', trusting('cert.pem', 'PKCS12'), 'Failed to load SSL keystore'],
])('%s is said', (_name, client, message) => {
  expect(() => tlsOptions(client)).toThrow(message);
});

test('ssl.client.auth=required refuses a client without a certificate', async () => {
  const port = await httpsWorker({ ...keyStore, 'ssl.client.auth': 'required' });
  expect(await statusOf(port, trusting('cert.pem', 'PEM'))).not.toBe(200);
});

test('a JKS store without a private key is no key store', async () => {
  const props = { 'ssl.keystore.location': fixture('trust.jks'), 'ssl.keystore.password': 'changeit' };
  await expect(httpsWorker(props)).rejects.toThrow('there is no private key in it');
});

test('a wrong password of a JKS key store is said', async () => {
  await expect(httpsWorker({ ...jksKeyStore, 'ssl.keystore.password': 'x' })).rejects.toThrow('Cannot recover key');
});
