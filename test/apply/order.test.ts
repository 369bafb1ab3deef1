import { afterEach, expect, test } from 'vitest';
import type { TopicWriter } from '../../src/apply/index.ts';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired, removed, topic } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

let server: Awaited<ReturnType<typeof startFakeConnect>>;
afterEach(() => server.close());

function source(name: string, more: Partial<Parameters<typeof desired>[0]> = {}) {
  return desired({ name, config: { 'connector.class': 'FileStreamSource', file: `/${name}`, topic: name }, ...more });
}

async function started(options: FakeOptions, connectors: readonly ReturnType<typeof source>[]) {
  server = await startFakeConnect(options);
  await applyAgainst(server.url, await planAgainst(server.url, connectors));
  server.fake.requests.length = 0;
  return server;
}

function writes(): string[] {
  return server.fake.requests.filter((request) => !/^(?:GET|OPTIONS)|validate$/.test(request));
}

test('topics first, then stops and pauses, then deletes and releases, then the others along dependsOn', async () => {
  const { url, fake } = await started({}, [source('z-paused'), source('b-deleted'), source('a-released')]);
  const topics: TopicWriter = {
    topics: async () => new Map(),
    create: async ({ name }) => void fake.requests.push(`create topic ${name}`),
    addPartitions: async () => undefined,
    alterConfig: async () => undefined,
  };
  const planned = await planAgainst(
    url,
    [source('z-paused', { state: 'PAUSED' }), source('a-new', { dependsOn: ['y-new'] }), source('y-new')],
    {
      topics: [topic('zz-topic')],
      liveTopics: new Map(),
      removed: [removed('b-deleted'), removed('a-released', { destroy: false })],
    },
  );
  const names: string[] = [];
  const report = await applyAgainst(url, planned, {
    topics,
    parallelism: 1,
    onEvent: (event) => {
      if (event.type === 'started') names.push(event.name);
    },
  });
  expect(report.changes.every((change) => change.outcome === 'done')).toBe(true);
  expect(names).toEqual(['zz-topic', 'z-paused', 'a-released', 'b-deleted', 'y-new', 'a-new']);
  expect(writes()).toEqual([
    'create topic zz-topic',
    'PUT /connectors/z-paused/pause',
    'PATCH /connectors/a-released/config',
    'DELETE /connectors/b-deleted',
    'POST /connectors',
    'POST /connectors',
  ]);
});

test('what waits for its tasks to stop holds no place of --parallelism', async () => {
  const { url } = await started({ lagMs: 250 }, [source('a'), source('b')]);
  const gone = [removed('a', { offsets: 'reset' }), removed('b', { offsets: 'reset' })];
  await applyAgainst(url, await planAgainst(url, [], { removed: gone }), { parallelism: 1 });
  expect(writes().slice(0, 2)).toEqual(['PUT /connectors/a/stop', 'PUT /connectors/b/stop']);
});

test('--wait none ends with the answers: it looks at no status and asks for nothing that was deleted', async () => {
  const { url, fake } = await started({ lagMs: 60_000 }, []);
  fake.add('gone', { 'connector.class': 'FileStreamSource', 'connectctl.owner': 'demo/local' });
  const planned = await planAgainst(url, [source('new')], { removed: [removed('gone')] });
  fake.requests.length = 0;
  const report = await applyAgainst(url, planned, { wait: 'none' });
  expect(report.changes.map((change) => change.outcome)).toEqual(['done', 'done']);
  expect(fake.requests).toEqual([
    'GET /connectors/gone/config',
    'GET /connectors/gone/config',
    'DELETE /connectors/gone',
    'POST /connectors',
  ]);
});
