import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createConnectClient } from '../../../src/connect/index.ts';
import { Sensitive } from '../../../src/core/index.ts';
import { keyOptions } from '../../../src/worker/clients/index.ts';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { type ForwardProxy, freePort, startForwardProxy, testFolder, writeFiles } from '../../harness/index.ts';
import { type Ran, run, source } from '../verbs/harness.ts';
import { type Demand, startGateway } from './gateway.ts';

/** A certificate for localhost and 127.0.0.1 that vouches for itself: as server, as client and as authority. */
const fixture = (name: string) => fileURLToPath(new URL(`../../worker/rest/fixtures/${name}`, import.meta.url));
const ca = readFileSync(fixture('cert.pem'), 'utf8');
const { cert, key } = keyOptions({
  'ssl.keystore.location': fixture('server.jks'),
  'ssl.keystore.type': 'JKS',
  'ssl.keystore.password': 'changeit',
});
const https: Demand['tls'] = { cert: cert as string, key: key as string };
const mutual: Demand['tls'] = { ...https, ca, requestCert: true, rejectUnauthorized: true };
const { privateKey: otherKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const files = {
  'other.key': otherKey.export(pkcs8).toString(),
  'locked.key': otherKey.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
  'ca.pem': ca,
  'client.pem': String(cert),
  'client.key': String(key),
};

/** Variables of the machine that runs the tests must not decide them. */
beforeEach(() => {
  for (const name of ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

let worker: string;
beforeEach(async () => {
  const started = await startFakeConnect();
  onTestFinished(() => started.close());
  started.fake.add('orders', source('t'));
  worker = started.url;
});

/** What `connectctl get connectors` says where connectctl.yaml has these lines under `connect`. */
function getWith(connect: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const folder = testFolder();
  const project = `project: p\ndefaultEnvironment: e\nenvironments:\n  e:\n    connect: ${connect}\n`;
  writeFiles(folder, { 'connectctl.yaml': project, ...files });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  return run(['get', 'connectors', '-o', 'name'], { cwd: folder, env });
}

const basic = `Basic ${Buffer.from('ann:hunter2').toString('base64')}`;

describe('a listener that demands', () => {
  it.each<{ name: string; demand: Demand; connect: string; refused: string; says: string }>([
    {
      name: 'a name and a password',
      demand: { headers: { authorization: basic } },
      connect: '{ url: http://HOST, auth: { basic: { username: ann, password: "${env.PW}" } } }',
      refused: '{ url: http://HOST, auth: { basic: { username: ann, password: "${env.WRONG}" } } }',
      says: 'credentials are missing or not allowed',
    },
    {
      name: 'a bearer token',
      demand: { headers: { authorization: 'Bearer hunter2' } },
      connect: '{ url: http://HOST, auth: { bearer: "${env.PW}" } }',
      refused: '{ url: http://HOST }',
      says: 'Set connect.auth',
    },
    {
      name: 'headers of its own',
      demand: { headers: { 'x-team': 'data', 'x-api-key': 'hunter2' } },
      connect: '{ url: http://HOST, headers: { X-Team: data, X-Api-Key: "${env.PW}" } }',
      refused: '{ url: http://HOST, headers: { X-Team: data, X-Api-Key: "${env.WRONG}" } }',
      says: 'answered 401',
    },
    {
      name: 'trust in its own authority',
      demand: { tls: https },
      connect: '{ url: https://HOST, tls: { ca: ca.pem } }',
      refused: '{ url: https://HOST }',
      says: 'Set connect.tls.ca',
    },
    {
      name: 'a client certificate',
      demand: { tls: mutual },
      connect: '{ url: https://HOST, tls: { ca: ca.pem, cert: client.pem, key: client.key } }',
      refused: '{ url: https://HOST, tls: { ca: ca.pem } }',
      says: '(it wants a certificate of the client)\n  Set connect.tls.cert and connect.tls.key',
    },
  ])(
    '$name gets it, and is an error with the way out where it does not',
    async ({ demand, connect, refused, says }) => {
      const port = await startGateway(worker, demand);
      const env = { PW: 'hunter2', WRONG: 'hunter3' };
      const at = (text: string) => getWith(text.replace('HOST', `127.0.0.1:${port}`), env);
      expect(await at(connect)).toEqual({ code: 0, stdout: 'orders\n', stderr: '' });
      const no = await at(refused);
      expect(no).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(says) });
      expect(no.stderr).not.toMatch(/hunter/);
    },
  );

  it.each([
    { tls: 'ca: client.key', says: 'client.key, named by connect.tls.ca, holds no certificate in PEM' },
    { tls: 'ca: ca.pem, cert: client.pem', says: 'connect.tls has a cert and no key' },
    {
      tls: 'cert: client.pem, key: other.key',
      says: 'connect.tls cannot be used: the key is not that of the certificate',
    },
    { tls: 'cert: client.pem, key: locked.key', says: 'connect.tls cannot be used: the key is encrypted' },
  ])('says what is wrong with { $tls } before it connects', async ({ tls, says }) => {
    const ran = await getWith(`{ url: "https://127.0.0.1:1", tls: { ${tls} } }`);
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`error CC9002  `) });
    expect(ran.stderr).toContain(says);
  });

  it('nothing, second of two URLs, is found where the first is down', async () => {
    const down = `http://127.0.0.1:${await freePort()}`;
    expect(await getWith(`{ url: [${down}, ${worker}] }`)).toEqual({ code: 0, stdout: 'orders\n', stderr: '' });
    const none = await getWith(`{ url: [${down}, "http://127.0.0.1:${await freePort()}"] }`);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining(down) });
  });
});

describe('a proxy', () => {
  const host = 'connect.invalid';

  async function startProxy(demand: Demand = {}, credentials?: string): Promise<ForwardProxy> {
    const port = await startGateway(worker, demand);
    const proxy = await startForwardProxy({ [host]: port, '127.0.0.1': port }, credentials);
    onTestFinished(() => proxy.close());
    return proxy;
  }

  it.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])('of %s takes requests to http', async (name) => {
    const proxy = await startProxy();
    const ran = await getWith(`{ url: "http://${host}:8083" }`, { [name]: `http://${proxy.address}` });
    expect(ran).toEqual({ code: 0, stdout: 'orders\n', stderr: '' });
    expect(proxy.seen.length).toBeGreaterThan(0);
    expect(proxy.seen.every((line) => line.startsWith(`GET http://${host}:8083/`))).toBe(true);
  });

  it.each(['HTTPS_PROXY', 'https_proxy'])('of %s gets a tunnel to https, and none to http', async (name) => {
    const proxy = await startProxy();
    const env = { [name]: `http://${proxy.address}` };
    const ran = await getWith(`{ url: "https://${host}:8443" }`, env);
    // The gateway speaks http here: the tunnel was opened, and TLS fails inside it.
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`through the proxy http://${proxy.address}`),
    });
    expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT ${host}:8443`]));
    expect((await getWith(`{ url: "http://${host}:8083" }`, env)).code).toBe(1);
    expect(proxy.seen.filter((line) => line.startsWith('GET'))).toEqual([]);
  });

  it('carries the certificates of both sides, and the worker still has to be who it says', async () => {
    const port = await startGateway(worker, { tls: mutual });
    // The certificate is of localhost and 127.0.0.1: of this name and of this address it is not.
    const proxy = await startForwardProxy({ [host]: port, '192.0.2.1': port });
    onTestFinished(() => proxy.close());
    const tls = 'tls: { ca: ca.pem, cert: client.pem, key: client.key }';
    for (const name of [host, '192.0.2.1']) {
      const ran = await getWith(`{ url: "https://${name}:8443", ${tls} }`, { HTTPS_PROXY: proxy.address });
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining(name) });
      expect(ran.stderr).toMatch(/does not match certificate's altnames/);
    }
    expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT ${host}:8443`, 'CONNECT 192.0.2.1:8443']));
  });

  it.each(['localhost', '127.0.0.1'])('leads to a worker that demands a client certificate and is %s', async (name) => {
    const port = await startGateway(worker, { tls: mutual });
    const proxy = await startForwardProxy({ [name]: port });
    onTestFinished(() => proxy.close());
    // The command line would not take a proxy to this machine, of which alone there is a certificate here.
    const proxyOf = () => `http://${proxy.address}`;
    const tls = { ca, cert: String(cert), key: new Sensitive(String(key)) };
    const client = createConnectClient({ urls: [`https://${name}:8443`], tls, proxyOf });
    onTestFinished(() => client.close());
    expect(await client.names()).toEqual(['orders']);
    expect(await client.names()).toEqual(['orders']);
    // One tunnel, kept.
    expect(proxy.seen).toEqual([`CONNECT ${name}:8443`]);
  });

  it('that demands credentials gets them from the variable, and they are never shown', async () => {
    const proxy = await startProxy({}, 'bob:s3cr@t');
    const url = `{ url: "http://${host}:8083" }`;
    const known = await getWith(url, { HTTP_PROXY: `http://bob:s3cr%40t@${proxy.address}` });
    expect(known).toEqual({ code: 0, stdout: 'orders\n', stderr: '' });
    for (const [scheme, variable] of [
      ['http', 'HTTP_PROXY'],
      ['https', 'HTTPS_PROXY'],
    ] as const) {
      const ran = await getWith(`{ url: "${scheme}://${host}:8083" }`, {
        [variable]: `http://bob:wr0ng@${proxy.address}`,
      });
      expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/407.*wants credentials/) });
      expect(ran.stderr).not.toContain('wr0ng');
    }
  });

  it('that does not know the host says so, with its own address', async () => {
    const proxy = await startProxy();
    const ran = await getWith('{ url: "https://other.invalid" }', { HTTPS_PROXY: proxy.address });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`The proxy http://${proxy.address} does not connect to https://other.invalid`);
  });

  it('that is down is named', async () => {
    const port = await freePort();
    const ran = await getWith(`{ url: "http://${host}:8083" }`, { HTTP_PROXY: `http://me:s3cret@127.0.0.1:${port}` });
    expect(ran).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`through the proxy http://127.0.0.1:${port}`),
    });
    expect(ran.stderr).toContain('NO_PROXY');
    expect(ran.stderr).not.toContain('s3cret');
  });

  it.each([
    { name: 'NO_PROXY', value: host },
    { name: 'no_proxy', value: `other,.${host.split('.')[1]}` },
    { name: 'NO_PROXY', value: '*' },
  ])('is left alone where $name is $value', async ({ name, value }) => {
    const proxy = await startProxy();
    const env = { HTTP_PROXY: `http://${proxy.address}`, [name]: value };
    expect(await getWith(`{ url: "http://${host}:8083" }`, env)).toMatchObject({ code: 1 });
    expect(proxy.seen).toEqual([]);
  });

  it('is never asked for this machine', async () => {
    const proxy = await startProxy();
    const ran = await getWith(`{ url: "${worker}" }`, {
      HTTP_PROXY: `http://${proxy.address}`,
      all_proxy: 'http://127.0.0.1:1',
    });
    expect(ran).toEqual({ code: 0, stdout: 'orders\n', stderr: '' });
    expect(proxy.seen).toEqual([]);
  });
});
