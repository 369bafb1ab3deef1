import { expect, test } from 'vitest';
import { createStatusPoll } from '../../src/apply/wait/status-poll.ts';
import type { ConnectClient } from '../../src/connect/index.ts';

/** As much of a client as a poll uses: each reading is numbered, and the first ones fail where `failures` says so. */
function readings(failures = 0): { readonly client: ConnectClient; readonly count: () => number } {
  let count = 0;
  const statuses: ConnectClient['statuses'] = async () => {
    if (++count <= failures) throw new Error('the worker is away');
    return {};
  };
  return { client: { statuses } as ConnectClient, count: () => count };
}

const idle = (): boolean => false;
const times = { lullMs: 5, pollMs: 60_000 };

test('new waits share one reading, which begins after the last of them', async () => {
  const { client, count } = readings();
  const poll = createStatusPoll(client, times, new AbortController().signal, idle);
  const first = poll.next('new');
  const joinedAt = performance.now();
  const snapshots = await Promise.all([first, poll.next('new'), poll.next('new')]);
  expect(count()).toBe(1);
  expect(new Set(snapshots).size).toBe(1);
  expect(snapshots[0]!.startedAt).toBeGreaterThanOrEqual(joinedAt);
});

test('a new wait is not kept by one that looks again', async () => {
  const { client, count } = readings();
  const poll = createStatusPoll(client, times, new AbortController().signal, idle);
  const again = poll.next('again');
  await Promise.all([again, poll.next('new')]);
  expect(count()).toBe(1);
});

test('what could not be read is an empty snapshot, and the poll goes on', async () => {
  const { client } = readings(1);
  const poll = createStatusPoll(client, times, new AbortController().signal, idle);
  expect((await poll.next('new'))?.statuses).toBeUndefined();
  expect((await poll.next('new'))?.statuses).toEqual(new Map());
});

test('a stopped run ends every wait at once, and reads nothing', async () => {
  const { client, count } = readings();
  const stop = new AbortController();
  const poll = createStatusPoll(client, times, stop.signal, idle);
  const waits = [poll.next('again'), poll.next('again')];
  stop.abort();
  expect(await Promise.all(waits)).toEqual([undefined, undefined]);
  expect(count()).toBe(0);
});

test('what stands halted is read at once where nothing is being written', async () => {
  const { client, count } = readings();
  const poll = createStatusPoll(client, { lullMs: 60_000, pollMs: 60_000 }, new AbortController().signal, idle);
  const again = poll.next('again');
  await Promise.all([again, poll.next('standing')]);
  expect(count()).toBe(1);
});

test('while another change is being written it waits for that one, and one reading serves both', async () => {
  const { client, count } = readings();
  let isWriting = true;
  const times = { lullMs: 60_000, pollMs: 60_000 };
  const poll = createStatusPoll(client, times, new AbortController().signal, () => isWriting);
  const first = poll.next('standing');
  await new Promise(setImmediate);
  expect(count()).toBe(0);
  isWriting = false;
  await Promise.all([first, poll.next('standing')]);
  expect(count()).toBe(1);
});
