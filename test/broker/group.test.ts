import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Group } from '../../src/broker/groups/group.ts';
import type { JoinAnswer, JoinInput } from '../../src/broker/groups/member.ts';
import { errorInfo } from '../../src/kafka/index.ts';

let group: Group;
beforeEach(() => {
  vi.useFakeTimers();
  group = new Group('g');
});
afterEach(() => {
  group.close();
  vi.useRealTimers();
});

function input(fields: Partial<JoinInput> = {}): JoinInput {
  return {
    memberId: '',
    instanceId: null,
    clientId: 'client',
    clientHost: '127.0.0.1',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('a') }],
    wantsKnownId: false,
    ...fields,
  };
}

const nameOf = (code: number) => errorInfo(code).name;

async function syncLeader({ memberId, generationId, members }: JoinAnswer): Promise<void> {
  const assignments = new Map(members.map((member) => [member.memberId, Buffer.from(`for ${member.memberId}`)]));
  await group.sync(memberId, null, generationId, assignments);
}

/** One member that leads and is done with its rebalance. */
async function stableMember(fields: Partial<JoinInput> = {}): Promise<JoinAnswer> {
  const joined = await group.join(input(fields));
  await syncLeader(joined);
  expect(group.state).toBe('Stable');
  return joined;
}

/** A second member: the first has to join again for it. Returns the answers of both. */
async function joinSecond(first: JoinAnswer): Promise<readonly [first: JoinAnswer, second: JoinAnswer]> {
  const second = group.join(input());
  const again = group.join(input({ memberId: first.memberId }));
  const [a, b] = await Promise.all([again, second]);
  await syncLeader(a);
  return [a, b];
}

describe('a group', () => {
  it('makes the first member its leader, and gives each what the leader assigned', async () => {
    const first = await stableMember();
    const [leader, follower] = await joinSecond(first);
    expect(leader).toMatchObject({ generationId: 2, leader: first.memberId, protocolName: 'range' });
    expect(leader.members).toHaveLength(2);
    expect(follower.members).toEqual([]);
    const synced = await group.sync(follower.memberId, null, 2, new Map());
    expect(synced.assignment.toString()).toBe(`for ${follower.memberId}`);
  });

  it('tells the others with their heartbeat that they have to join again', async () => {
    const first = await stableMember();
    void group.join(input());
    expect(nameOf(group.heartbeat(first.memberId, null, first.generationId))).toBe('REBALANCE_IN_PROGRESS');
  });

  it('first gives a new member its id, where the client knows of that (KIP-394)', async () => {
    const told = await group.join(input({ wantsKnownId: true }));
    expect(nameOf(told.errorCode)).toBe('MEMBER_ID_REQUIRED');
    const joined = await group.join(input({ wantsKnownId: true, memberId: told.memberId }));
    expect(joined).toMatchObject({ errorCode: 0, memberId: told.memberId });
  });

  it('goes on without a member whose heartbeats stop', async () => {
    const first = await stableMember();
    const [leader] = await joinSecond(first);
    vi.advanceTimersByTime(6_000);
    expect(group.heartbeat(leader.memberId, null, leader.generationId)).toBe(0);
    vi.advanceTimersByTime(6_000);
    expect([...group.members.keys()]).toEqual([leader.memberId]);
    expect(nameOf(group.heartbeat(leader.memberId, null, leader.generationId))).toBe('REBALANCE_IN_PROGRESS');
  });

  it('goes on without a member that does not join again in time', async () => {
    const first = await stableMember();
    const joining = group.join(input());
    for (let i = 0; i < 13; i++) {
      vi.advanceTimersByTime(5_000);
      group.heartbeat(first.memberId, null, first.generationId);
    }
    const joined = await joining;
    expect(joined).toMatchObject({ errorCode: 0, leader: joined.memberId });
    expect(nameOf(group.heartbeat(first.memberId, null, first.generationId))).toBe('UNKNOWN_MEMBER_ID');
  });

  it('rebalances at once when a member leaves, and is empty after the last one', async () => {
    const first = await stableMember();
    const [leader, follower] = await joinSecond(first);
    expect(group.leave(follower.memberId, null)).toBe(0);
    expect(group.state).toBe('PreparingRebalance');
    expect(group.leave(leader.memberId, null)).toBe(0);
    expect(group.state).toBe('Empty');
    expect(nameOf(group.leave(leader.memberId, null))).toBe('UNKNOWN_MEMBER_ID');
  });

  it('refuses who is of another generation, unknown, or speaks another protocol', async () => {
    const first = await stableMember();
    expect(nameOf(group.heartbeat(first.memberId, null, 7))).toBe('ILLEGAL_GENERATION');
    expect(nameOf(group.heartbeat('nobody', null, 1))).toBe('UNKNOWN_MEMBER_ID');
    expect(nameOf((await group.join(input({ memberId: 'nobody' }))).errorCode)).toBe('UNKNOWN_MEMBER_ID');
    const other = [{ name: 'sticky', metadata: Buffer.alloc(0) }];
    expect(nameOf((await group.join(input({ protocols: other }))).errorCode)).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(nameOf((await group.join(input({ protocolType: 'connect' }))).errorCode)).toBe(
      'INCONSISTENT_GROUP_PROTOCOL',
    );
  });

  it('takes the protocol that all members have and most put first', async () => {
    const both = ['cooperative-sticky', 'range'].map((name) => ({ name, metadata: Buffer.from(name) }));
    const first = await group.join(input({ protocols: both }));
    expect(first.protocolName).toBe('cooperative-sticky');
    const second = group.join(input());
    const again = group.join(input({ memberId: first.memberId, protocols: both }));
    expect((await Promise.all([second, again])).map(({ protocolName }) => protocolName)).toEqual(['range', 'range']);
  });

  it('gives a static member its place back without a rebalance, and fences the one before it (KIP-345)', async () => {
    const first = await stableMember({ instanceId: 'i' });
    const back = await group.join(input({ instanceId: 'i' }));
    expect(back).toMatchObject({ errorCode: 0, generationId: first.generationId, leader: back.memberId });
    expect(group.state).toBe('Stable');
    expect(nameOf(group.heartbeat(first.memberId, 'i', first.generationId))).toBe('FENCED_INSTANCE_ID');
    const synced = await group.sync(back.memberId, 'i', back.generationId, new Map());
    expect(synced.assignment.toString()).toBe(`for ${first.memberId}`);
  });
});
