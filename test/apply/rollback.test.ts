import { afterEach, expect, test } from 'vitest';
import type { ApplyReport, TopicWriter } from '../../src/apply/index.ts';
import type { ObservedTopic } from '../../src/plan/index.ts';
import { type FakeConnect, type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired, removed, topic } from '../plan/desired.ts';
import { applyAgainst, type Planned, planAgainst } from './harness.ts';

let server: Awaited<ReturnType<typeof startFakeConnect>>;
afterEach(() => server.close());

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' };
const src = desired({ name: 'src', config });
const changed = desired({ name: 'src', config: { ...config, file: '/c' } });
const bad = desired({ name: 'bad', config: { ...config, file: '/bad', topic: 'bad' } });
const offsets = [{ partition: { filename: '/a' }, offset: { position: 12 } }];

/** A worker on which `/bad` fails, with `src` on it. */
async function started(options: FakeOptions = {}): Promise<{ readonly url: string; readonly fake: FakeConnect }> {
  server = await startFakeConnect({
    failWith: (live) => (live['file'] === '/bad' ? 'X: no' : undefined),
    ...options,
  });
  await applyAgainst(server.url, await planAgainst(server.url, [src]));
  server.fake.connectors.get('src')!.offsets = offsets;
  return server;
}

function rolledBack(url: string, planned: Planned): Promise<ApplyReport> {
  return applyAgainst(url, planned, { rollback: true });
}

function stepsOf(report: ApplyReport): unknown {
  return Object.fromEntries((report.rollback ?? []).map((step) => [step.name, [step.done, step.message]]));
}

test('the failed pipeline is put back, the last change first, and the others are left', async () => {
  const { url, fake } = await started();
  const gone = desired({ name: 'gone', config: { ...config, file: '/g', topic: 'g' } });
  await applyAgainst(url, await planAgainst(url, [src, gone]));
  const before = { ...fake.connectors.get('src')!.config };
  const other = desired({ name: 'other', pipeline: 'q', config: { ...config, file: '/x', topic: 'x' } });
  const planned = await planAgainst(url, [changed, bad, other], { removed: [removed('gone')] });
  const report = await rolledBack(url, planned);
  expect(report.rollback?.map((step) => [step.name, step.done])).toEqual([
    ['src', true],
    ['bad', true],
    ['gone', true],
  ]);
  expect(fake.connectors.get('src')!.config).toEqual(before);
  expect([...fake.connectors.keys()].sort()).toEqual(['gone', 'other', 'src']);
});

test('offsets that a delete has reset are set as they were, before the connector reads', async () => {
  const { url, fake } = await started();
  const planned = await planAgainst(url, [bad], { removed: [removed('src', { offsets: 'reset' })] });
  const begunAt = fake.requests.length;
  const report = await rolledBack(url, planned);
  expect(stepsOf(report)).toMatchObject({ src: [true, 'created again, and its offsets set as they were'] });
  expect(fake.connectors.get('src')).toMatchObject({ offsets, target: 'RUNNING' });
  const writes = fake.requests.slice(begunAt).filter((request) => !request.startsWith('GET'));
  expect(writes.slice(-3)).toEqual(['POST /connectors', 'PATCH /connectors/src/offsets', 'PUT /connectors/src/resume']);
});

test('a move is moved back with its offsets', async () => {
  const { url, fake } = await started();
  const before = { ...fake.connectors.get('src')!.config };
  const moved = desired({ name: 'new', movedFrom: ['src'], config });
  const report = await rolledBack(url, await planAgainst(url, [bad, moved]));
  expect(stepsOf(report)).toMatchObject({ new: [true, 'is "src" again, with its offsets'] });
  expect([...fake.connectors.keys()]).toEqual(['src']);
  expect(fake.connectors.get('src')).toMatchObject({ offsets, target: 'RUNNING', config: before });
});

test('a move that fails on the way is moved back, and at no time do both run', async () => {
  const { url, fake } = await started({
    intercept: (method, path, response) => {
      if (method !== 'PATCH' || !path.endsWith('/new/offsets')) return false;
      const message = "Failed to modify offsets for connector new because it doesn't support external modification of";
      response.writeHead(500).end(JSON.stringify({ error_code: 500, message: `${message} offsets` }));
      return true;
    },
  });
  const moved = desired({ name: 'new', movedFrom: ['src'], config });
  const report = await rolledBack(url, await planAgainst(url, [moved]));
  expect(report.changes).toMatchObject([{ outcome: 'failed' }]);
  expect(stepsOf(report)).toMatchObject({ new: [true, expect.stringContaining('again')] });
  expect([...fake.connectors.keys()]).toEqual(['src']);
  expect(fake.connectors.get('src')).toMatchObject({ offsets, target: 'RUNNING' });
  expect((await planAgainst(url, [src])).plan.changes).toEqual([]);
});

test.each([
  ['the new one can not be deleted', 'DELETE /connectors/new'],
  ['the old one can not be created', 'POST /connectors src'],
  ['the offsets can not be put back', 'PATCH /connectors/src/offsets'],
])('a move stands where %s: the old one does not stay beside the new one', async (_, refused) => {
  let isStarted = false;
  const { url, fake } = await started({
    intercept: (method, path, response, body) => {
      const request = `${method} ${path}${method === 'POST' ? ` ${JSON.parse(body).name}` : ''}`;
      if (!isStarted || request !== refused) return false;
      response.writeHead(500).end(JSON.stringify({ error_code: 500, message: 'Failed to write to the config topic' }));
      return true;
    },
  });
  isStarted = true;
  const moved = desired({ name: 'new', movedFrom: ['src'], config });
  const report = await rolledBack(url, await planAgainst(url, [bad, moved]));
  expect(stepsOf(report)).toMatchObject({ new: [false, expect.stringContaining('the move stands')] });
  expect([...fake.connectors.keys()]).toEqual(['new']);
  expect(fake.connectors.get('new')).toMatchObject({ offsets, target: 'RUNNING' });
  expect((await planAgainst(url, [moved])).plan).toMatchObject({ changes: [], diagnostics: [] });
});

test('what somebody else has changed or created since stays as it is, and what sent nothing is not spoken of', async () => {
  const { url, fake } = await started();
  const planned = await planAgainst(url, [changed, bad], {});
  fake.connectors.get('src')!.config['topic'] = 'by-hand';
  fake.add('bad', { 'connector.class': 'FileStreamSource', file: '/theirs' });
  const report = await rolledBack(url, planned);
  expect(report.changes.map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
  expect(stepsOf(report)).toEqual({ bad: [false, 'somebody else has created or changed it: it stays'] });
  expect(fake.connectors.get('src')!.config).toMatchObject({ file: '/a', topic: 'by-hand' });
  expect(fake.connectors.get('bad')!.config['file']).toBe('/theirs');
});

test('a topic gets its settings back; one that was created and partitions that were added stay, and that is said', async () => {
  const { url } = await started();
  const live = new Map<string, ObservedTopic>([['old', topicOf({ 'retention.ms': '1' })]]);
  const altered: unknown[] = [];
  const topics: TopicWriter = {
    topics: async () => live,
    create: async ({ name }) => void live.set(name, topicOf({})),
    addPartitions: async () => undefined,
    alterConfig: async (name, settings) => void altered.push([name, ...settings]),
  };
  const declared = [
    topic('new', { partitions: 2 }),
    topic('old', { partitions: 2, config: new Map([['retention.ms', '2']]) }),
  ];
  const planned = await planAgainst(url, [bad], { topics: declared, liveTopics: new Map(live) });
  const report = await applyAgainst(url, planned, { rollback: true, topics });
  expect(altered).toEqual([
    ['old', ['retention.ms', '2']],
    ['old', ['retention.ms', '1']],
  ]);
  expect(stepsOf(report)).toMatchObject({
    new: [false, 'a topic that was created stays: connectctl deletes none'],
    old: [false, 'its partitions stay: Kafka takes none away'],
  });
});

function topicOf(config: Readonly<Record<string, string>>): ObservedTopic {
  const entries = Object.entries(config).map(([key, value]) => [key, { value, isDefault: false }] as const);
  return { partitions: 1, replicationFactor: 1, config: new Map(entries) };
}
