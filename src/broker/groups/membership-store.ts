import { Journal } from '../journal.ts';
import type { JoinInput, Member } from './member.ts';

type Protocols = JoinInput['protocols'];

/** A member of a stable group, as it is found again after a restart. */
export interface KeptMember
  extends Pick<JoinInput, 'instanceId' | 'clientId' | 'clientHost' | 'sessionTimeoutMs' | 'rebalanceTimeoutMs'> {
  readonly id: string;
  readonly protocols: Protocols;
  readonly assignment: Buffer;
}

/** A generation that its leader has shared out. */
export interface KeptGroup {
  readonly id: string;
  readonly generation: number;
  readonly protocolType: string;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  /** None: the group is empty. */
  readonly members: readonly KeptMember[];
}

/** The journal is written anew when it holds this many lines more than there are groups. */
const SLACK_LINES = 10_000;

/**
 * The members of each group in its last stable generation, in one journal (Kafka's GroupMetadataValue in
 * `__consumer_offsets`). Without it a broker that comes back would hand a partition to whoever joins first, while its owner
 * of before still delivers what it has read.
 */
export class MembershipStore {
  readonly #groups = new Map<string, KeptGroup>();
  readonly #journal: Journal;

  constructor(path: string) {
    this.#journal = Journal.open(path, (line) => this.#apply(fromJson(line as Written)));
    this.#compact(0);
  }

  /** Those with members. */
  groups(): readonly KeptGroup[] {
    return [...this.#groups.values()];
  }

  /** In the operating system's hands when it returns; throws where members can't be written. */
  keep(group: KeptGroup): void {
    if (group.members.length === 0) {
      this.#forget(group);
      return;
    }
    this.#journal.append(toJson(group));
    this.#apply(group);
    this.#compact(SLACK_LINES);
  }

  close(): void {
    this.#journal.close();
  }

  #forget(group: KeptGroup): void {
    if (!this.#groups.delete(group.id)) return;
    try {
      this.#journal.append(toJson(group));
    } catch {
      // A full disk. After a restart those who are gone run out by their sessions.
    }
  }

  #apply(group: KeptGroup): void {
    if (group.members.length === 0) this.#groups.delete(group.id);
    else this.#groups.set(group.id, group);
  }

  #compact(slack: number): void {
    if (this.#journal.lines <= this.#groups.size + slack) return;
    this.#journal.rewrite(this.groups().map(toJson));
  }
}

/** What of a member is kept, without the clocks and the requests it waits in. */
export function keptMember(member: Member, assignment: Buffer): KeptMember {
  const { id, instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = member;
  return { id, instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols, assignment };
}

/** Bytes stand in base64. */
type Text<T> = T extends Buffer ? string : T extends object ? { readonly [K in keyof T]: Text<T[K]> } : T;
type Written = Text<KeptGroup>;

function toJson(group: KeptGroup): Written {
  const members = group.members.map((member) => ({
    ...member,
    protocols: member.protocols.map(({ name, metadata }) => ({ name, metadata: metadata.toString('base64') })),
    assignment: member.assignment.toString('base64'),
  }));
  return { ...group, members };
}

function fromJson(group: Written): KeptGroup {
  const members = group.members.map((member) => ({
    ...member,
    protocols: member.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata, 'base64') })),
    assignment: Buffer.from(member.assignment, 'base64'),
  }));
  return { ...group, members };
}
