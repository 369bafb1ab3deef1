import { messageOf } from '../../core/index.ts';
import type { Cluster } from '../cluster/index.ts';
import { isRetriable } from '../connection/index.ts';
import type { ConsumerMetrics } from '../metrics/index.ts';
import { errorCode, errorInfo, fetchApi, KafkaError } from '../protocol/index.ts';
import { groupByTopic, keyOf } from '../topic-partitions.ts';
import { FetchedRecords } from './fetched-records.ts';
import type { AssignedPartition, SubscriptionState } from './subscription-state.ts';

export interface FetchOptions {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly maxPartitionBytes: number;
  readonly readCommitted: boolean;
  readonly metrics?: ConsumerMetrics | undefined;
}

const RETRY_MS = 100;

/**
 * Fetches in the background: one request in flight a broker, for every partition that has a position, is not
 * paused, and has at most one answer buffered. So the next one is on its way while that is handed out.
 */
export class Fetcher {
  readonly #cluster: Cluster;
  readonly #state: SubscriptionState;
  readonly #options: FetchOptions;
  readonly #onProgress: () => void;
  readonly #busyNodes = new Set<number>();
  #refreshing = false;
  #failure: unknown;

  /** @param onProgress called when a fetch has ended, whether it brought records or not */
  constructor(cluster: Cluster, state: SubscriptionState, options: FetchOptions, onProgress: () => void) {
    this.#cluster = cluster;
    this.#state = state;
    this.#options = options;
    this.#onProgress = onProgress;
  }

  /**
   * Sends what can be sent now. Throws what an earlier fetch found to be final, such as a missing permission.
   * @returns when something that had to wait may be sent, in milliseconds since the epoch; infinite where nothing has to
   */
  sendFetches(): number {
    if (this.#failure !== undefined) {
      const failure = this.#failure;
      this.#failure = undefined;
      throw failure;
    }
    const nowMs = Date.now();
    let againMs = Number.POSITIVE_INFINITY;
    const byLeader = new Map<number, AssignedPartition[]>();
    const hasEnough = new Set<number>();
    for (const partition of this.#state.all()) {
      if (partition.position === undefined || partition.isPaused) continue;
      const leader = this.#cluster.topic(partition.topic)?.leaders[partition.partition] ?? -1;
      if (leader < 0 && partition.notBeforeMs <= nowMs) {
        void this.#refreshMetadata();
        partition.notBeforeMs = nowMs + RETRY_MS;
      }
      if (partition.notBeforeMs > nowMs) {
        againMs = Math.min(againMs, partition.notBeforeMs);
      } else if (partition.fetchOffset() === undefined) {
        hasEnough.add(leader);
      } else if (!this.#busyNodes.has(leader)) {
        const list = byLeader.get(leader);
        if (list) list.push(partition);
        else byLeader.set(leader, [partition]);
      }
    }
    for (const [leader, partitions] of byLeader) {
      // Asked now, the quiet partitions would hold the connection for max.wait.ms, and the busy one behind it.
      if (!hasEnough.has(leader)) void this.#fetch(leader, partitions);
    }
    return againMs;
  }

  async #fetch(leader: number, partitions: readonly AssignedPartition[]): Promise<void> {
    this.#busyNodes.add(leader);
    const { maxWaitMs, minBytes, maxBytes, maxPartitionBytes, readCommitted } = this.#options;
    const offsets = new Map(partitions.map((partition) => [partition, partition.fetchOffset() ?? 0n]));
    const startedMs = performance.now();
    let sizeBytes = 0;
    try {
      const topics = groupByTopic(partitions).map(([topic, list]) => ({
        topic,
        partitions: list.map((partition) => ({
          partition: partition.partition,
          fetchOffset: offsets.get(partition) ?? 0n,
          partitionMaxBytes: maxPartitionBytes,
        })),
      }));
      const isolationLevel = readCommitted ? 1 : 0;
      const answer = await this.#cluster.to(
        leader,
        fetchApi,
        { maxWaitMs, minBytes, maxBytes, isolationLevel, topics },
        { timeoutMs: maxWaitMs + (this.#cluster.config.requestTimeoutMs ?? 30_000) },
      );
      if (answer.errorCode !== 0) throw new KafkaError(answer.errorCode, 'Fetch');
      const byKey = new Map(partitions.map((partition) => [keyOf(partition), partition]));
      for (const { topic, partitions: results } of answer.responses) {
        for (const result of results) {
          const partition = byKey.get(keyOf({ topic, partition: result.partitionIndex }));
          // Elsewhere by now: somebody has sought another offset.
          const isCurrent =
            partition && this.#state.holds(partition) && partition.fetchOffset() === offsets.get(partition);
          const bytes = result.records?.length ?? 0;
          sizeBytes += bytes;
          if (!isCurrent) continue;
          if (bytes > 0) this.#options.metrics?.received(topic, bytes);
          partition.readableEnd = readCommitted ? result.lastStableOffset : result.highWatermark;
          this.#accept(partition, result);
        }
      }
      this.#options.metrics?.fetched(sizeBytes, performance.now() - startedMs);
    } catch (error) {
      this.#failed(partitions, error);
    } finally {
      this.#busyNodes.delete(leader);
      this.#onProgress();
    }
  }

  #accept(
    partition: AssignedPartition,
    result: {
      readonly errorCode: number;
      readonly records: Buffer | null;
      readonly abortedTransactions: readonly { readonly producerId: bigint; readonly firstOffset: bigint }[] | null;
    },
  ): void {
    const { topic, partition: index } = partition;
    const offset = partition.fetchOffset();
    if (result.errorCode !== 0 && partition.fetched) {
      // Asked again, and then heard, once what came before is handed out.
      partition.notBeforeMs = Date.now() + RETRY_MS;
    } else if (result.errorCode === errorCode('OFFSET_OUT_OF_RANGE')) {
      partition.needsReset = true;
      partition.position = undefined;
    } else if (result.errorCode !== 0) {
      const error = new KafkaError(result.errorCode, `Fetch from ${keyOf(partition)}`);
      if (errorInfo(result.errorCode).staleMetadata) void this.#refreshMetadata();
      this.#failed([partition], error);
    } else if (result.records && result.records.length > 0 && offset !== undefined) {
      const aborted = this.#options.readCommitted ? (result.abortedTransactions ?? []) : null;
      partition.addFetched(new FetchedRecords(topic, index, result.records, offset, aborted));
    }
  }

  #failed(partitions: readonly AssignedPartition[], error: unknown): void {
    for (const partition of partitions) partition.notBeforeMs = Date.now() + RETRY_MS;
    if (!isRetriable(error)) {
      this.#failure = error;
      return;
    }
    this.#cluster.warn(`${messageOf(error)}; trying again`);
    if (!(error instanceof KafkaError)) void this.#refreshMetadata();
  }

  async #refreshMetadata(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      await this.#cluster.refresh([...new Set(this.#state.all().map(({ topic }) => topic))]);
    } catch (error) {
      this.#cluster.warn(messageOf(error));
    } finally {
      this.#refreshing = false;
      this.#onProgress();
    }
  }
}
