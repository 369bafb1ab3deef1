export interface GroupProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

/** A JoinGroup request, whatever its version. */
export interface JoinInput {
  /** Empty at first. */
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string | null;
  readonly clientHost: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly GroupProtocol[];
  /** From version 4 on a client first learns its id and then joins with it (KIP-394). */
  readonly wantsKnownId: boolean;
}

export interface JoinAnswer {
  readonly errorCode: number;
  readonly generationId: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leader: string;
  readonly memberId: string;
  readonly members: readonly {
    readonly memberId: string;
    readonly groupInstanceId: string | null;
    readonly metadata: Buffer;
  }[];
}

export interface SyncAnswer {
  readonly errorCode: number;
  readonly assignment: Buffer;
}

/** One member of a group, with the requests it waits in. */
export interface Member {
  readonly id: string;
  readonly instanceId: string | null;
  readonly clientId: string | null;
  readonly clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly GroupProtocol[];
  assignment: Buffer;
  /** Runs out when no heartbeat comes. */
  session: NodeJS.Timeout | undefined;
  onJoined: ((answer: JoinAnswer) => void) | undefined;
  onSynced: ((answer: SyncAnswer) => void) | undefined;
}

export function joinRefusal(memberId: string, code: number): JoinAnswer {
  return {
    errorCode: code,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    memberId,
    members: [],
  };
}

export function sameProtocols(a: JoinInput['protocols'], b: JoinInput['protocols']): boolean {
  return (
    a.length === b.length && a.every(({ name, metadata }, i) => name === b[i]?.name && metadata.equals(b[i].metadata))
  );
}
