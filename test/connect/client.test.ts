import { expect, onTestFinished, test } from 'vitest';
import { type ConnectFailure, createConnectClient } from '../../src/connect/index.ts';
import { Sensitive } from '../../src/core/index.ts';
import { loopback } from './loopback.ts';

const answers: readonly {
  name: string;
  status: number;
  type?: string;
  body: string;
  expected: Partial<Pick<ConnectFailure, 'code' | 'kind' | 'status' | 'retryable' | 'apiMessage'>>;
}[] = [
  {
    name: "Connect's JSON error keeps its status and message",
    status: 400,
    body: '{"error_code":400,"message":"Connector config {} contains no connector type"}',
    expected: {
      code: 'CC7002',
      kind: 'api',
      status: 400,
      retryable: false,
      apiMessage: 'Connector config {} contains no connector type',
    },
  },
  {
    name: 'a rebalance may pass',
    status: 409,
    body: '{"error_code":409,"message":"Cannot complete request momentarily due to stale configuration"}',
    expected: { code: 'CC7002', status: 409, retryable: true },
  },
  {
    name: 'a 404 in HTML is a worker that is starting',
    status: 404,
    body: '<html><body>Not found</body></html>',
    expected: { code: 'CC7001', kind: 'starting', retryable: true },
  },
  {
    name: 'a 404 in JSON is what is not there',
    status: 404,
    body: '{"error_code":404,"message":"Connector a not found"}',
    expected: { code: 'CC7002', kind: 'api', status: 404, retryable: false },
  },
  {
    name: 'a 503 of a proxy may pass',
    status: 503,
    body: 'upstream connect error',
    expected: { code: 'CC7001', kind: 'gateway', retryable: true },
  },
  {
    name: 'a 200 that is no JSON is not Connect, and may be an answer that was cut',
    status: 200,
    body: '<html>hello</html>',
    expected: { code: 'CC7003', kind: 'malformed', retryable: true },
  },
  {
    name: 'a list where an object is promised is not Connect',
    status: 200,
    body: '[1]',
    expected: { code: 'CC7003', kind: 'malformed' },
  },
  { name: 'a 401 names the credentials', status: 401, body: 'no', expected: { code: 'CC7002', status: 401 } },
];

test.each(answers)('$name', async ({ status, body, expected }) => {
  const server = await loopback((_request, _body, response) => response.writeHead(status).end(body));
  const client = createConnectClient({ urls: [server.url] });
  try {
    const error = await client.get('a').then(
      () => undefined,
      (e: unknown) => e as ConnectFailure,
    );
    expect(error).toMatchObject(expected);
  } finally {
    client.close();
    await server.close();
  }
});

test('a worker that is down is named with its URL and what to do', async () => {
  const server = await loopback(() => {});
  await server.close();
  const client = createConnectClient({ urls: [server.url] });
  await expect(client.serverInfo()).rejects.toMatchObject({
    code: 'CC7001',
    kind: 'unreachable',
    retryable: true,
    message: `No Connect worker answers at ${server.url} (connection refused)`,
    help: expect.stringContaining(`curl ${server.url}/`),
  });
});

test('https:// for a worker without TLS says so', async () => {
  const server = await loopback(() => {});
  onTestFinished(() => server.close());
  const client = createConnectClient({ urls: [server.url.replace('http:', 'https:')] });
  await expect(client.pause('a')).rejects.toMatchObject({
    code: 'CC7001',
    kind: 'unreachable',
    retryable: false,
    message: expect.stringContaining('what listens there does not speak TLS'),
    help: `For a worker without TLS write ${server.url}.`,
  });
});

test('the second URL is taken where the first does not answer, and kept', async () => {
  const down = await loopback(() => {});
  await down.close();
  const up = await loopback((_request, _body, response) => response.end('{"version":"4.3.1","commit":"c"}'));
  const client = createConnectClient({ urls: [down.url, up.url] });
  expect(await client.serverInfo()).toEqual({ version: '4.3.1', commit: 'c', kafka_cluster_id: '' });
  await client.serverInfo();
  expect(client.url).toBe(up.url);
  expect(client.requestCount).toBe(3);
  client.close();
  await up.close();
});

test('a write whose connection breaks is not sent to the next URL: it may have happened', async () => {
  const first = await loopback((request) => request.socket.destroy());
  let second = 0;
  const other = await loopback((_request, _body, response) => {
    second++;
    response.end('{}');
  });
  const client = createConnectClient({ urls: [first.url, other.url] });
  await expect(client.putConfig('a', { k: 'v' })).rejects.toMatchObject({ code: 'CC7001', kind: 'lost' });
  expect(second).toBe(0);
  client.close();
  await Promise.all([first.close(), other.close()]);
});

test('no answer within the time is said, with the time', async () => {
  const server = await loopback(() => {});
  const client = createConnectClient({ urls: [server.url], timeoutMs: 100 });
  await expect(client.names()).rejects.toMatchObject({
    kind: 'lost',
    message: expect.stringContaining('no answer within 0.1 s'),
  });
  client.close();
  await server.close();
});

test('the caller stops a call with its signal', async () => {
  const server = await loopback(() => {});
  const stop = new AbortController();
  const client = createConnectClient({ urls: [server.url], signal: stop.signal });
  const call = client.names();
  setTimeout(() => stop.abort(), 20);
  await expect(call).rejects.toMatchObject({ kind: 'stopped', retryable: false });
  client.close();
  await server.close();
});

test('credentials go onto the wire and into no message or URL', async () => {
  let seen: string | undefined;
  const server = await loopback((request, _body, response) => {
    seen = request.headers.authorization;
    response.writeHead(500).end('{"error_code":500,"message":"boom"}');
  });
  const inUrl = createConnectClient({ urls: [server.url.replace('//', '//user:p%40ss@')] });
  const error = await inUrl.names().catch((e: unknown) => e as ConnectFailure);
  expect(seen).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  expect(`${inUrl.url} ${JSON.stringify(error)} ${(error as Error).message}`).not.toContain('p@ss');
  const bearer = createConnectClient({ urls: [server.url], auth: { bearer: new Sensitive('t0ken') } });
  await bearer.names().catch(() => undefined);
  expect(seen).toBe('Bearer t0ken');
  inUrl.close();
  bearer.close();
  await server.close();
});

test('names are encoded in paths, bodies are JSON, and a path before the API is kept', async () => {
  const seen: string[] = [];
  const server = await loopback((request, body, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['content-type'] ?? '-'} ${body}`);
    response.end('{}');
  });
  const client = createConnectClient({ urls: [`${server.url}/connect/`] });
  await client.putConfig('a b/é', { k: 'v' });
  await client.pause('x');
  expect(seen).toEqual([
    'PUT /connect/connectors/a%20b%2F%C3%A9/config application/json {"k":"v"}',
    'PUT /connect/connectors/x/pause - ',
  ]);
  client.close();
  await server.close();
});
