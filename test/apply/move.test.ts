import { afterEach, expect, test } from 'vitest';
import { type FakeConnect, type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

let server: Awaited<ReturnType<typeof startFakeConnect>>;
afterEach(() => server.close());

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' };
const old = desired({ name: 'src', config });
const renamed = desired({ name: 'src-2', movedFrom: ['src'], config });
const withoutMovedFrom = desired({ name: 'src-2', config });
const offsets = [{ partition: { filename: '/a' }, offset: { position: 12 } }];

async function started(options: FakeOptions = {}): Promise<{ readonly url: string; readonly fake: FakeConnect }> {
  server = await startFakeConnect(options);
  await applyAgainst(server.url, await planAgainst(server.url, [old]));
  server.fake.connectors.get('src')!.offsets = offsets;
  return server;
}

// POST, stop, offsets, DELETE, PUT, resume, PATCH: the apply is stopped after so many of them.
const stops = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((after) => [
  { after, next: [renamed], which: 'movedFrom is still in the file' },
  ...(after > 0 ? [{ after, next: [withoutMovedFrom], which: 'movedFrom is gone from the file' }] : []),
]);

test.each(stops)('a move that is stopped after $after writes is completed, $which', async ({ after, next }) => {
  const stop = new AbortController();
  let writes = -1;
  const { url, fake } = await started({
    intercept: (method) => {
      if (writes >= 0 && method !== 'GET' && ++writes > after) stop.abort();
      return false;
    },
  });
  const planned = await planAgainst(url, [renamed]);
  expect(planned.plan.changes).toMatchObject([{ action: 'move', from: 'src', name: 'src-2' }]);
  if (after === 0) stop.abort();
  // Aborting lets the request in flight finish, so it is aborted during the one before.
  writes = 1;
  const half = await applyAgainst(url, planned, { signal: stop.signal });
  writes = -1;
  if (after < 7) expect(half.changes[0]?.outcome).not.toBe('done');
  // Whatever was reached, at no time may both run.
  const running = [...fake.connectors.values()].filter((connector) => connector.target === 'RUNNING');
  expect(running.length).toBeLessThanOrEqual(1);
  const end = await applyAgainst(url, await planAgainst(url, next));
  expect(end.changes.every((change) => change.outcome === 'done')).toBe(true);
  expect([...fake.connectors.keys()]).toEqual(['src-2']);
  expect(fake.connectors.get('src-2')).toMatchObject({ target: 'RUNNING', offsets });
  expect(Object.keys(fake.connectors.get('src-2')!.config).filter((key) => /moving/.test(key))).toEqual([]);
  expect((await planAgainst(url, next)).plan.changes).toEqual([]);
});

test.each(['src', 'src-2'])('offsets of %s that the first answer lacks are not lost', async (name) => {
  let reads = 0;
  const { url, fake } = await started({
    // As Kafka Connect 4.3.1, which knows the partitions of what was just written only at the next reading.
    intercept: (method, path, response) => {
      if (method !== 'GET' || path !== `/connectors/${name}/offsets` || ++reads > 1) return false;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"offsets":[]}');
      return true;
    },
  });
  const report = await applyAgainst(url, await planAgainst(url, [renamed]));
  expect(report.changes).toMatchObject([{ name: 'src-2', outcome: 'done' }]);
  expect(reads).toBeGreaterThan(1);
  expect(fake.connectors.get('src-2')).toMatchObject({ target: 'RUNNING', offsets });
});

test('a connector that was stopped by hand after its move stays stopped, whatever movedFrom says', async () => {
  const { url, fake } = await started();
  await applyAgainst(url, await planAgainst(url, [renamed]));
  fake.add('src-2', fake.connectors.get('src-2')!.config, 'STOPPED');
  expect((await planAgainst(url, [renamed])).plan).toMatchObject({
    changes: [],
    notRunning: [{ name: 'src-2', state: 'STOPPED' }],
  });
});

test('a worker that hides a kept value of the old connector can not give it to the new one: refused', async () => {
  const { url } = await started({ masks: true, version: '7.9.3-ccs' });
  server.fake.connectors.get('src')!.config['connection.password'] = 'hunter2';
  const keeping = desired({ name: 'src-2', movedFrom: ['src'], config, keep: { 'connection.password': null } });
  const { plan } = await planAgainst(url, [keeping]);
  expect(plan.changes).toMatchObject([
    { action: 'move', refused: { code: 'CC4003', message: expect.stringContaining('connection.password') } },
  ]);
});

const meanwhile: readonly { readonly name: string; change(fake: FakeConnect): void; readonly says: string }[] = [
  { name: 'the old one was deleted', change: (fake) => fake.connectors.delete('src'), says: '"src" has been deleted' },
  {
    name: 'the old one was changed',
    change: (fake) => Object.assign(fake.connectors.get('src')!.config, { file: '/by-hand' }),
    says: '"src" was changed on the worker (file)',
  },
  {
    name: 'somebody has taken the new name',
    change: (fake) => fake.add('src-2', { ...config, file: '/theirs' }),
    says: '"src-2" has been created by somebody else',
  },
];

test.each(meanwhile)('$name since the plan: the move does not begin', async ({ change, says }) => {
  const { url, fake } = await started();
  const planned = await planAgainst(url, [renamed]);
  change(fake);
  const begunAt = fake.requests.length;
  const report = await applyAgainst(url, planned);
  expect(report.changes).toMatchObject([{ outcome: 'failed', code: 'CC5001', message: expect.stringContaining(says) }]);
  expect(fake.requests.slice(begunAt).filter((request) => !request.startsWith('GET'))).toEqual([]);
});
