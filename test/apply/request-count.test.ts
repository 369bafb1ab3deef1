import { afterEach, expect, test } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { desired } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const names = Array.from({ length: 10 }, (_, i) => `c${i}`);
const connectors = (file: string) =>
  names.map((name) => {
    const config = { 'connector.class': 'FileStreamSource', file, topic: 't' };
    return desired({ name, config, state: 'STOPPED' });
  });

/** Requests by kind; how often all statuses are polled depends on how fast the worker is. */
function counted(requests: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of requests) {
    if (request.endsWith('/connectors?expand=status')) continue;
    const kind = request.replace(/\/connectors\/c\d/, '/connectors/NAME');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

test('a create of a stopped connector is a POST: what its name then shows is newer', async () => {
  const { url, fake, close } = await startFakeConnect();
  closing.push(close);
  const planned = await planAgainst(url, connectors('/a'));
  fake.requests.length = 0;
  expect((await applyAgainst(url, planned)).changes.map(({ outcome }) => outcome)).toEqual(names.map(() => 'done'));
  expect(counted(fake.requests)).toEqual({ 'POST /connectors': 10 });
});

test('an update of a stopped connector is one reading before its PUT and one after', async () => {
  const { url, fake, close } = await startFakeConnect();
  closing.push(close);
  await applyAgainst(url, await planAgainst(url, connectors('/a')));
  const planned = await planAgainst(url, connectors('/b'));
  fake.requests.length = 0;
  expect((await applyAgainst(url, planned)).changes.map(({ outcome }) => outcome)).toEqual(names.map(() => 'done'));
  expect(counted(fake.requests)).toEqual({ 'GET /connectors/NAME/config': 20, 'PUT /connectors/NAME/config': 10 });
});
