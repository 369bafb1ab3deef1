import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { GroupCoordinator } from '../../src/broker/groups/group-coordinator.ts';
import type { JoinAnswer, JoinInput } from '../../src/broker/groups/member.ts';
import { errorInfo } from '../../src/kafka/index.ts';
import { testFolder } from '../harness/index.ts';

const SESSION_MS = 10_000;

let folder: string;
let groups: GroupCoordinator;
beforeEach(() => {
  vi.useFakeTimers();
  folder = testFolder();
  groups = open();
});
afterEach(() => {
  groups.close();
  vi.useRealTimers();
});

function open(areMembersGone = false): GroupCoordinator {
  return new GroupCoordinator({ offsets: join(folder, 'offsets'), members: join(folder, 'members') }, areMembersGone);
}

function restart(areMembersGone = false): void {
  groups.close();
  groups = open(areMembersGone);
}

function joinAs(memberId: string, instanceId: string | null = null): Promise<JoinAnswer> {
  const input: JoinInput = {
    memberId,
    instanceId,
    clientId: 'client',
    clientHost: '127.0.0.1',
    sessionTimeoutMs: SESSION_MS,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from([0, 255]) }],
    wantsKnownId: false,
  };
  return groups.join('g', input);
}

/** A member that owns everything. */
async function owner(instanceId: string | null = null): Promise<JoinAnswer> {
  const joined = await joinAs('', instanceId);
  const { memberId, generationId } = joined;
  await groups.sync('g', memberId, instanceId, generationId, new Map([[memberId, Buffer.from([1, 254])]]));
  return joined;
}

const nameOf = (code: number): string => (code === 0 ? 'NONE' : errorInfo(code).name);

const heartbeat = ({ memberId, generationId }: JoinAnswer, instanceId: string | null = null): string =>
  nameOf(groups.heartbeat('g', memberId, instanceId, generationId));

it('a member goes on in its generation after a restart of the broker', async () => {
  const first = await owner();
  restart();
  expect(heartbeat(first)).toBe('NONE');
  expect(groups.checkCommit('g', first.memberId, null, first.generationId)).toBe(0);
  const { assignment } = await groups.sync('g', first.memberId, null, first.generationId, new Map());
  expect(assignment).toEqual(Buffer.from([1, 254]));
});

it('a new one gets nothing until the owner of before has joined again', async () => {
  const first = await owner();
  restart();
  let isShared = false;
  const second = joinAs('').then((answer) => {
    isShared = true;
    return answer;
  });
  await vi.advanceTimersByTimeAsync(SESSION_MS / 2);
  expect(isShared).toBe(false);
  expect(heartbeat(first)).toBe('REBALANCE_IN_PROGRESS');
  const again = await joinAs(first.memberId);
  expect(again.generationId).toBe(first.generationId + 1);
  expect(again.members.map(({ memberId }) => memberId)).toEqual([first.memberId, (await second).memberId]);
  expect(again.members[0]!.metadata).toEqual(Buffer.from([0, 255]));
});

it('an owner that ended with the broker is waited for until its session is over', async () => {
  await owner();
  restart();
  const second = joinAs('');
  await vi.advanceTimersByTimeAsync(SESSION_MS);
  expect((await second).members).toHaveLength(1);
});

it('where members end with the broker nobody is waited for, after a second restart neither', async () => {
  await owner();
  restart(true);
  restart();
  expect((await owner()).members).toHaveLength(1);
});

it('who has left does not come back', async () => {
  const first = await owner();
  groups.leave('g', first.memberId, null);
  restart();
  expect(heartbeat(first)).toBe('UNKNOWN_MEMBER_ID');
  expect(groups.exists('g')).toBe(false);
});

it('a static member that has come back under another id is known by that one', async () => {
  const first = await owner('i');
  const again = await joinAs('', 'i');
  expect(again.generationId).toBe(first.generationId);
  restart();
  expect(heartbeat(again, 'i')).toBe('NONE');
  expect(heartbeat(first, 'i')).toBe('FENCED_INSTANCE_ID');
});
