import { randomUUID } from 'node:crypto';
import { errorCode } from '../../kafka/index.ts';
import { type JoinAnswer, type JoinInput, joinRefusal, type Member, type SyncAnswer, sameProtocols } from './member.ts';
import { type KeptGroup, keptMember } from './membership-store.ts';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

const noError = 0;

/**
 * One consumer group of the classic protocol and its state machine, after Kafka's ClassicGroup: members join, the
 * leader hands in the assignment with its SyncGroup, heartbeats keep sessions alive, every change of the
 * membership begins another generation.
 */
export class Group {
  readonly id: string;
  state: GroupState = 'Empty';
  generation = 0;
  protocolType = '';
  protocolName: string | null = null;
  leaderId: string | null = null;
  readonly members = new Map<string, Member>();
  /** Ids handed out with MEMBER_ID_REQUIRED that have not joined yet. */
  readonly #pending = new Map<string, NodeJS.Timeout>();
  #rebalanceTimer: NodeJS.Timeout | undefined;
  readonly #keep: (group: KeptGroup) => void;
  #closed = false;

  /** @param keep hears each generation that is shared out, before anybody is told, and when the last member has gone */
  constructor(id: string, keep: (group: KeptGroup) => void = () => undefined) {
    this.id = id;
    this.#keep = keep;
  }

  /** A group as it was before a restart: its members go on, each with a new session. */
  static restored({ id, members, ...kept }: KeptGroup, keep: (group: KeptGroup) => void): Group {
    const group = Object.assign(new Group(id, keep), kept);
    group.state = 'Stable';
    for (const member of members) {
      const restored = { ...member, session: undefined, onJoined: undefined, onSynced: undefined };
      group.members.set(member.id, restored);
      group.#keepAlive(restored);
    }
    return group;
  }

  /** Answers when the generation is complete. */
  join(input: JoinInput): Promise<JoinAnswer> {
    const { protocols, protocolType, instanceId } = input;
    if (!this.#accepts(protocolType, protocols)) return this.#refuseJoin(input.memberId, 'INCONSISTENT_GROUP_PROTOCOL');
    const known = instanceId === null ? undefined : this.#staticMember(instanceId);
    if (input.memberId === '') {
      if (known) return this.#replaceStatic(known, input);
      const memberId = `${instanceId ?? input.clientId ?? ''}-${randomUUID()}`;
      if (input.wantsKnownId && instanceId === null) {
        this.#pending.set(
          memberId,
          setTimeout(() => this.#expirePending(memberId), input.sessionTimeoutMs),
        );
        return this.#refuseJoin(memberId, 'MEMBER_ID_REQUIRED');
      }
      return this.#addMember(memberId, input);
    }
    if (known && known.id !== input.memberId) return this.#refuseJoin(input.memberId, 'FENCED_INSTANCE_ID');
    if (this.#pending.has(input.memberId)) {
      this.#forgetPending(input.memberId);
      return this.#addMember(input.memberId, input);
    }
    const member = this.members.get(input.memberId);
    if (!member) return this.#refuseJoin(input.memberId, 'UNKNOWN_MEMBER_ID');
    return this.#rejoin(member, input);
  }

  sync(
    memberId: string,
    instanceId: string | null,
    generation: number,
    assignments: ReadonlyMap<string, Buffer>,
  ): Promise<SyncAnswer> {
    const code = this.check(memberId, instanceId, generation);
    const member = this.members.get(memberId);
    if (code !== noError || !member) return Promise.resolve({ errorCode: code, assignment: Buffer.alloc(0) });
    this.#keepAlive(member);
    if (this.state === 'PreparingRebalance') return refuseSync('REBALANCE_IN_PROGRESS');
    if (this.state === 'Empty') return refuseSync('UNKNOWN_MEMBER_ID');
    if (this.state === 'Stable') return Promise.resolve({ errorCode: 0, assignment: member.assignment });
    return new Promise((resolve) => {
      member.onSynced?.({ errorCode: errorCode('REBALANCE_IN_PROGRESS'), assignment: Buffer.alloc(0) });
      member.onSynced = resolve;
      if (memberId === this.leaderId) this.#assign(assignments);
    });
  }

  heartbeat(memberId: string, instanceId: string | null, generation: number): number {
    const code = this.check(memberId, instanceId, generation);
    const member = this.members.get(memberId);
    if (code !== noError || !member) return code;
    this.#keepAlive(member);
    return this.state === 'PreparingRebalance' ? errorCode('REBALANCE_IN_PROGRESS') : noError;
  }

  /** Removes a member, named by its id or by its static instance id. */
  leave(memberId: string, instanceId: string | null): number {
    const member = instanceId === null ? this.members.get(memberId) : this.#staticMember(instanceId);
    if (this.#pending.has(memberId)) {
      this.#forgetPending(memberId);
      this.#tryComplete();
      return noError;
    }
    if (!member) return errorCode('UNKNOWN_MEMBER_ID');
    if (memberId !== '' && member.id !== memberId) return errorCode('FENCED_INSTANCE_ID');
    this.#remove(member);
    return noError;
  }

  /** May this member act in this generation? An error code, 0 for yes. */
  check(memberId: string, instanceId: string | null, generation: number): number {
    const owner = instanceId === null ? undefined : this.#staticMember(instanceId);
    if (owner && owner.id !== memberId) return errorCode('FENCED_INSTANCE_ID');
    if (!this.members.has(memberId)) return errorCode('UNKNOWN_MEMBER_ID');
    return generation === this.generation ? noError : errorCode('ILLEGAL_GENERATION');
  }

  /** A commit counts as a sign of life too. */
  touch(memberId: string): void {
    const member = this.members.get(memberId);
    if (member) this.#keepAlive(member);
  }

  /** The connection on which a member waits for its join is gone: its session now runs out. */
  abandonJoin(memberId: string): void {
    const member = this.members.get(memberId);
    if (!member?.onJoined) return;
    member.onJoined = undefined;
    this.#keepAlive(member);
  }

  /** Stops all clocks and lets nobody wait any longer. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#rebalanceTimer);
    for (const timer of this.#pending.values()) clearTimeout(timer);
    for (const member of this.members.values()) {
      clearTimeout(member.session);
      member.onJoined?.(this.#joinError(member.id, 'COORDINATOR_NOT_AVAILABLE'));
      member.onSynced?.({ errorCode: errorCode('COORDINATOR_NOT_AVAILABLE'), assignment: Buffer.alloc(0) });
    }
    this.members.clear();
  }

  #accepts(protocolType: string, protocols: JoinInput['protocols']): boolean {
    if (protocolType === '' || protocols.length === 0) return false;
    if (this.members.size === 0) return true;
    if (protocolType !== this.protocolType) return false;
    return protocols.some(({ name }) => this.#supportedByAll(name));
  }

  #supportedByAll(name: string): boolean {
    for (const member of this.members.values()) {
      if (!member.protocols.some((protocol) => protocol.name === name)) return false;
    }
    return true;
  }

  #addMember(memberId: string, input: JoinInput): Promise<JoinAnswer> {
    const member: Member = {
      ...input,
      id: memberId,
      assignment: Buffer.alloc(0),
      session: undefined,
      onJoined: undefined,
      onSynced: undefined,
    };
    this.members.set(memberId, member);
    this.protocolType = input.protocolType;
    return this.#awaitJoin(member);
  }

  #rejoin(member: Member, input: JoinInput): Promise<JoinAnswer> {
    const isSame = sameProtocols(member.protocols, input.protocols);
    member.protocols = input.protocols;
    member.sessionTimeoutMs = input.sessionTimeoutMs;
    member.rebalanceTimeoutMs = input.rebalanceTimeoutMs;
    // Its answer was lost: the generation stands, so it gets the same one again.
    if (this.state === 'CompletingRebalance' && isSame) return Promise.resolve(this.#joined(member));
    if (this.state === 'Stable' && isSame && member.id !== this.leaderId) return Promise.resolve(this.#joined(member));
    return this.#awaitJoin(member);
  }

  /** A static member that comes back under a new id: without a rebalance when it asks for the same (KIP-345). */
  #replaceStatic(old: Member, input: JoinInput): Promise<JoinAnswer> {
    const memberId = `${input.instanceId}-${randomUUID()}`;
    old.onJoined?.(this.#joinError(old.id, 'FENCED_INSTANCE_ID'));
    old.onSynced?.({ errorCode: errorCode('FENCED_INSTANCE_ID'), assignment: Buffer.alloc(0) });
    clearTimeout(old.session);
    this.members.delete(old.id);
    const member: Member = {
      ...old,
      ...input,
      id: memberId,
      session: undefined,
      onJoined: undefined,
      onSynced: undefined,
    };
    this.members.set(memberId, member);
    if (this.leaderId === old.id) this.leaderId = memberId;
    if (this.state === 'Stable' && sameProtocols(old.protocols, input.protocols)) {
      this.#keep(this.#kept());
      this.#keepAlive(member);
      return Promise.resolve(this.#joined(member));
    }
    return this.#awaitJoin(member);
  }

  #awaitJoin(member: Member): Promise<JoinAnswer> {
    clearTimeout(member.session);
    return new Promise((resolve) => {
      member.onJoined?.(this.#joinError(member.id, 'REBALANCE_IN_PROGRESS'));
      member.onJoined = resolve;
      this.#prepareRebalance();
    });
  }

  #prepareRebalance(): void {
    if (this.state !== 'PreparingRebalance') {
      this.state = 'PreparingRebalance';
      for (const member of this.members.values()) {
        member.onSynced?.({ errorCode: errorCode('REBALANCE_IN_PROGRESS'), assignment: Buffer.alloc(0) });
        member.onSynced = undefined;
      }
      const timeoutMs = Math.max(0, ...[...this.members.values()].map((member) => member.rebalanceTimeoutMs));
      this.#startRebalanceTimer(timeoutMs, () => {
        for (const member of [...this.members.values()]) if (!member.onJoined) this.#drop(member);
        this.#complete();
      });
    }
    this.#tryComplete();
  }

  #tryComplete(): void {
    if (this.state !== 'PreparingRebalance' || this.#pending.size > 0) return;
    for (const member of this.members.values()) if (!member.onJoined) return;
    this.#complete();
  }

  #complete(): void {
    clearTimeout(this.#rebalanceTimer);
    if (this.#closed) return;
    this.generation++;
    if (this.members.size === 0) {
      this.state = 'Empty';
      this.protocolName = null;
      this.leaderId = null;
      this.#keep(this.#kept());
      return;
    }
    this.protocolName = this.#chooseProtocol();
    if (!this.leaderId || !this.members.has(this.leaderId)) this.leaderId = this.members.keys().next().value ?? null;
    this.state = 'CompletingRebalance';
    const members = [...this.members.values()];
    const timeoutMs = Math.max(...members.map((member) => member.rebalanceTimeoutMs));
    this.#startRebalanceTimer(timeoutMs, () => {
      for (const member of members) if (this.members.get(member.id) === member && !member.onSynced) this.#drop(member);
      this.#prepareRebalance();
    });
    for (const member of members) {
      member.assignment = Buffer.alloc(0);
      const { onJoined } = member;
      member.onJoined = undefined;
      this.#keepAlive(member);
      onJoined?.(this.#joined(member));
    }
  }

  /** Each member votes for the first of its protocols that all have; the most votes win. */
  #chooseProtocol(): string {
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const vote = member.protocols.find(({ name }) => this.#supportedByAll(name))?.name;
      if (vote !== undefined) votes.set(vote, (votes.get(vote) ?? 0) + 1);
    }
    return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  }

  #assign(assignments: ReadonlyMap<string, Buffer>): void {
    this.#keep(this.#kept(assignments));
    clearTimeout(this.#rebalanceTimer);
    this.state = 'Stable';
    for (const member of this.members.values()) {
      member.assignment = assignments.get(member.id) ?? Buffer.alloc(0);
      member.onSynced?.({ errorCode: noError, assignment: member.assignment });
      member.onSynced = undefined;
    }
  }

  #kept(assignments?: ReadonlyMap<string, Buffer>): KeptGroup {
    const { id, generation, protocolType, protocolName, leaderId } = this;
    const members = [...this.members.values()];
    const assignmentOf = (member: Member): Buffer => {
      return assignments ? (assignments.get(member.id) ?? Buffer.alloc(0)) : member.assignment;
    };
    const kept = members.map((member) => keptMember(member, assignmentOf(member)));
    return { id, generation, protocolType, protocolName, leaderId, members: kept };
  }

  #remove(member: Member): void {
    this.#drop(member);
    if (this.state === 'Stable' || this.state === 'CompletingRebalance') this.#prepareRebalance();
    else this.#tryComplete();
  }

  #drop(member: Member): void {
    clearTimeout(member.session);
    this.members.delete(member.id);
    member.onJoined?.(this.#joinError(member.id, 'UNKNOWN_MEMBER_ID'));
    member.onSynced?.({ errorCode: errorCode('UNKNOWN_MEMBER_ID'), assignment: Buffer.alloc(0) });
    member.onJoined = undefined;
    member.onSynced = undefined;
  }

  /** Begins the session anew. One who waits for the others in a join needs no heartbeats. */
  #keepAlive(member: Member): void {
    clearTimeout(member.session);
    if (member.onJoined || this.#closed) return;
    member.session = setTimeout(() => this.#remove(member), member.sessionTimeoutMs);
  }

  #staticMember(instanceId: string): Member | undefined {
    for (const member of this.members.values()) if (member.instanceId === instanceId) return member;
    return undefined;
  }

  #expirePending(memberId: string): void {
    this.#forgetPending(memberId);
    this.#tryComplete();
  }

  #forgetPending(memberId: string): void {
    clearTimeout(this.#pending.get(memberId));
    this.#pending.delete(memberId);
  }

  #startRebalanceTimer(ms: number, onExpired: () => void): void {
    clearTimeout(this.#rebalanceTimer);
    this.#rebalanceTimer = setTimeout(onExpired, ms);
  }

  #joined(member: Member): JoinAnswer {
    const isLeader = member.id === this.leaderId;
    return {
      errorCode: noError,
      generationId: this.generation,
      protocolType: this.protocolType,
      protocolName: this.protocolName,
      leader: this.leaderId ?? '',
      memberId: member.id,
      members: isLeader
        ? [...this.members.values()].map(({ id, instanceId, protocols }) => ({
            memberId: id,
            groupInstanceId: instanceId,
            metadata: protocols.find(({ name }) => name === this.protocolName)?.metadata ?? Buffer.alloc(0),
          }))
        : [],
    };
  }

  #refuseJoin(memberId: string, error: Parameters<typeof errorCode>[0]): Promise<JoinAnswer> {
    return Promise.resolve(this.#joinError(memberId, error));
  }

  #joinError(memberId: string, error: Parameters<typeof errorCode>[0]): JoinAnswer {
    return joinRefusal(memberId, errorCode(error));
  }
}

function refuseSync(error: Parameters<typeof errorCode>[0]): Promise<SyncAnswer> {
  return Promise.resolve({ errorCode: errorCode(error), assignment: Buffer.alloc(0) });
}
