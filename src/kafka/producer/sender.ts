import { messageOf } from '../../core/index.ts';
import type { ProducerRecord } from '../client.ts';
import type { Cluster } from '../cluster/index.ts';
import { backoffMs, isRetriable } from '../connection/index.ts';
import type { ProducerMetrics } from '../metrics/index.ts';
import { errorCode, errorInfo, KafkaError, produceApi } from '../protocol/index.ts';
import type { CompressionName } from '../record-batch/index.ts';
import { groupByTopic, keyOf } from '../topic-partitions.ts';
import type { ProducerBatch, SendCall } from './batch.ts';
import { PartitionQueue } from './partition-queue.ts';

export interface SenderOptions {
  readonly compression: CompressionName;
  readonly compressionLevel?: number | undefined;
  /** -1: every in-sync replica. */
  readonly acks: -1 | 1;
  readonly retries: number;
  readonly deliveryTimeoutMs: number;
  readonly lingerMs: number;
  readonly batchSizeBytes: number;
  readonly maxRequestBytes: number;
  readonly metrics?: ProducerMetrics | undefined;
}

interface Shipment {
  readonly topic: string;
  readonly partition: number;
  readonly queue: PartitionQueue;
  readonly batch: ProducerBatch;
}

/**
 * Sends batches: one in flight a partition, those of one broker together in a request. A retriable failure puts
 * the batch back to the front of its queue, so the order within a partition is kept.
 */
export class Sender {
  readonly #cluster: Cluster;
  readonly #options: SenderOptions;
  readonly #queues = new Map<string, PartitionQueue>();
  #wakeScheduled = false;
  #timer: NodeJS.Timeout | undefined;
  #refreshing = false;
  /** Until nothing is waiting, nothing lingers. */
  #isFlushing = false;
  #closed = false;
  #idleWaiters: (() => void)[] = [];

  constructor(cluster: Cluster, options: SenderOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  /** True when the record began a new batch. */
  append(record: ProducerRecord, partition: number, nowMs: number, call: SendCall, index: number): boolean {
    const key = keyOf({ topic: record.topic, partition });
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = new PartitionQueue(record.topic, partition, this.#options.batchSizeBytes);
      this.#queues.set(key, queue);
    }
    return queue.append(record, nowMs, call, index);
  }

  /** Looks for batches to send, once the current turn of the event loop has added what it has. */
  wake(): void {
    if (this.#wakeScheduled || this.#closed) return;
    this.#wakeScheduled = true;
    setImmediate(() => {
      this.#wakeScheduled = false;
      this.#sendReady();
    });
  }

  /** What is waiting does not linger, nor what comes before it has gone. */
  flush(): void {
    if (this.#isIdle()) return;
    this.#isFlushing = true;
    this.wake();
  }

  /** Resolves when nothing is waiting or in flight. */
  flushed(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  close(error: unknown): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const queue of this.#queues.values()) for (const batch of queue.drain()) batch.fail(error);
  }

  #sendReady(): void {
    if (this.#closed) return;
    const nowMs = Date.now();
    const lingerMs = this.#isFlushing ? 0 : this.#options.lingerMs;
    const byLeader = new Map<number, Shipment[]>();
    let nextMs: number | undefined;
    for (const queue of this.#queues.values()) {
      const batch = queue.first;
      if (batch && queue.isReady(nowMs, lingerMs)) {
        const leader = this.#cluster.topic(queue.topic)?.leaders[queue.partition] ?? -1;
        if (leader < 0) {
          this.#postpone(queue, true);
        } else {
          const shipment = { topic: queue.topic, partition: queue.partition, queue, batch };
          const list = byLeader.get(leader);
          if (list) list.push(shipment);
          else byLeader.set(leader, [shipment]);
          continue;
        }
      }
      const atMs = queue.readyAtMs(lingerMs);
      if (atMs !== undefined && (nextMs === undefined || atMs < nextMs)) nextMs = atMs;
    }
    for (const [leader, shipments] of byLeader) this.#inRequests(leader, shipments);
    this.#wakeAt(nextMs, nowMs);
  }

  /** Splits what goes to one broker so that no request is larger than allowed. */
  #inRequests(leader: number, shipments: readonly Shipment[]): void {
    let request: Shipment[] = [];
    let bytes = 0;
    for (const shipment of shipments) {
      if (request.length > 0 && bytes + shipment.batch.sizeBytes > this.#options.maxRequestBytes) {
        void this.#ship(leader, request);
        request = [];
        bytes = 0;
      }
      shipment.queue.inFlight = true;
      request.push(shipment);
      bytes += shipment.batch.sizeBytes;
    }
    if (request.length > 0) void this.#ship(leader, request);
  }

  async #ship(leader: number, shipments: readonly Shipment[]): Promise<void> {
    const { compression, compressionLevel, acks, metrics } = this.#options;
    const startedMs = performance.now();
    let isAnswered = false;
    metrics?.requestBegan(shipments.reduce((count, { batch }) => count + batch.count, 0));
    try {
      const sealed = await Promise.all(shipments.map(({ batch }) => batch.seal(compression, compressionLevel)));
      const records = new Map(shipments.map((shipment, i) => [shipment, sealed[i] ?? null]));
      const topicData = groupByTopic(shipments).map(([name, list]) => ({
        name,
        partitionData: list.map((shipment) => ({ index: shipment.partition, records: records.get(shipment) ?? null })),
      }));
      const timeoutMs = this.#cluster.config.requestTimeoutMs ?? 30_000;
      const answer = await this.#cluster.to(leader, produceApi, { acks, timeoutMs, topicData });
      isAnswered = true;
      metrics?.requestEnded(performance.now() - startedMs);
      const results = new Map(
        answer.responses.flatMap(({ name, partitionResponses }) =>
          partitionResponses.map((result) => [keyOf({ topic: name, partition: result.index }), result] as const),
        ),
      );
      for (const shipment of shipments)
        await this.#settle(shipment, results.get(keyOf(shipment)), records.get(shipment)?.length ?? 0);
    } catch (error) {
      if (!isAnswered) metrics?.requestEnded(performance.now() - startedMs);
      for (const shipment of shipments) if (shipment.queue.inFlight) this.#failed(shipment, error);
    }
    this.#release();
  }

  async #settle(
    shipment: Shipment,
    result:
      | { readonly errorCode: number; readonly baseOffset: bigint; readonly errorMessage: string | null }
      | undefined,
    sentBytes: number,
  ): Promise<void> {
    const { topic, partition, queue, batch } = shipment;
    const code = result?.errorCode ?? errorCode('UNKNOWN_SERVER_ERROR');
    if (code === 0 && result) {
      queue.removeFirst();
      queue.inFlight = false;
      queue.failures = 0;
      this.#options.metrics?.sent({
        topic,
        records: batch.count,
        sentBytes,
        plainBytes: batch.sizeBytes,
        queuedMs: Date.now() - batch.createdMs,
      });
      batch.acknowledge(topic, partition, result.baseOffset);
      return;
    }
    if (code === errorCode('MESSAGE_TOO_LARGE') && batch.count > 1) {
      await queue.splitFirst(this.#options.compression, this.#options.compressionLevel);
      queue.inFlight = false;
      return;
    }
    this.#failed(shipment, new KafkaError(code, `Produce to ${topic}-${partition}`, result?.errorMessage));
  }

  #failed({ topic, queue, batch }: Shipment, error: unknown): void {
    queue.inFlight = false;
    if (this.#closed) return;
    if (isRetriable(error) && this.#mayRetry(queue, batch)) {
      this.#options.metrics?.retried(topic, batch.count);
      this.#cluster.warn(`${messageOf(error)}; trying again`);
      const isStale = !(error instanceof KafkaError) || errorInfo(error.errorCode).staleMetadata;
      this.#postpone(queue, isStale);
      return;
    }
    queue.removeFirst();
    queue.failures = 0;
    this.#options.metrics?.failed(topic, batch.count);
    batch.fail(error);
  }

  /** retries and delivery.timeout.ms; both without an end in Kafka Connect, unless a worker or connector says so. */
  #mayRetry(queue: PartitionQueue, batch: ProducerBatch): boolean {
    const { retries, deliveryTimeoutMs } = this.#options;
    return queue.failures < retries && Date.now() - batch.createdMs < deliveryTimeoutMs;
  }

  #postpone(queue: PartitionQueue, refresh: boolean): void {
    const waitMs = backoffMs(this.#cluster.config, queue.failures++);
    queue.notBeforeMs = Date.now() + waitMs;
    if (refresh) void this.#refreshMetadata();
  }

  async #refreshMetadata(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      const topics = new Set([...this.#queues.values()].filter((q) => !q.isEmpty).map((q) => q.topic));
      await this.#cluster.refresh([...topics], true);
    } catch (error) {
      this.#cluster.warn(messageOf(error));
    } finally {
      this.#refreshing = false;
    }
  }

  #release(): void {
    this.wake();
    if ((this.#idleWaiters.length === 0 && !this.#isFlushing) || !this.#isIdle()) return;
    this.#isFlushing = false;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters = [];
  }

  #isIdle(): boolean {
    for (const queue of this.#queues.values()) if (!queue.isEmpty) return false;
    return true;
  }

  #wakeAt(atMs: number | undefined, nowMs: number): void {
    clearTimeout(this.#timer);
    if (atMs === undefined) return;
    this.#timer = setTimeout(() => this.#sendReady(), Math.max(1, atMs - nowMs));
  }
}
