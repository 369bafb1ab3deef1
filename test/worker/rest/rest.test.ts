import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import { LogLevels, silentLogger } from '../../../src/worker/log/index.ts';
import { RestServer } from '../../../src/worker/rest/index.ts';
import { fakeHerder, sink, source } from '../herder/fakes.ts';

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: unknown;
}

interface Api {
  readonly url: string;
  readonly port: number;
  readonly adminPort: number;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
}

const open: RestServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close(0)));
});

/** A REST server on a free port, over a herder with fake tasks. */
async function start(props: FlatConfig = {}, options: { readonly isReady?: boolean } = {}): Promise<Api> {
  const fake = fakeHerder({ listeners: 'http://127.0.0.1:0', ...props });
  const server = await RestServer.open(fake.deps.config, silentLogger);
  open.push(server);
  server.serve({
    herder: fake.herder,
    registry: fake.deps.registry,
    levels: new LogLevels('INFO', () => 1000),
    info: { version: '4.3.1', commit: 'abc', kafka_cluster_id: 'id' },
    health: { isReady: () => options.isReady ?? true },
  });
  const { url } = server;
  return {
    url,
    port: Number(new URL(url).port),
    adminPort: 0,
    call: (method, path, body, headers) => call(url, method, path, body, headers),
  };
}

function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const type: Record<string, string> = text === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, method, path, headers: { ...type, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const received = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received, json: parse(received) });
      });
    });
    sent.once('error', reject);
    sent.end(text);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What every test of a connector begins with. */
async function withConnector(config: FlatConfig = source, props: FlatConfig = {}): Promise<Api> {
  const api = await start(props);
  expect((await api.call('POST', '/connectors', { name: 'c', config })).status).toBe(201);
  return api;
}

describe('what lies around the resources', () => {
  test.each<{
    name: string;
    method?: string;
    path: string;
    body?: string;
    headers?: Record<string, string>;
    status: number;
    type?: string;
    text?: string;
  }>([
    { name: 'an unknown path', path: '/nope', status: 404, text: '{"error_code":404,"message":"HTTP 404 Not Found"}' },
    {
      name: 'a method that a path has not',
      method: 'DELETE',
      path: '/connectors',
      status: 405,
      text: '{"error_code":405,"message":"HTTP 405 Method Not Allowed"}',
    },
    {
      name: 'another type of content',
      method: 'POST',
      path: '/connectors',
      body: 'a=b',
      headers: { 'content-type': 'text/plain' },
      status: 415,
      text: '{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}',
    },
    {
      name: 'that even where no body is read',
      method: 'PUT',
      path: '/connectors/c/pause',
      headers: { 'content-type': 'text/plain' },
      status: 415,
      text: '{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}',
    },
    {
      name: 'an answer that the client does not take',
      path: '/connectors',
      headers: { accept: 'text/html' },
      status: 406,
      text: '{"error_code":406,"message":"HTTP 406 Not Acceptable"}',
    },
    { name: 'a trailing slash', path: '/connectors/', status: 200, type: 'application/json', text: '[]' },
    {
      name: 'any type among others',
      path: '/connectors',
      headers: { accept: 'text/html, */*;q=0.1' },
      status: 200,
      type: 'application/json',
      text: '[]',
    },
    {
      name: 'a charset',
      method: 'POST',
      path: '/connectors',
      body: '{"config":{}}',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      status: 400,
      type: 'application/json',
    },
    {
      name: 'matrix parameters',
      path: '/connectors/x;a=b',
      status: 404,
      type: 'application/json',
      text: '{"error_code":404,"message":"Connector x not found"}',
    },
    {
      name: 'an encoded name',
      path: '/connectors/a%20%C3%A9',
      status: 404,
      type: 'application/json',
      text: '{"error_code":404,"message":"Connector a é not found"}',
    },
    { name: 'an encoded slash', path: '/connectors/a%2Fb', status: 400, type: 'text/html;charset=iso-8859-1' },
    { name: 'an encoded backslash', path: '/connectors/a%5Cb', status: 400, type: 'text/html;charset=iso-8859-1' },
    { name: 'an encoded percent sign', path: '/connectors/a%25b', status: 400, type: 'text/html;charset=iso-8859-1' },
    { name: 'an empty segment', path: '//connectors', status: 400, type: 'text/html;charset=iso-8859-1' },
    { name: 'an encoded dot segment', path: '/connectors/%2e%2e/x', status: 400, type: 'text/html;charset=iso-8859-1' },
    { name: 'a broken escape', path: '/connectors/%zz', status: 400, type: 'text/html;charset=iso-8859-1' },
    {
      name: 'methods of a path',
      method: 'OPTIONS',
      path: '/connectors/c/config',
      status: 200,
      type: 'text/plain',
      text: 'HEAD, GET, OPTIONS, PUT, PATCH',
    },
    {
      name: 'a task that is no number',
      path: '/connectors/c/tasks/x/status',
      status: 404,
      type: 'application/json',
      text: '{"error_code":404,"message":"HTTP 404 Not Found"}',
    },
  ])('$name', async ({ method = 'GET', path, body, headers, status, type, text }) => {
    const api = await start();
    const reply = await api.call(method, path, body, headers);
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toBe(type);
    if (text !== undefined) expect(reply.text).toBe(text);
  });

  test('HEAD is GET without its body', async () => {
    const api = await start();
    const reply = await api.call('HEAD', '/connectors');
    expect([reply.status, reply.headers['content-length'], reply.text]).toEqual([200, '2', '']);
  });

  test('before the worker has started everything is a 404 that clients retry', async () => {
    const fake = fakeHerder({ listeners: 'http://127.0.0.1:0' });
    const server = await RestServer.open(fake.deps.config, silentLogger);
    open.push(server);
    const reply = await call(server.url, 'GET', '/connectors');
    expect([reply.status, reply.json]).toEqual([404, undefined]);
  });

  test('a port that is taken is said with its number', async () => {
    const api = await start();
    const { config } = fakeHerder({ listeners: `http://127.0.0.1:${api.port}` }).deps;
    await expect(RestServer.open(config, silentLogger)).rejects.toMatchObject({
      code: 'CC9003',
      message: `Port ${api.port} is taken: the REST API cannot listen on 127.0.0.1:${api.port}`,
    });
  });

  test('a body without end does not keep others waiting', async () => {
    const api = await start();
    const half = connect(api.port, '127.0.0.1');
    half.write(
      'POST /connectors HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    expect((await api.call('GET', '/connectors')).status).toBe(200);
    half.destroy();
  });

  test('a body that is too large is refused', async () => {
    const api = await start();
    const reply = await api.call('POST', '/connectors', `"${'x'.repeat(17 * 1024 * 1024)}"`);
    expect(reply.status).toBe(413);
  });
});

describe('root and health', () => {
  test('GET / says what it stands for', async () => {
    const reply = await (await start()).call('GET', '/');
    expect(reply.text).toBe('{"version":"4.3.1","commit":"abc","kafka_cluster_id":"id"}');
  });

  test.each([
    { isReady: true, status: 200, name: 'healthy' },
    { isReady: false, status: 503, name: 'starting' },
  ])('a worker that is $name', async ({ isReady, status, name }) => {
    const reply = await (await start({}, { isReady })).call('GET', '/health');
    expect([reply.status, (reply.json as { status: string }).status]).toEqual([status, name]);
  });
});

describe('POST /connectors', () => {
  test('answers with the connector and where it is', async () => {
    const api = await start();
    const reply = await api.call('POST', '/connectors', {
      name: ' a b/é ',
      config: { ...source, 'tasks.max': 1, flag: true, x: 1.5 },
    });
    expect(reply.status).toBe(201);
    expect(reply.headers['location']).toBe(`${api.url}/connectors/a%20b/%C3%A9`);
    expect(reply.json).toEqual({
      name: 'a b/é',
      config: { ...source, 'tasks.max': '1', flag: 'true', x: '1.5', name: 'a b/é' },
      tasks: [{ connector: 'a b/é', task: 0 }],
      type: 'source',
    });
  });

  test('a fraction keeps its text, and initial_state any case', async () => {
    const api = await start();
    const body = `{"name":"c","initial_state":"stopped","config":{"connector.class":"FakeSource","topic":"t","x":1.50}}`;
    const reply = await api.call('POST', '/connectors', body);
    expect((reply.json as { config: object }).config).toMatchObject({ x: '1.50' });
    expect((await api.call('GET', '/connectors/c/status')).json).toMatchObject({ connector: { state: 'STOPPED' } });
  });

  test.each<[string, string, RegExp]>([
    ['no body', '', /no body/],
    ['null', 'null', /^the body is null/],
    ['no JSON', '{"name": ', /not valid JSON/],
    ['text after the JSON', '{} x', /not valid JSON/],
    ['a list', '[]', /^Cannot deserialize value of type/],
    ['a string', '"x"', /^Cannot construct instance of/],
    ['an unknown field', '{"name":"x","extra":1}', /^Unrecognized field "extra"/],
    ['no config', '{"name":"x"}', /no 'config'/],
    ['a config that is a list', '{"config":[]}', /^Cannot deserialize value of type/],
    [
      'a value that is a list',
      '{"config":{"a":[]}}',
      /^Cannot deserialize value of type `java.lang.String`.*config\.a/,
    ],
    ['an unknown state', '{"config":{},"initial_state":"sleeping"}', /SLEEPING/],
    [
      'another name in the config',
      '{"name":"x","config":{"name":"y"}}',
      /^Connector name configuration \(y\) doesn't match connector name in the URL \(x\)$/,
    ],
    [
      'no name',
      '{"config":{"connector.class":"FakeSource","topic":"t"}}',
      /Invalid value {2}for configuration name: String may not be empty/,
    ],
  ])('%s: 400', async (_name, body, message) => {
    const reply = await (await start()).call('POST', '/connectors', body, { 'content-type': 'application/json' });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ error_code: 400, message: expect.stringMatching(message) });
  });
});

describe('a connector', () => {
  test.each<{ name: string; method: string; path: string; body?: unknown; status: number; json?: unknown }>([
    { name: 'the list', method: 'GET', path: '/connectors', status: 200, json: ['c'] },
    { name: 'its config', method: 'GET', path: '/connectors/c/config', status: 200, json: { ...source, name: 'c' } },
    { name: 'its topics', method: 'GET', path: '/connectors/c/topics', status: 200, json: { c: { topics: [] } } },
    { name: 'its offsets', method: 'GET', path: '/connectors/c/offsets', status: 200, json: { offsets: [] } },
    { name: 'pause', method: 'PUT', path: '/connectors/c/pause', status: 202 },
    { name: 'resume', method: 'PUT', path: '/connectors/c/resume', status: 202 },
    { name: 'stop', method: 'PUT', path: '/connectors/c/stop', status: 204 },
    { name: 'restart', method: 'POST', path: '/connectors/c/restart', status: 204 },
    {
      name: 'restart, whatever the word is',
      method: 'POST',
      path: '/connectors/c/restart?includeTasks=yes',
      status: 204,
    },
    { name: 'restart of a task', method: 'POST', path: '/connectors/c/tasks/0/restart', status: 204 },
    { name: 'reset of its topics', method: 'PUT', path: '/connectors/c/topics/reset', status: 202 },
    { name: 'an empty patch', method: 'PATCH', path: '/connectors/c/config', body: {}, status: 200 },
    { name: 'an equal config', method: 'PUT', path: '/connectors/c/config', body: source, status: 200 },
    { name: 'a config of another', method: 'PUT', path: '/connectors/d/config', body: source, status: 201 },
    { name: 'its removal', method: 'DELETE', path: '/connectors/c', status: 204 },
    { name: 'an expansion that is none', method: 'GET', path: '/connectors?expand=x', status: 200, json: { c: {} } },
    {
      name: 'no offsets in a patch',
      method: 'PATCH',
      path: '/connectors/c/offsets',
      body: {},
      status: 400,
      json: { error_code: 400, message: 'Partitions / offsets need to be provided for an alter offsets request' },
    },
    {
      name: 'an unknown field in offsets',
      method: 'PATCH',
      path: '/connectors/c/offsets',
      body: { offsets: [{ x: 1 }] },
      status: 400,
    },
    { name: 'offsets of a running one', method: 'DELETE', path: '/connectors/c/offsets', status: 400 },
    { name: 'what only workers ask for', method: 'PUT', path: '/connectors/c/fence', status: 500 },
  ])('$name: $status', async ({ method, path, body, status, json }) => {
    const reply = await (await withConnector()).call(method, path, body);
    expect(reply.status).toBe(status);
    if (json !== undefined) expect(reply.json).toEqual(json);
    if (status === 204 || status === 202) expect([reply.text, reply.headers['content-type']]).toEqual(['', undefined]);
  });

  test('both expansions at once', async () => {
    const reply = await (await withConnector()).call('GET', '/connectors?expand=info&expand=status');
    expect(reply.json).toMatchObject({
      c: { status: { name: 'c', connector: { state: 'RUNNING' } }, info: { name: 'c', type: 'source' } },
    });
  });

  test('integers past 2^53 go through offsets whole', async () => {
    const api = await withConnector({ ...source, 'own.offsets': 'true' });
    await api.call('PUT', '/connectors/c/stop');
    const body = '{"offsets":[{"partition":{"file":"a"},"offset":{"position":9007199254740993}}]}';
    expect((await api.call('PATCH', '/connectors/c/offsets', body)).json).toEqual({
      message: 'The offsets for this connector have been altered successfully',
    });
    expect((await api.call('GET', '/connectors/c/offsets')).text).toBe(body);
  });
});

describe('plugins', () => {
  test('connectors alone, or all', async () => {
    const api = await start();
    const classes = async (query: string) =>
      ((await api.call('GET', `/connector-plugins${query}`)).json as { class: string; type: string }[]).map(
        (plugin) => `${plugin.type} ${plugin.class}`,
      );
    expect(await classes('')).toEqual(['sink test.FakeSinkConnector', 'source test.FakeSourceConnector']);
    expect(await classes('?connectorsOnly=false')).toEqual([
      'sink test.FakeSinkConnector',
      'source test.FakeSourceConnector',
      'transformation test.Tag$Value',
      'predicate test.Always',
      'converter test.FakeConverter',
      'header_converter test.FakeConverter',
    ]);
  });

  test('a connector has its own keys first', async () => {
    const reply = await (await start()).call('GET', '/connector-plugins/FakeSource/config');
    const names = (reply.json as { name: string }[]).map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual(['topic', 'limit', 'name', 'connector.class']);
    expect(names).toContain('topic.creation.groups');
  });

  test.each([
    {
      path: '/connector-plugins/Nope/config',
      method: 'GET',
      body: undefined,
      status: 404,
      message: 'Unknown plugin Nope.',
    },
    {
      path: '/connector-plugins/Other/config/validate',
      method: 'PUT',
      body: source,
      status: 400,
      message: 'Included connector type test.FakeSourceConnector does not match request type Other',
    },
    {
      path: '/connector-plugins/FakeSource/config/validate',
      method: 'PUT',
      body: {},
      status: 400,
      message: 'Connector config {} contains no connector type',
    },
    {
      path: '/connector-plugins/FakeSource/config/validate',
      method: 'PUT',
      body: { ...source, 'producer.override.batch.size': 'x' },
      status: 400,
      message: 'Invalid value x for configuration batch.size: Not a number of type INT',
    },
  ])('$method $path: $message', async ({ path, method, body, status, message }) => {
    const reply = await (await start()).call(method, path, body);
    expect(reply.json).toEqual({ error_code: status, message });
  });

  test('validate answers 200 with what is wrong', async () => {
    const reply = await (await start()).call('PUT', '/connector-plugins/FakeSink/config/validate', {
      'connector.class': 'FakeSink',
      name: 'c',
    });
    expect([reply.status, (reply.json as { error_count: number }).error_count]).toEqual([200, 2]);
  });
});

describe('loggers', () => {
  test('a level is set by prefix, and read back', async () => {
    const api = await start();
    await api.call('PUT', '/admin/loggers/a.bc', { level: 'warn' });
    expect((await api.call('PUT', '/admin/loggers/a.b', { level: 'debug' })).json).toEqual(['a.b', 'a.bc']);
    expect((await api.call('GET', '/admin/loggers/a.bc')).json).toEqual({ level: 'DEBUG', last_modified: 1000 });
    expect((await api.call('PUT', '/admin/loggers/a.b?scope=cluster', { level: 'info' })).status).toBe(204);
  });

  test.each([
    { method: 'GET', path: '/admin/loggers/none', body: undefined, status: 404, message: 'Logger none not found.' },
    {
      method: 'PUT',
      path: '/admin/loggers/a',
      body: { level: 'loud' },
      status: 404,
      message: "invalid log level 'loud'.",
    },
    {
      method: 'PUT',
      path: '/admin/loggers/a',
      body: {},
      status: 400,
      message: "Desired 'level' parameter was not specified in request.",
    },
  ])('$message', async ({ method, path, body, status, message }) => {
    const reply = await (await start()).call(method, path, body);
    expect(reply.json).toEqual({ error_code: status, message });
  });
});

describe('listeners', () => {
  test('an empty admin.listeners turns /admin off', async () => {
    const api = await start({ 'admin.listeners': '' });
    expect((await api.call('GET', '/admin/loggers')).status).toBe(404);
    expect((await api.call('GET', '/connectors')).status).toBe(200);
  });

  test('response.http.headers.config goes into every answer', async () => {
    const api = await start({
      'response.http.headers.config': 'set X-Frame-Options:DENY, "add Cache-Control: no-cache, no-store"',
    });
    const { headers } = await api.call('GET', '/nope');
    expect([headers['x-frame-options'], headers['cache-control']]).toEqual(['DENY', 'no-cache, no-store']);
  });

  test.each([
    { origin: 'http://a.example', allowed: 'http://a.example' },
    { origin: 'http://b.example', allowed: undefined },
  ])('a browser of $origin', async ({ origin, allowed }) => {
    const api = await start({ 'access.control.allow.origin': 'http://a.example' });
    const reply = await api.call('GET', '/connectors', undefined, { origin });
    expect(reply.headers['access-control-allow-origin']).toBe(allowed);
  });

  test('worker_id is what is advertised', async () => {
    const fake = fakeHerder({
      listeners: 'http://127.0.0.1:0',
      'rest.advertised.host.name': 'w1',
      'rest.advertised.port': '80',
    });
    const server = await RestServer.open(fake.deps.config, silentLogger);
    open.push(server);
    expect(server.workerId).toBe('w1:80');
  });
});

test('a sink without topics names both ways', async () => {
  const api = await start();
  const reply = await api.call('POST', '/connectors', { name: 'c', config: { ...sink, topics: '' } });
  expect(
    (reply.json as { message: string }).message.match(/Must configure one of topics or topics.regex/g),
  ).toHaveLength(2);
});
