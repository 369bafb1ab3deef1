import { afterEach, expect, test } from 'vitest';
import { run } from '../cli/verbs/harness.ts';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { testFolder, writeFiles } from '../harness/index.ts';
import { desired, removed } from '../plan/desired.ts';
import { applyAgainst, planAgainst, quick } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const source = (name: string, more: Partial<Parameters<typeof desired>[0]> = {}) =>
  desired({ name, config: { 'connector.class': 'FileStreamSource', file: `/${name}`, topic: name }, ...more });
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

/** How many writes the stand-in had not answered yet at one time, and how many there were. */
interface Writes {
  most: number;
  all: number;
}

/** A stand-in that takes its time with the answer to a write, and counts the writes that are under way. */
async function countingStandIn(options: FakeOptions = {}) {
  const writes: Writes = { most: 0, all: 0 };
  let underWay = 0;
  const { url, fake, close } = await startFakeConnect({
    ...options,
    intercept: (method, path, response, body) => {
      if (method === 'GET' || method === 'OPTIONS' || path.endsWith('/validate')) return false;
      writes.all++;
      writes.most = Math.max(writes.most, ++underWay);
      const end = response.end.bind(response) as (text?: unknown) => typeof response;
      response.end = (text?: unknown) => {
        setTimeout(() => {
          underWay--;
          end(text);
        }, 25);
        return response;
      };
      return options.intercept?.(method, path, response, body) ?? false;
    },
  });
  closing.push(close);
  return { url, fake, writes };
}

test.each([1, 3, 10])(
  'with --parallelism %i there are so many writes in flight at most, whatever they do',
  async (parallelism) => {
    const { url, fake, writes } = await countingStandIn();
    for (const name of [...names('halted', 9), ...names('gone', 9), ...names('changed', 9)]) {
      fake.add(name, {
        'connector.class': 'FileStreamSource',
        file: '/old',
        topic: name,
        'connectctl.owner': 'demo/local',
      });
    }
    const wanted = [
      ...names('halted', 9).map((name) => source(name, { state: 'PAUSED' })),
      ...names('changed', 9).map((name) => source(name)),
      ...names('new', 9).map((name) => source(name)),
    ];
    const planned = await planAgainst(url, wanted, { removed: names('gone', 9).map((name) => removed(name)) });
    const { changes } = await applyAgainst(url, planned, { parallelism });
    expect(changes.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 36 }, () => 'done'));
    expect(writes.most).toBeLessThanOrEqual(parallelism);
    expect(writes.most).toBeGreaterThan(parallelism / 2);
    expect(writes.all).toBeGreaterThanOrEqual(36);
  },
);

test('what is sent again after a rebalance takes a place like all else', async () => {
  const refused = new Set<string>();
  const { url, writes } = await countingStandIn({
    intercept: (_method, _path, response, body) => {
      if (refused.has(body)) return false;
      refused.add(body);
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end('{"error_code":409,"message":"Cannot complete request momentarily due to stale configuration"}');
      return true;
    },
  });
  const planned = await planAgainst(
    url,
    names('new', 20).map((name) => source(name)),
  );
  const { changes } = await applyAgainst(url, planned, { parallelism: 3, times: { ...quick, retryMs: 10 } });
  expect(changes.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(writes).toEqual({ most: 3, all: 40 });
});

/** Takes a pause and forgets it; and refuses the first creates. */
function stuckPause(refusals: number): FakeOptions {
  let refused = 0;
  return {
    intercept: (method, path, response) => {
      if (path.endsWith('/pause')) {
        response.writeHead(202).end();
        return true;
      }
      if (method !== 'POST' || refused >= refusals) return false;
      refused++;
      response.writeHead(409, { 'content-type': 'application/json' });
      response.end('{"error_code":409,"message":"Cannot complete request momentarily due to stale configuration"}');
      return true;
    },
  };
}

test('--timeout is for each change: one that has used it up leaves the next all of it', async () => {
  const { url, fake, close } = await startFakeConnect(stuckPause(4));
  closing.push(close);
  fake.add('a', { 'connector.class': 'FileStreamSource', file: '/a', topic: 'a', 'connectctl.owner': 'demo/local' });
  const planned = await planAgainst(url, [source('a', { state: 'PAUSED' }), source('b')]);
  // The creates come when the pauses have ended; the refused ones alone take 20 + 40 + 80 + 160 ms.
  const times = { ...quick, timeoutMs: 1500, retryMs: 20 };
  const { changes } = await applyAgainst(url, planned, { parallelism: 1, times });
  expect(changes).toMatchObject([
    { name: 'a', outcome: 'not-proven', message: expect.stringContaining('not within 1.5 s (RUNNING') },
    { name: 'b', outcome: 'done' },
  ]);
});

test('a worker that has gone away since the write is told', async () => {
  let isPaused = false;
  const { url, fake, close } = await startFakeConnect({
    intercept: (method, path, response) => {
      isPaused ||= method === 'PUT' && path.endsWith('/pause');
      if (!isPaused) return false;
      response.writeHead(path.endsWith('/pause') ? 202 : 503).end();
      return true;
    },
  });
  closing.push(close);
  fake.add('a', { 'connector.class': 'FileStreamSource', file: '/a', topic: 'a', 'connectctl.owner': 'demo/local' });
  const planned = await planAgainst(url, [source('a', { state: 'PAUSED' })]);
  const { changes } = await applyAgainst(url, planned, { times: { ...quick, timeoutMs: 300 } });
  expect(changes).toMatchObject([
    {
      name: 'a',
      outcome: 'not-proven',
      message: expect.stringContaining('(no status yet; by now the worker does not answer)'),
    },
  ]);
});

test('the flags of apply are these limits', async () => {
  const { url, fake, writes } = await countingStandIn({ intercept: stuckPause(0).intercept! });
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${url}" } }\n`,
  });
  const pipeline = (state: string) =>
    `pipeline: p\nconnectors:\n  - name: "c-\${each.key}"\n    forEach: [${names('x', 8).join(', ')}]\n    class: FileStreamSource\n` +
    `    config: { file: "/\${each.key}", topic: "t-\${each.key}" }\n${state}`;
  const apply = (text: string) => {
    writeFiles(folder, { 'pipelines/p.yaml': text });
    const flags = ['--auto-approve', '--parallelism', '2', '--timeout', '1s'];
    return run(['-C', folder, 'apply', ...flags], { cwd: folder });
  };
  expect((await apply(pipeline(''))).code).toBe(0);
  expect(writes.most).toBe(2);
  expect(fake.connectors.size).toBe(8);
  const paused = await apply(pipeline('    state: paused\n'));
  expect(paused).toMatchObject({ code: 1, stdout: expect.stringContaining('Apply incomplete: 0 done, 8 not proven.') });
  expect(paused.stdout.match(/not within 1 s/g)).toHaveLength(8);
});
