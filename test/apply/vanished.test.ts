import { afterEach, expect, test } from 'vitest';
import type { ApplyEvent } from '../../src/apply/index.ts';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired } from '../plan/desired.ts';
import { applyAgainst, planAgainst, quick } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const config = { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' };
// A minute to wait: what ends by it has not been told early.
const times = { ...quick, timeoutMs: 60_000, settleMs: 100, lostMs: 200 };

async function started(options: FakeOptions = {}) {
  const { url, fake, close } = await startFakeConnect(options);
  closing.push(close);
  return { url, fake };
}

/** As a standalone worker that is restarted once it has answered `after`: connectors made over REST are gone. */
function restartedAfter(after: RegExp) {
  let isDue = false;
  const options: FakeOptions = {
    // Before its next answer, so that the one to `after` is out.
    intercept: (method, path) => {
      if (isDue) server?.connectors.clear();
      isDue = after.test(`${method} ${path}`);
      return false;
    },
  };
  let server: Awaited<ReturnType<typeof started>>['fake'] | undefined;
  return started(options).then((worker) => {
    server = worker.fake;
    return worker;
  });
}

const created = desired({ name: 'c', config });
const json = '[{"partition":{"f":"/a"},"offset":{"p":1}}]';
const offsets = { kind: 'pairs' as const, json, source: created.source };
const lost = [
  { what: 'a create', after: /^POST/, connector: created },
  { what: 'a create whose offsets come first', after: /^POST/, connector: desired({ name: 'c', config, offsets }) },
  { what: 'a state', after: /^PUT .*pause$/, connector: desired({ name: 'c', config, state: 'PAUSED' as const }) },
  { what: 'an update', after: /^PUT .*config$/, connector: desired({ name: 'c', config: { ...config, file: '/b' } }) },
];

test.each(lost)('$what of a connector that vanishes afterwards is told long before the timeout', async (row) => {
  const { url, fake } = await restartedAfter(row.after);
  if (row.what.startsWith('a create')) fake.connectors.clear();
  else await applyAgainst(url, await planAgainst(url, [created]));
  const events: ApplyEvent[] = [];
  const planned = await planAgainst(url, [row.connector]);
  const report = await applyAgainst(url, planned, { times, onEvent: (event) => events.push(event) });
  expect(report.changes).toMatchObject([{ outcome: 'failed', code: 'CC5004' }]);
  expect(report.changes[0]?.message).toMatch(
    /^the worker had taken "c" and does not list it any more.*Apply again creates it$/,
  );
  expect(events).toContainEqual({ type: 'waiting', name: 'c', message: 'the worker does not list it any more' });
});

test('apply again creates it', async () => {
  const { url, fake } = await restartedAfter(/^POST/);
  await applyAgainst(url, await planAgainst(url, [created]), { times });
  fake.options = {};
  expect((await applyAgainst(url, await planAgainst(url, [created]))).changes).toMatchObject([{ outcome: 'done' }]);
});

test('one that is listed and has no status for long is waited for', async () => {
  const { url } = await started({ lagMs: 1500 });
  const report = await applyAgainst(url, await planAgainst(url, [created]), { times });
  expect(report.changes).toMatchObject([{ outcome: 'done' }]);
});

/** How a list of connectors is answered while the new one is not seen, for so many polls. */
const behind = [
  { what: 'a worker of the cluster that has not heard of it yet', status: 200, polls: 8, lostMs: 20_000 },
  { what: 'a worker that is away for long', status: 503, polls: 40, lostMs: 200 },
];

test.each(behind)('$what has not lost it', async ({ status, polls, lostMs }) => {
  let seen = 0;
  const { url } = await started({
    intercept: (method, path, response) => {
      const isPoll = path === '/connectors?expand=status';
      if (isPoll) seen++;
      const isList = isPoll || (method === 'GET' && path === '/connectors' && seen > 0);
      if (!isList || seen > polls) return false;
      response.writeHead(status, { 'content-type': 'application/json' }).end(isPoll ? '{}' : '[]');
      return true;
    },
  });
  const planned = await planAgainst(url, [created]);
  const report = await applyAgainst(url, planned, { times: { ...times, lostMs } });
  expect(report.changes).toMatchObject([{ outcome: 'done' }]);
  expect(seen).toBeGreaterThan(polls);
});
