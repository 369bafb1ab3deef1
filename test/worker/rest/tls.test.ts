import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import { keyOptions, tlsOptions } from '../../../src/worker/clients/index.ts';
import { LogLevels, silentLogger } from '../../../src/worker/log/index.ts';
import { RestServer } from '../../../src/worker/rest/index.ts';
import { testFolder } from '../../harness/index.ts';
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

function statusOf(port: number, client: FlatConfig, path = '/'): Promise<number | string> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, ...tlsOptions(client) }, (response) => {
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

/** The key of server.jks as PEM, in a file or in the settings. */
const { key, cert } = keyOptions(jksKeyStore);
const pemKeys = {
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.key': String(key),
  'ssl.keystore.certificate.chain': String(cert),
};
function pemFile(): FlatConfig {
  const path = join(testFolder(), 'key.pem');
  writeFileSync(path, `${key}${cert}`);
  return { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': path };
}
const pemTrust = trusting('cert.pem', 'PEM');
const needsCertificate = { ...keyStore, ...pemTrust, 'ssl.client.auth': 'required' };

test('a PEM key store in a file', async () => {
  expect(await statusOf(await httpsWorker(pemFile()), pemTrust)).toBe(200);
});

test.each<[string, FlatConfig, FlatConfig, number | string]>([
  ['a PEM key store in the settings', pemKeys, pemTrust, 200],
  ['a client with the certificate that is required', needsCertificate, { ...pemTrust, ...jksKeyStore }, 200],
  [
    'a client without a certificate that is requested only',
    { ...needsCertificate, 'ssl.client.auth': 'requested' },
    pemTrust,
    200,
  ],
  [
    'a version that is not enabled',
    { ...keyStore, 'ssl.enabled.protocols': 'TLSv1.3' },
    { ...pemTrust, 'ssl.enabled.protocols': 'TLSv1.2' },
    'EPROTO',
  ],
  [
    'a cipher suite that is not among those of the listener',
    { ...keyStore, 'ssl.enabled.protocols': 'TLSv1.2', 'ssl.cipher.suites': 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
    { ...pemTrust, 'ssl.cipher.suites': 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256' },
    'EPROTO',
  ],
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
  ['a wrong password of a key', { ...keyStore, 'ssl.keystore.password': 'x' }, 'keystore password was incorrect'],
  ['a PEM key that is none', { ...pemKeys, 'ssl.keystore.key': 'x' }, 'Failed to load SSL keystore in ssl.keystore.c'],
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

test('an https listener without a key does not open', async () => {
  await expect(httpsWorker({})).rejects.toThrow('An https listener needs a key: ssl.keystore.location');
  const elsewhere = { ...keyStore, 'listeners.https.ssl.client.auth': 'none' };
  await expect(httpsWorker(elsewhere)).rejects.toThrow('is not set under listeners.https.');
});

test('admin.listeners over https have settings of their own', async () => {
  const own = Object.fromEntries(
    Object.entries(keyStore).map(([name, value]) => [`admin.listeners.https.${name}`, value]),
  );
  const fake = fakeHerder({ listeners: 'http://127.0.0.1:0', 'admin.listeners': 'https://127.0.0.1:0', ...own });
  const server = await RestServer.open(fake.deps.config, silentLogger);
  onTestFinished(() => server.close(0));
  const info = { version: '4.3.1', commit: '', kafka_cluster_id: '' };
  const levels = new LogLevels('INFO');
  server.serve({ herder: fake.herder, registry: fake.deps.registry, levels, info, health: { isReady: () => true } });
  const [port = 0] = server.adminPorts;
  expect(await statusOf(port, pemTrust, '/admin/loggers')).toBe(200);
  expect(await statusOf(port, pemTrust, '/connectors')).toBe(404);
  expect((await fetch(`${server.url}/admin/loggers`)).status).toBe(404);
});
