import { messageOf } from '../../core/index.ts';
import type { OffsetAndMetadata, TopicPartition } from '../client.ts';
import type { Cluster } from '../cluster/index.ts';
import { Backoff, ConnectionError, isRetriable } from '../connection/index.ts';
import type { ConsumerMetrics } from '../metrics/index.ts';
import {
  type Api,
  checkError,
  type ErrorName,
  errorCode,
  heartbeatApi,
  joinGroupApi,
  KafkaError,
  leaveGroupApi,
  offsetCommitApi,
  offsetFetchApi,
  type RequestInput,
  type ResponseOf,
  syncGroupApi,
} from '../protocol/index.ts';
import { groupByTopic } from '../topic-partitions.ts';
import { decodeAssignment, decodeSubscription, encodeAssignment, encodeSubscription } from './group-protocol.ts';
import { assignRange } from './range-assignor.ts';

export interface GroupOptions {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  readonly requireStable: boolean;
  /** Of a static member; null for one that leaves when it closes. */
  readonly groupInstanceId: string | null;
  readonly metrics?: ConsumerMetrics | undefined;
}

/** default.api.timeout.ms: how long commits and offset reads are tried. */
const API_TIMEOUT_MS = 60_000;
const PROTOCOL = 'range';
/** Leaving is a courtesy: whoever closes must not wait long for it. */
const LEAVE_TIMEOUT_MS = 2_000;

/** The membership was lost: somebody else may own the partitions by now. */
const LOST: readonly ErrorName[] = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

/**
 * A member of a group of the classic protocol: joins, keeps its session by heartbeats, commits, leaves.
 * Without `join` it only reads and writes the group's offsets, as a reader with manual assignment does.
 */
export class GroupMember {
  readonly #cluster: Cluster;
  readonly #options: GroupOptions;
  readonly #onRebalance: () => void;
  #coordinator: number | undefined;
  #memberId = '';
  #generation = -1;
  #heartbeats: NodeJS.Timeout | undefined;
  #beating = false;
  #lastBeatMs = 0;
  #lastPollMs = Date.now();
  #needsRejoin = true;
  #isLost = false;
  /** Partitions come from the group: without a generation nothing may be committed. */
  #isSubscribed = false;
  #isJoining = false;
  #joins = 0;
  #closed = false;

  /** @param onRebalance called when the next poll has to join again */
  constructor(cluster: Cluster, options: GroupOptions, onRebalance: () => void) {
    this.#cluster = cluster;
    this.#options = options;
    this.#onRebalance = onRebalance;
  }

  get needsRejoin(): boolean {
    return this.#needsRejoin;
  }

  /** True when what was assigned already belongs to somebody else. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Called at each poll: a member that does not poll for max.poll.interval.ms gives its partitions up. */
  polled(): void {
    this.#lastPollMs = Date.now();
  }

  requestRejoin(): void {
    if (this.#needsRejoin) return;
    this.#needsRejoin = true;
    this.#onRebalance();
  }

  /**
   * Joins and synchronizes until it is in a stable generation. Errors that pass are tried again until `close`.
   * @param topics what this member subscribes to, @param partitionsOf known partition count of any topic
   */
  async join(
    topics: () => readonly string[],
    partitionsOf: (topics: readonly string[]) => Promise<(topic: string) => number>,
  ): Promise<readonly TopicPartition[]> {
    const backoff = new Backoff(this.#cluster.config);
    this.#isSubscribed = true;
    // A heartbeat of the old generation would ask for yet another rebalance.
    clearInterval(this.#heartbeats);
    this.#joins++;
    for (;;) {
      if (this.#closed) throw new ConnectionError('the Kafka consumer is closed');
      try {
        this.#needsRejoin = false;
        this.#isJoining = true;
        const assignment = await this.#joinOnce(topics(), partitionsOf).finally(() => {
          this.#isJoining = false;
        });
        this.#isLost = false;
        this.#startHeartbeats();
        return assignment;
      } catch (error) {
        this.#needsRejoin = true;
        if (error instanceof KafkaError && isJoinedTooEarly(error)) {
          if (isLost(error)) this.#forgetMembership();
          continue;
        }
        if (!isRetriable(error)) throw error;
        this.#coordinatorFailed(error);
        await backoff.wait();
      }
    }
  }

  async commit(offsets: readonly OffsetAndMetadata[]): Promise<void> {
    if (offsets.length === 0) return;
    const { groupId, groupInstanceId } = this.#options;
    const topics = groupByTopic(offsets).map(([name, list]) => ({
      name,
      partitions: list.map(({ partition, offset }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedMetadata: '',
      })),
    }));
    const startedMs = performance.now();
    await this.#retried(async () => {
      // As an outsider it would be let in, over the offsets of the new owner (CommitFailedException in Java). Between two
      // tries, too.
      if (this.#isSubscribed && this.#generation < 0) {
        throw new KafkaError(errorCode('UNKNOWN_MEMBER_ID'), `Commit in group ${groupId}`, 'the membership was lost');
      }
      const member = { generationIdOrMemberEpoch: this.#generation, memberId: this.#memberId, groupInstanceId };
      const request = { groupId, ...member, topics };
      const answer = await this.#ask(offsetCommitApi, request);
      for (const topic of answer.topics) {
        for (const { partitionIndex, errorCode: code } of topic.partitions) {
          this.#noteMembership(code);
          checkError(code, `Commit of ${topic.name}-${partitionIndex} in group ${groupId}`);
        }
      }
    });
    this.#options.metrics?.committed(performance.now() - startedMs);
  }

  /** Committed offsets; a partition without one is left out. */
  async committed(partitions: readonly TopicPartition[]): Promise<OffsetAndMetadata[]> {
    if (partitions.length === 0) return [];
    const { groupId, requireStable } = this.#options;
    const topics = groupByTopic(partitions).map(([name, list]) => ({
      name,
      partitionIndexes: list.map(({ partition }) => partition),
    }));
    return this.#retried(async () => {
      const answer = await this.#ask(offsetFetchApi, { groupId, topics, requireStable });
      checkError(answer.errorCode, `Offsets of group ${groupId}`);
      const offsets: OffsetAndMetadata[] = [];
      for (const topic of answer.topics) {
        for (const { partitionIndex, committedOffset, errorCode: code } of topic.partitions) {
          checkError(code, `Offset of ${topic.name}-${partitionIndex} in group ${groupId}`);
          const partition = { topic: topic.name, partition: partitionIndex };
          if (committedOffset >= 0n) offsets.push({ ...partition, offset: committedOffset });
        }
      }
      return offsets;
    });
  }

  /** Stops heartbeats and leaves, so that the others need not wait for the session to end. Never throws. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#leave();
  }

  async #joinOnce(
    topics: readonly string[],
    partitionsOf: (topics: readonly string[]) => Promise<(topic: string) => number>,
  ): Promise<readonly TopicPartition[]> {
    const { groupId, sessionTimeoutMs, maxPollIntervalMs } = this.#options;
    const protocols = [{ name: PROTOCOL, metadata: encodeSubscription([...topics].sort()) }];
    const joined = await this.#ask(
      joinGroupApi,
      {
        groupId,
        sessionTimeoutMs,
        rebalanceTimeoutMs: maxPollIntervalMs,
        memberId: this.#memberId,
        groupInstanceId: this.#options.groupInstanceId,
        protocolType: 'consumer',
        protocols,
      },
      // The answer comes when all members have joined again or the rebalance timeout is over.
      maxPollIntervalMs + 5_000,
    );
    if (joined.errorCode === errorCode('MEMBER_ID_REQUIRED')) this.#memberId = joined.memberId;
    checkError(joined.errorCode, `Join of group ${groupId}`);
    this.#memberId = joined.memberId;
    this.#generation = joined.generationId;
    const isLeader = joined.leader === joined.memberId;
    const assignments = isLeader ? await assignAll(joined.members, partitionsOf) : [];
    const synced = await this.#ask(
      syncGroupApi,
      {
        groupId,
        generationId: this.#generation,
        memberId: this.#memberId,
        groupInstanceId: this.#options.groupInstanceId,
        protocolType: 'consumer',
        protocolName: PROTOCOL,
        assignments,
      },
      maxPollIntervalMs + 5_000,
    );
    checkError(synced.errorCode, `Synchronization of group ${groupId}`);
    return decodeAssignment(synced.assignment);
  }

  #startHeartbeats(): void {
    clearInterval(this.#heartbeats);
    this.#lastBeatMs = Date.now();
    this.#lastPollMs = Date.now();
    this.#heartbeats = setInterval(() => void this.#beat(), this.#options.heartbeatIntervalMs);
  }

  async #beat(): Promise<void> {
    if (this.#beating || this.#generation < 0 || this.#closed) return;
    this.#beating = true;
    try {
      await this.#beatOnce();
    } finally {
      this.#beating = false;
    }
  }

  async #beatOnce(): Promise<void> {
    const { groupId, maxPollIntervalMs, sessionTimeoutMs } = this.#options;
    if (Date.now() - this.#lastPollMs > maxPollIntervalMs) {
      this.#cluster.warn(`No poll for ${maxPollIntervalMs} ms: leaving group ${groupId} (max.poll.interval.ms)`);
      await this.#leave();
      this.#loseMembership();
      return;
    }
    const generation = this.#generation;
    const joins = this.#joins;
    try {
      const { groupInstanceId } = this.#options;
      const request = { groupId, generationId: generation, memberId: this.#memberId, groupInstanceId };
      const { errorCode: code } = await this.#ask(heartbeatApi, request);
      if (code === 0) {
        this.#lastBeatMs = Date.now();
        this.#options.metrics?.heartbeat();
      } else if (joins === this.#joins) this.#noteMembership(code);
      if (code === errorCode('NOT_COORDINATOR') || code === errorCode('COORDINATOR_NOT_AVAILABLE')) {
        this.#coordinator = undefined;
      }
    } catch (error) {
      this.#coordinatorFailed(error);
    }
    const isOver = Date.now() - this.#lastBeatMs > sessionTimeoutMs;
    if (isOver && joins === this.#joins) this.#loseMembership();
  }

  /** What an answer says about this member, whichever request it answers. */
  #noteMembership(code: number): void {
    if (code === errorCode('REBALANCE_IN_PROGRESS')) this.requestRejoin();
    else if (LOST.some((name) => code === errorCode(name))) this.#loseMembership();
  }

  #loseMembership(): void {
    this.#forgetMembership();
    this.#isLost = true;
    this.requestRejoin();
  }

  #forgetMembership(): void {
    clearInterval(this.#heartbeats);
    this.#memberId = '';
    this.#generation = -1;
  }

  async #leave(): Promise<void> {
    clearInterval(this.#heartbeats);
    if (this.#memberId === '' || this.#coordinator === undefined) return;
    // A static member is waited for, and finds its partitions again (KIP-345).
    if (this.#options.groupInstanceId !== null) return;
    const memberId = this.#memberId;
    const request = { groupId: this.#options.groupId, memberId, members: [{ memberId }] };
    // A join that waits for other members holds its connection: brokers answer one request after the other.
    const lane = this.#isJoining ? 'data' : 'coordinator';
    try {
      await this.#cluster.to(this.#coordinator, leaveGroupApi, request, { lane, timeoutMs: LEAVE_TIMEOUT_MS });
    } catch (error) {
      // The session timeout does the same, later.
      this.#cluster.warn(`Group ${this.#options.groupId} could not be left: ${messageOf(error)}`);
    }
    this.#memberId = '';
    this.#generation = -1;
  }

  async #ask<A extends Api>(api: A, body: RequestInput<A>, timeoutMs?: number): Promise<ResponseOf<A>> {
    this.#coordinator ??= await this.#cluster.findCoordinator(this.#options.groupId);
    return this.#cluster.to(this.#coordinator, api, body, { lane: 'coordinator', ...(timeoutMs && { timeoutMs }) });
  }

  async #retried<T>(attempt: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + (this.#cluster.config.apiTimeoutMs ?? API_TIMEOUT_MS);
    const backoff = new Backoff(this.#cluster.config);
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (!isRetriable(error) || this.#closed || Date.now() > deadline) throw error;
        this.#coordinatorFailed(error);
        await backoff.wait();
      }
    }
  }

  #coordinatorFailed(error: unknown): void {
    this.#coordinator = undefined;
    this.#cluster.warn(`Group ${this.#options.groupId}: ${messageOf(error)}; trying again`);
  }
}

async function assignAll(
  members: readonly { readonly memberId: string; readonly groupInstanceId: string | null; readonly metadata: Buffer }[],
  partitionsOf: (topics: readonly string[]) => Promise<(topic: string) => number>,
): Promise<{ memberId: string; assignment: Buffer }[]> {
  const subscribed = members.map((member) => ({ ...member, topics: decodeSubscription(member.metadata) }));
  const counts = await partitionsOf([...new Set(subscribed.flatMap(({ topics }) => topics))]);
  const assignment = assignRange(subscribed, counts);
  return [...assignment].map(([memberId, partitions]) => ({ memberId, assignment: encodeAssignment(partitions) }));
}

/** Part of every rebalance: joining again at once is the answer. */
function isJoinedTooEarly(error: KafkaError): boolean {
  return error.is('MEMBER_ID_REQUIRED') || error.is('REBALANCE_IN_PROGRESS') || isLost(error);
}

function isLost(error: KafkaError): boolean {
  return LOST.some((name) => error.is(name));
}
