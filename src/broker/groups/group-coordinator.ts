import { errorCode } from '../../kafka/index.ts';
import { Group } from './group.ts';
import { type JoinAnswer, type JoinInput, joinRefusal, type SyncAnswer } from './member.ts';
import { type KeptGroup, MembershipStore } from './membership-store.ts';
import { type CommittedOffset, OffsetStore } from './offset-store.ts';

/** group.min.session.timeout.ms and group.max.session.timeout.ms of Kafka. */
const MIN_SESSION_MS = 6_000;
const MAX_SESSION_MS = 1_800_000;

export interface GroupFiles {
  readonly offsets: string;
  readonly members: string;
}

/** All groups. Committed offsets and members are kept: whoever goes on after a restart of the broker finds its place. */
export class GroupCoordinator {
  readonly offsets: OffsetStore;
  readonly #members: MembershipStore;
  readonly #groups = new Map<string, Group>();

  /** @param areMembersGone the members of before ended with the broker: nobody is waited for */
  constructor(files: GroupFiles, areMembersGone = false) {
    this.offsets = new OffsetStore(files.offsets);
    this.#members = new MembershipStore(files.members);
    for (const kept of this.#members.groups()) {
      if (areMembersGone) this.#members.keep({ ...kept, members: [] });
      else this.#groups.set(kept.id, Group.restored(kept, this.#keep));
    }
  }

  readonly #keep = (group: KeptGroup): void => this.#members.keep(group);

  find(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  /** Groups with members or with offsets. */
  ids(): readonly string[] {
    return [...new Set([...this.#groups.keys(), ...this.offsets.groups()])];
  }

  exists(groupId: string): boolean {
    return this.#groups.has(groupId) || this.offsets.has(groupId);
  }

  join(groupId: string, input: JoinInput): Promise<JoinAnswer> {
    const { sessionTimeoutMs } = input;
    if (groupId === '') return Promise.resolve(joinRefusal(input.memberId, errorCode('INVALID_GROUP_ID')));
    if (sessionTimeoutMs < MIN_SESSION_MS || sessionTimeoutMs > MAX_SESSION_MS) {
      return Promise.resolve(joinRefusal(input.memberId, errorCode('INVALID_SESSION_TIMEOUT')));
    }
    let group = this.#groups.get(groupId);
    if (!group) {
      if (input.memberId !== '') return Promise.resolve(joinRefusal(input.memberId, errorCode('UNKNOWN_MEMBER_ID')));
      group = new Group(groupId, this.#keep);
      this.#groups.set(groupId, group);
    }
    return group.join(input);
  }

  sync(
    groupId: string,
    memberId: string,
    instanceId: string | null,
    generation: number,
    assignments: ReadonlyMap<string, Buffer>,
  ): Promise<SyncAnswer> {
    const group = this.#groups.get(groupId);
    if (group) return group.sync(memberId, instanceId, generation, assignments);
    return Promise.resolve({ errorCode: errorCode('UNKNOWN_MEMBER_ID'), assignment: Buffer.alloc(0) });
  }

  heartbeat(groupId: string, memberId: string, instanceId: string | null, generation: number): number {
    const group = this.#groups.get(groupId);
    return group ? group.heartbeat(memberId, instanceId, generation) : errorCode('UNKNOWN_MEMBER_ID');
  }

  leave(groupId: string, memberId: string, instanceId: string | null): number {
    return this.#groups.get(groupId)?.leave(memberId, instanceId) ?? errorCode('UNKNOWN_MEMBER_ID');
  }

  /** Why this member may not commit now: an error code, 0 when it may. Without members anyone may. */
  checkCommit(groupId: string, memberId: string, instanceId: string | null, generation: number): number {
    const group = this.#groups.get(groupId);
    const hasMembers = group !== undefined && group.members.size > 0;
    if (!hasMembers) return generation < 0 ? 0 : errorCode('ILLEGAL_GENERATION');
    const code = group.check(memberId, instanceId, generation);
    if (code !== 0) return code;
    group.touch(memberId);
    return group.state === 'CompletingRebalance' ? errorCode('REBALANCE_IN_PROGRESS') : 0;
  }

  commit(groupId: string, offsets: readonly CommittedOffset[]): void {
    this.offsets.commit(groupId, offsets);
  }

  delete(groupId: string): number {
    if (!this.exists(groupId)) return errorCode('GROUP_ID_NOT_FOUND');
    const group = this.#groups.get(groupId);
    if (group && group.members.size > 0) return errorCode('NON_EMPTY_GROUP');
    group?.close();
    this.#groups.delete(groupId);
    this.offsets.deleteGroup(groupId);
    return 0;
  }

  close(): void {
    for (const group of this.#groups.values()) group.close();
    this.#members.close();
    this.offsets.close();
  }
}
