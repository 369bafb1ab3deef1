import { afterEach, expect, test } from 'vitest';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired, removed } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const config = { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' };

/** A worker whose version promises PATCH, and which answers it with 405. */
async function withoutPatch(options: FakeOptions = {}) {
  const { url, fake, close } = await startFakeConnect({ lacks: ['PATCH config'], ...options });
  closing.push(close);
  await applyAgainst(url, await planAgainst(url, [desired({ name: 'c', config })]));
  return { url, fake };
}

test('marks are taken off by a PUT', async () => {
  const { url, fake } = await withoutPatch();
  const planned = await planAgainst(url, [], { removed: [removed('c', { destroy: false })] });
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ action: 'release', outcome: 'done' }]);
  expect(fake.connectors.get('c')?.config).toEqual({ ...config, name: 'c' });
});

test('a change beside a value that the worker hides fails, with nothing written and no mask sent', async () => {
  const { url, fake } = await withoutPatch({ masks: true });
  fake.connectors.get('c')!.config['connection.password'] = 'hunter2';
  const wanted = desired({ name: 'c', config: { ...config, file: '/b' }, keep: { 'connection.password': null } });
  const { changes } = await applyAgainst(url, await planAgainst(url, [wanted]));
  expect(changes).toMatchObject([{ outcome: 'failed', code: 'CC4003' }]);
  expect(changes[0]?.message).toContain('connection.password');
  expect(fake.connectors.get('c')?.config).toMatchObject({ file: '/a', 'connection.password': 'hunter2' });
});

test('nor does a release send the mask', async () => {
  const { url, fake } = await withoutPatch({ masks: true });
  fake.connectors.get('c')!.config['connection.password'] = 'hunter2';
  const planned = await planAgainst(url, [], { removed: [removed('c', { destroy: false })] });
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'failed', code: 'CC4003' }]);
  expect(fake.connectors.get('c')?.config['connection.password']).toBe('hunter2');
});
