import { afterEach, expect, test } from 'vitest';
import { createConnectClient } from '../../src/connect/index.ts';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired, removed } from '../plan/desired.ts';
import { applyAgainst, planAgainst, quick } from './harness.ts';

let server: Awaited<ReturnType<typeof startFakeConnect>>;
afterEach(() => server.close());

const source = desired({
  name: 'src',
  config: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' },
});
const sink = desired({
  name: 'snk',
  config: { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: '/b', topics: 't' },
});
const changedSource = desired({
  name: 'src',
  config: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/c', topic: 't' },
});

async function started(options: FakeOptions = {}) {
  server = await startFakeConnect(options);
  return server;
}

test('create, then no changes; update, then no changes', async () => {
  const { url, fake } = await started();
  const first = await planAgainst(url, [source, sink]);
  expect(first.plan.summary).toMatchObject({ create: 2, update: 0, noop: 0 });
  const report = await applyAgainst(url, first);
  expect(report.changes.map((c) => [c.name, c.outcome])).toEqual([
    ['snk', 'done'],
    ['src', 'done'],
  ]);
  expect(fake.connectors.get('src')?.config).toMatchObject({
    file: '/a',
    'connectctl.owner': 'demo/local',
    'connectctl.pipeline': 'p',
  });
  expect((await planAgainst(url, [source, sink])).plan.changes).toEqual([]);
  const second = await planAgainst(url, [changedSource, sink]);
  expect(second.plan.changes).toMatchObject([
    { name: 'src', action: 'update', fields: [{ key: 'file', before: '/a', after: '/c', drift: false }] },
  ]);
  expect((await applyAgainst(url, second)).changes).toMatchObject([{ name: 'src', outcome: 'done' }]);
  expect((await planAgainst(url, [changedSource, sink])).plan).toMatchObject({ changes: [], summary: { noop: 2 } });
});

test('a plan over equal connectors costs three requests', async () => {
  const { url } = await started();
  const many = Array.from({ length: 30 }, (_, i) =>
    desired({ name: `c${i}`, config: { 'connector.class': 'FileStreamSource', file: `/${i}` } }),
  );
  await applyAgainst(url, await planAgainst(url, many));
  expect(await planAgainst(url, many)).toMatchObject({ requests: 3, plan: { summary: { noop: 30 } } });
});

test('a connector without a status record is read singly and not created again', async () => {
  const { url, fake } = await started({ lagMs: 60_000 });
  await applyAgainst(url, await planAgainst(url, [source]), { wait: 'none' });
  expect(fake.connectors.has('src')).toBe(true);
  expect((await planAgainst(url, [source])).plan).toMatchObject({ changes: [], summary: { noop: 1 } });
});

test('a change made on the worker is drift, one made in git is not', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source]));
  fake.connectors.get('src')!.config['topic'] = 'by-hand';
  fake.connectors.get('src')!.config['extra'] = 'x';
  const { plan } = await planAgainst(url, [changedSource]);
  expect(plan.changes[0]?.fields.map((f) => [f.key, f.before, f.after, f.drift])).toEqual([
    ['extra', 'x', null, true],
    ['file', '/a', '/c', false],
    ['topic', 'by-hand', 't', true],
  ]);
});

test('an old RUNNING is no proof: the failure that follows is reported with its cause', async () => {
  const trace =
    'org.apache.kafka.connect.errors.ConnectException: no\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException: disk gone\n\tat d.E.f(E.java:2)\n';
  const { url } = await started({ lagMs: 300, failWith: (config) => (config['file'] === '/c' ? trace : undefined) });
  await applyAgainst(url, await planAgainst(url, [source]));
  const report = await applyAgainst(url, await planAgainst(url, [changedSource]));
  expect(report.changes).toMatchObject([
    {
      outcome: 'failed',
      code: 'CC5002',
      cause: ['org.apache.kafka.connect.errors.ConnectException: no', 'Caused by: java.io.IOException: disk gone'],
    },
  ]);
});

test('a connector that keeps its keys to itself is proven by a state that holds', async () => {
  const { url } = await started({ passesKeysOn: false });
  await applyAgainst(url, await planAgainst(url, [source]));
  const startedAt = performance.now();
  const report = await applyAgainst(url, await planAgainst(url, [changedSource]));
  expect(report.changes).toMatchObject([{ outcome: 'done' }]);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(quick.settleMs);
});

test('what was changed since the plan stops that change alone', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source]));
  const planned = await planAgainst(url, [changedSource, sink]);
  fake.connectors.get('src')!.config['topic'] = 'meanwhile';
  const report = await applyAgainst(url, planned);
  expect(report.changes).toMatchObject([
    { name: 'snk', outcome: 'skipped' },
    { name: 'src', outcome: 'failed', code: 'CC5001', message: expect.stringContaining('topic') },
  ]);
  expect(fake.connectors.get('src')!.config['file']).toBe('/a');
});

test('a rebalance is waited for, and a worker that is starting', async () => {
  let refusals = 0;
  const { url } = await started({
    intercept: (method, _path, response) => {
      if (method !== 'POST' || refusals >= 2) return false;
      refusals++;
      if (refusals === 1)
        response
          .writeHead(409)
          .end('{"error_code":409,"message":"Cannot complete request momentarily due to a rebalance"}');
      else response.writeHead(404).end('<html>404</html>');
      return true;
    },
  });
  const report = await applyAgainst(url, await planAgainst(url, [source]));
  expect(refusals).toBe(2);
  expect(report.changes).toMatchObject([{ outcome: 'done' }]);
});

test('a create whose answer was lost is found, not made twice', async () => {
  let cut = false;
  const { url, fake } = await started({
    intercept: (method, _path, response) => {
      if (method !== 'POST' || cut) return false;
      cut = true;
      const config = Object.fromEntries([...source.config].map(([k, v]) => [k, String(v)]));
      fake.add('src', { ...config, ...wanted });
      response.socket?.destroy();
      return true;
    },
  });
  const planned = await planAgainst(url, [source]);
  const { configToWrite } = await import('../../src/plan/index.ts');
  const wanted = configToWrite(source, undefined, {
    salt: { clusterId: 'cluster-1', connector: 'src' },
    definition: planned.observed.definitions.get('FileStreamSource'),
    ignoreKeys: [],
    owner: 'demo/local',
    masksSecrets: false,
  }).config;
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'done' }]);
});

test('what depends on a failure is skipped; the rest is done', async () => {
  const other = desired({
    name: 'other',
    config: { 'connector.class': 'FileStreamSource', file: '/x', topic: 'else' },
  });
  const { url } = await started({ failWith: (config) => (config['file'] === '/a' ? 'X: no' : undefined) });
  const report = await applyAgainst(url, await planAgainst(url, [source, sink, other]));
  expect(report.changes.map((c) => [c.name, c.outcome])).toEqual([
    ['other', 'done'],
    ['snk', 'skipped'],
    ['src', 'failed'],
  ]);
});

test('pause, stop and resume are proven; a stop has no tasks', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source]));
  for (const state of ['PAUSED', 'STOPPED', 'RUNNING'] as const) {
    const wanted = { ...source, state };
    const planned = await planAgainst(url, [wanted]);
    expect(planned.plan.changes).toMatchObject([{ action: 'state', state: { after: state } }]);
    expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'done' }]);
    expect(fake.connectors.get('src')!.target).toBe(state);
    expect((await planAgainst(url, [wanted])).plan.changes).toEqual([]);
  }
});

test('a change and a pause in one edit are proven, though the paused tasks keep their old config', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source]));
  const planned = await planAgainst(url, [{ ...changedSource, state: 'PAUSED' as const }]);
  expect(planned.plan.changes).toMatchObject([{ action: 'update', state: { before: 'RUNNING', after: 'PAUSED' } }]);
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'done' }]);
  expect(fake.connectors.get('src')).toMatchObject({ target: 'PAUSED', config: { file: '/c' } });
});

test('a worker that does not know initial_state, whatever its version says, is paused after the create', async () => {
  const { url, fake } = await started({
    intercept: (method, _path, response, body) => {
      if (method !== 'POST' || !body.includes('initial_state')) return false;
      response
        .writeHead(500)
        .end('{"error_code":500,"message":"Unrecognized field \\"initial_state\\" (class X), not marked"}');
      return true;
    },
  });
  const report = await applyAgainst(url, await planAgainst(url, [{ ...source, state: 'PAUSED' as const }]));
  expect(report.changes).toMatchObject([{ outcome: 'done' }]);
  expect(fake.connectors.get('src')!.target).toBe('PAUSED');
});

test('removed deletes; destroy: false only takes the marks off', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source, sink]));
  const planned = await planAgainst(url, [], {
    removed: [removed('snk', { destroy: false }), removed('src', { offsets: 'reset' })],
  });
  expect(planned.plan.changes.map((c) => [c.name, c.action])).toEqual([
    ['snk', 'release'],
    ['src', 'delete'],
  ]);
  const report = await applyAgainst(url, planned);
  expect(report.changes.map((c) => c.outcome)).toEqual(['done', 'done']);
  expect(fake.connectors.has('src')).toBe(false);
  expect(Object.keys(fake.connectors.get('snk')!.config).filter((k) => k.startsWith('connectctl.'))).toEqual([]);
  expect(fake.requests).toContain('DELETE /connectors/src/offsets');
});

test('prune deletes what is ours and in no file, and nothing else', async () => {
  const { url, fake } = await started();
  fake.add('stranger', { 'connector.class': 'FileStreamSource', file: '/s' });
  await applyAgainst(url, await planAgainst(url, [source, sink]));
  const kept = await planAgainst(url, [source]);
  expect(kept.plan).toMatchObject({ changes: [], orphaned: ['snk'], unmanaged: ['stranger'] });
  const pruned = await planAgainst(url, [source], { prune: true });
  expect(pruned.plan.changes).toMatchObject([
    { name: 'snk', action: 'delete', impact: ['stops 1 task', 'consumer group kept'] },
  ]);
  await applyAgainst(url, pruned);
  expect([...fake.connectors.keys()].sort()).toEqual(['src', 'stranger']);
});

test('RUNNING on a worker that is dead is not proven: its tasks stand as RUNNING for minutes', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [source]));
  fake.workerId = '127.0.0.1:1';
  const times = { ...quick, timeoutMs: 600 };
  const report = await applyAgainst(url, await planAgainst(url, [changedSource]), { times });
  expect(report.changes).toMatchObject([
    { outcome: 'not-proven', code: 'CC5003', message: expect.stringContaining('does not answer') },
  ]);
});

test('what was done on a worker that dies before the apply ends is not proven any more', async () => {
  const { url, fake } = await started({
    intercept: (method, _path, _response, body) => {
      if (method === 'POST' && body.includes('"snk"')) fake.workerId = '127.0.0.1:1';
      return false;
    },
  });
  const times = { ...quick, timeoutMs: 600 };
  const finished: string[] = [];
  const report = await applyAgainst(url, await planAgainst(url, [source, sink]), {
    times,
    onEvent: (event) => {
      if (event.type === 'finished') finished.push(`${event.change.name} ${event.change.outcome}`);
    },
  });
  expect(report.changes).toMatchObject([
    { name: 'snk', outcome: 'not-proven' },
    { name: 'src', outcome: 'not-proven', code: 'CC5003', message: expect.stringContaining('127.0.0.1:1') },
  ]);
  expect(finished).toEqual(['src done', 'snk not-proven', 'src not-proven']);
});

test('a settled state on a worker that can not be asked from here is not proven', async () => {
  const { url, fake } = await started({ passesKeysOn: false });
  await applyAgainst(url, await planAgainst(url, [source]));
  fake.workerId = 'connect.invalid:8083';
  const report = await applyAgainst(url, await planAgainst(url, [changedSource]));
  expect(report.changes).toMatchObject([
    { outcome: 'not-proven', message: expect.stringContaining('connect.invalid:8083') },
  ]);
});

test('a second Ctrl-C: what was in flight is unknown, and says so', async () => {
  const { url } = await started({ intercept: (method) => method === 'POST' });
  const planned = await planAgainst(url, [source]);
  const [soft, hard] = [new AbortController(), new AbortController()];
  const client = createConnectClient({ urls: [url], signal: hard.signal });
  setTimeout(() => soft.abort(), 30);
  setTimeout(() => hard.abort(), 60);
  const report = await applyAgainst(url, planned, { client, signal: soft.signal });
  expect(report).toMatchObject({
    interrupted: true,
    changes: [{ outcome: 'not-proven', message: expect.stringContaining('unknown whether') }],
  });
});

test('a secret that the worker masks is compared by its digest, and never written back', async () => {
  const { url, fake } = await started({ masks: true, version: '7.9.3-ccs' });
  const config = { 'connector.class': 'FileStreamSource', file: '/a', 'connection.password': 'hunter2' };
  fake.add('other', { 'connector.class': 'FileStreamSource', 'connection.password': 'x' });
  await applyAgainst(url, await planAgainst(url, [desired({ name: 'm', config })]));
  expect((await planAgainst(url, [desired({ name: 'm', config })])).plan.changes).toEqual([]);
  const changed = await planAgainst(url, [
    desired({ name: 'm', config: { ...config, 'connection.password': 'other-secret' } }),
  ]);
  expect(changed.plan.changes[0]?.fields).toMatchObject([
    { key: 'connection.password', sensitive: true, change: 'changed' },
  ]);
  expect(JSON.stringify(changed.plan)).not.toContain('other-secret');
  const kept = desired({
    name: 'm',
    config: { 'connector.class': 'FileStreamSource', file: '/z' },
    keep: { 'connection.password': null },
  });
  const planned = await planAgainst(url, [kept]);
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'done' }]);
  expect(fake.connectors.get('m')!.config).toMatchObject({ file: '/z', 'connection.password': 'hunter2' });
  expect(fake.requests.some((r) => r.startsWith('PATCH /connectors/m/config'))).toBe(true);
});

test('stopped before it began: skipped, and it says so', async () => {
  const { url, fake } = await started();
  const stop = new AbortController();
  stop.abort();
  const report = await applyAgainst(url, await planAgainst(url, [source]), { signal: stop.signal });
  expect(report).toMatchObject({ interrupted: true, changes: [{ outcome: 'skipped' }] });
  expect(fake.connectors.size).toBe(0);
});

test('changes that find nobody answering give up together, not one timeout after the other', async () => {
  const { url, close } = await started();
  const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' };
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => desired({ name, config }));
  const planned = await planAgainst(url, many);
  await close();
  const startedAt = performance.now();
  const times = { ...quick, timeoutMs: 1500, retryMs: 100 };
  const report = await applyAgainst(url, planned, { parallelism: 1, times });
  expect(report.changes.map(({ outcome }) => outcome)).toEqual(many.map(() => 'failed'));
  expect(performance.now() - startedAt).toBeLessThan(1500 * (many.length - 1));
  await started();
});
