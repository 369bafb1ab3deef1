import { Failure, messageOf, sleep } from '../../core/index.ts';
import type {
  KafkaConnectionConfig,
  KafkaProducer,
  KafkaProducerOptions,
  ProducerRecord,
  RecordMetadata,
} from '../client.ts';
import { Cluster, isFinalTopicError, isReady, type TopicMetadata } from '../cluster/index.ts';
import { Backoff, isRetriable } from '../connection/index.ts';
import type { ProducerMetrics } from '../metrics/index.ts';
import { errorCode, KafkaError } from '../protocol/index.ts';
import { recordSizeAtMost } from '../record-batch/index.ts';
import { SendCall } from './batch.ts';
import { partitionForKey } from './murmur2.ts';
import { Sender } from './sender.ts';
import { StickyPartitions } from './sticky-partitions.ts';

/** max.request.size of the Java client. */
const DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;
/** Larger than Java's 16 KiB: with one request in flight a partition, the batch is what fills the pipe. */
const DEFAULT_BATCH_BYTES = 512 * 1024;
const DEFAULT_CLOSE_TIMEOUT_MS = 30_000;
/** metadata.max.age.ms of the Java client. */
const METADATA_MAX_AGE_MS = 300_000;

/** A producer with the guarantees of client.ts. Connects when first used. */
export function createProducer(config: KafkaConnectionConfig, options: KafkaProducerOptions = {}): KafkaProducer {
  return new Producer(config, options);
}

class Producer implements KafkaProducer {
  readonly #cluster: Cluster;
  readonly #sender: Sender;
  readonly #metrics: ProducerMetrics | undefined;
  readonly #maxRequestBytes: number;
  readonly #maxBlockMs: number;
  readonly #metadataMaxAgeMs: number;
  readonly #ignoresKeys: boolean;
  readonly #sticky = new StickyPartitions();
  #metadataReadMs = Date.now();
  readonly #closing = new AbortController();
  /** Ends when the calls before have been handed to the sender: keeps their order while metadata is awaited. */
  #tail: Promise<unknown> | undefined;

  constructor(config: KafkaConnectionConfig, options: KafkaProducerOptions) {
    this.#metrics = config.metrics?.producer(config.clientId);
    this.#cluster = new Cluster(config, this.#metrics?.network);
    this.#maxRequestBytes = options.maxRequestSizeBytes ?? DEFAULT_MAX_REQUEST_BYTES;
    this.#maxBlockMs = options.maxBlockMs ?? Number.POSITIVE_INFINITY;
    this.#metadataMaxAgeMs = options.metadataMaxAgeMs ?? METADATA_MAX_AGE_MS;
    this.#ignoresKeys = options.ignoresKeys ?? false;
    this.#sender = new Sender(this.#cluster, {
      compression: options.compression ?? 'none',
      compressionLevel: options.compressionLevel,
      acks: options.acks === '1' ? 1 : -1,
      retries: options.retries ?? Number.POSITIVE_INFINITY,
      deliveryTimeoutMs: options.deliveryTimeoutMs ?? Number.POSITIVE_INFINITY,
      lingerMs: options.lingerMs ?? 0,
      batchSizeBytes: Math.min(options.batchSizeBytes ?? DEFAULT_BATCH_BYTES, this.#maxRequestBytes),
      maxRequestBytes: this.#maxRequestBytes,
      metrics: this.#metrics,
    });
  }

  send(records: readonly ProducerRecord[]): Promise<readonly RecordMetadata[]> {
    if (this.#closing.signal.aborted) return Promise.reject(closedFailure());
    this.#refreshOldMetadata();
    const call = new SendCall(records.length);
    if (this.#tail === undefined && records.every(({ topic }) => isReady(this.#cluster.topic(topic)))) {
      this.#accept(records, call);
      return call.promise;
    }
    const accepted = (this.#tail ?? Promise.resolve())
      .then(() => this.#awaitTopics(new Set(records.map(({ topic }) => topic))))
      .then(
        () => this.#accept(records, call),
        (error: unknown) => call.fail(error),
      )
      .then(() => {
        if (this.#tail === accepted) this.#tail = undefined;
      });
    this.#tail = accepted;
    return call.promise;
  }

  async partitionsOf(topic: string): Promise<number> {
    return (await this.#awaitTopic(topic)).leaders.length;
  }

  flush(): void {
    if (this.#tail === undefined) this.#sender.flush();
    else void this.#tail.then(() => this.#sender.flush());
  }

  /** Waits until everything handed over is acknowledged, at most `timeoutMs`; what is left is rejected. */
  async close(timeoutMs = DEFAULT_CLOSE_TIMEOUT_MS): Promise<void> {
    const finished = (this.#tail ?? Promise.resolve()).then(() => {
      this.#sender.flush();
      return this.#sender.flushed();
    });
    const waiting = new AbortController();
    await Promise.race([finished, sleep(timeoutMs, waiting.signal)]);
    waiting.abort();
    this.#closing.abort();
    this.#sender.close(closedFailure());
    if (this.#metrics) this.#cluster.config.metrics?.remove(this.#metrics);
    await this.#cluster.close();
  }

  #accept(records: readonly ProducerRecord[], call: SendCall): void {
    const nowMs = Date.now();
    for (let i = 0; i < records.length; i++) {
      const record = records[i] as ProducerRecord;
      const bytes = recordSizeAtMost(record.key, record.value, record.headers);
      if (bytes > this.#maxRequestBytes) {
        this.#metrics?.failed(record.topic, 1);
        call.fail(tooLarge(bytes, this.#maxRequestBytes));
        continue;
      }
      const partitions = this.#cluster.topic(record.topic)?.leaders.length ?? 0;
      const partition = this.#partitionOf(record, partitions);
      if (partition >= partitions || partition < 0) {
        call.fail(noSuchPartition(record.topic, partition, partitions));
        continue;
      }
      const isSticky = record.partition === null && (record.key === null || this.#ignoresKeys);
      const beganBatch = this.#sender.append(record, partition, nowMs, call, i);
      if (beganBatch && isSticky) this.#sticky.beganBatch(record.topic, partitions);
    }
    this.#sender.wake();
  }

  /** Partitions that were added get their share of the keys (metadata.max.age.ms); beside the sending, not before it. */
  #refreshOldMetadata(): void {
    const nowMs = Date.now();
    if (nowMs - this.#metadataReadMs < this.#metadataMaxAgeMs) return;
    this.#metadataReadMs = nowMs;
    this.#cluster.refreshKnown().catch((error: unknown) => this.#cluster.warn(messageOf(error)));
  }

  #partitionOf(record: ProducerRecord, partitions: number): number {
    if (record.partition !== null) return record.partition;
    if (record.key !== null && !this.#ignoresKeys) return partitionForKey(record.key, partitions);
    return this.#sticky.choose(record.topic, partitions);
  }

  async #awaitTopics(topics: ReadonlySet<string>): Promise<void> {
    for (const topic of topics) await this.#awaitTopic(topic);
  }

  /** Asks until the topic is there: for ever, as max.block.ms is the largest number in Kafka Connect, unless told. */
  async #awaitTopic(topic: string): Promise<TopicMetadata> {
    const backoff = new Backoff(this.#cluster.config);
    const deadlineMs = Date.now() + this.#maxBlockMs;
    for (;;) {
      const known = this.#cluster.topic(topic);
      if (isReady(known)) return known;
      try {
        const found = (await this.#cluster.refresh([topic], true)).topics.get(topic);
        if (isFinalTopicError(found)) throw new KafkaError(found?.errorCode ?? -1, `Topic ${topic}`);
        if (isReady(found)) return found;
      } catch (error) {
        if (!isRetriable(error)) throw error;
        this.#cluster.warn(messageOf(error));
      }
      if (Date.now() >= deadlineMs) throw notPresent(topic, this.#maxBlockMs);
      await backoff.wait(this.#closing.signal);
      if (this.#closing.signal.aborted) throw closedFailure();
    }
  }
}

function closedFailure(): Failure {
  return new Failure('CC7013', 'The Kafka producer was closed before its records were acknowledged');
}

/** The message of Java's KafkaProducer.waitOnMetadata. */
function notPresent(topic: string, afterMs: number): KafkaError {
  const why = `not present in metadata after ${afterMs} ms (max.block.ms)`;
  return new KafkaError(errorCode('REQUEST_TIMED_OUT'), `Topic ${topic}`, why);
}

function tooLarge(bytes: number, limit: number): KafkaError {
  return new KafkaError(
    errorCode('MESSAGE_TOO_LARGE'),
    'Record cannot be sent',
    `it takes ${bytes} bytes, max.request.size is ${limit}`,
  );
}

function noSuchPartition(topic: string, partition: number, partitions: number): KafkaError {
  return new KafkaError(
    errorCode('UNKNOWN_TOPIC_OR_PARTITION'),
    `Record for partition ${partition} of topic ${topic} cannot be sent`,
    `it has ${partitions} partition${partitions === 1 ? '' : 's'}`,
  );
}
