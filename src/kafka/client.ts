/**
 * The Kafka clients that tasks use: shaped after the Java clients' contracts, so that the runtime's
 * rules (order, at-least-once, rebalances) read as they do in Kafka Connect.
 */
import type { ConnectionOptions } from 'node:tls';
import type { Sensitive } from '../core/index.ts';
import type { ClientMetrics } from './metrics/index.ts';

export interface KafkaConnectionConfig {
  /** `host:port` each. */
  readonly bootstrapServers: readonly string[];
  readonly clientId: string;
  readonly connectTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  /** How long an operation with tries of its own may take, unless it lasts until `close` (default.api.timeout.ms). */
  readonly apiTimeoutMs?: number | undefined;
  /** The wait before something is tried again: the first, and what it grows to. */
  readonly retryBackoffMs?: number | undefined;
  readonly retryBackoffMaxMs?: number | undefined;
  /** A connection that nothing goes over for so long is closed (connections.max.idle.ms); -1 keeps it open. */
  readonly maxIdleMs?: number | undefined;
  readonly tls?: ConnectionOptions | undefined;
  readonly sasl?:
    | {
        readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
        readonly username: string;
        readonly password: Sensitive;
      }
    | undefined;
  /** Where clients count what they do. */
  readonly metrics?: ClientMetrics | undefined;
  /** Hears, in one sentence, of what is being retried (a broken connection, a leader that moved). */
  readonly onWarning?: ((message: string) => void) | undefined;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface RecordHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

export interface ProducerRecord {
  readonly topic: string;
  /** null: by the key's murmur2 hash as the Java client does, or any partition (sticky) without a key. */
  readonly partition: number | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
  /** Milliseconds since the epoch; null: now. */
  readonly timestampMs: number | null;
}

export interface RecordMetadata extends TopicPartition {
  /** Offset of this record, -1 when the broker did not say. */
  readonly offset: bigint;
}

export interface ConsumerRecord extends TopicPartition {
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

export interface ClusterMetadata {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly topics: readonly { readonly name: string; readonly partitions: number; readonly internal: boolean }[];
}

/**
 * Not idempotent, one request in flight a partition: order within a partition is kept. Unless told otherwise acks=all,
 * and a retriable failure is retried for ever (Kafka Connect's delivery.timeout.ms is the largest number) until `close`.
 */
export interface KafkaProducer {
  /**
   * Hands over records in order. Resolves with one entry a record, in order, once all are acknowledged;
   * rejects with the first failure that is final (such as a record that is too large). May be called
   * again before the first call has resolved; records of one partition stay in call order.
   */
  send(records: readonly ProducerRecord[]): Promise<readonly RecordMetadata[]>;
  /** Partition count of a topic; asks for its creation where the broker creates topics on first use. */
  partitionsOf(topic: string): Promise<number>;
  /** What waits for linger.ms goes now. Does not wait for its acknowledgement. */
  flush(): void;
  /** Flushes, and waits at most `timeoutMs` for what is not acknowledged yet. */
  close(timeoutMs?: number): Promise<void>;
}

export interface RebalanceListener {
  /** Before partitions are given up: commit here. `lost`: they already belong to somebody else. */
  onRevoked(partitions: readonly TopicPartition[], lost: boolean): Promise<void>;
  onAssigned(partitions: readonly TopicPartition[]): Promise<void>;
}

export interface OffsetAndMetadata extends TopicPartition {
  /** The next offset to read. */
  readonly offset: bigint;
}

/**
 * A classic-protocol group member (range assignor) or, with `assign`, a reader without a group.
 * auto.offset.reset=earliest unless configured, enable.auto.commit=false. Calls are made one at a time, as in Java;
 * heartbeats run by themselves between polls; `wakeup` may be called any time.
 */
export interface KafkaConsumer {
  /** Topics by name, or a pattern matched against all topics and again at each metadata refresh. */
  subscribe(
    selection: { readonly topics: readonly string[] } | { readonly pattern: RegExp },
    listener: RebalanceListener,
  ): void;
  assign(partitions: readonly TopicPartition[]): void;
  /**
   * Joins the group when needed (listener callbacks run inside), fetches, and gives what has arrived, or an
   * empty list after `timeoutMs` or a `wakeup`.
   */
  poll(timeoutMs: number): Promise<readonly ConsumerRecord[]>;
  assignment(): readonly TopicPartition[];
  position(partition: TopicPartition): Promise<bigint>;
  seek(partition: TopicPartition, offset: bigint): void;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  commit(offsets: readonly OffsetAndMetadata[]): Promise<void>;
  committed(partitions: readonly TopicPartition[]): Promise<readonly OffsetAndMetadata[]>;
  /** Ends the poll that waits now, or else the next one: a call between two polls is not lost. */
  wakeup(): void;
  /** Leaves the group. Does not commit. */
  close(): Promise<void>;
}

export interface KafkaConsumerOptions {
  readonly groupId: string;
  readonly autoOffsetReset?: 'earliest' | 'latest' | 'none' | undefined;
  readonly maxPollRecords?: number | undefined;
  readonly sessionTimeoutMs?: number | undefined;
  readonly heartbeatIntervalMs?: number | undefined;
  readonly maxPollIntervalMs?: number | undefined;
  readonly metadataMaxAgeMs?: number | undefined;
  readonly fetchMaxWaitMs?: number | undefined;
  readonly fetchMinBytes?: number | undefined;
  readonly fetchMaxBytes?: number | undefined;
  readonly maxPartitionFetchBytes?: number | undefined;
  /** A static member (KIP-345): it does not leave the group, and takes its partitions again when it comes back in time. */
  readonly groupInstanceId?: string | undefined;
  /** Whether subscribing to a topic by name may create it. */
  readonly allowAutoCreateTopics?: boolean | undefined;
  /** Whether a pattern leaves out topics such as __consumer_offsets. */
  readonly excludeInternalTopics?: boolean | undefined;
  readonly isolationLevel?: 'read_uncommitted' | 'read_committed' | undefined;
}

export interface KafkaProducerOptions {
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' | undefined;
  /** Of gzip and zstd; the codec's own default unless given. */
  readonly compressionLevel?: number | undefined;
  /** Who has to have a record before it counts as written: every in-sync replica, or the leader. */
  readonly acks?: 'all' | '1' | undefined;
  /** How often a batch is sent again after a failure that may pass; for ever unless given. */
  readonly retries?: number | undefined;
  /** How old a batch may grow before it counts as failed; for ever unless given. */
  readonly deliveryTimeoutMs?: number | undefined;
  /** How long `send` waits for a topic that is not there; for ever unless given. */
  readonly maxBlockMs?: number | undefined;
  readonly metadataMaxAgeMs?: number | undefined;
  /** Records with a key go to any partition too (partitioner.ignore.keys). */
  readonly ignoresKeys?: boolean | undefined;
  readonly lingerMs?: number | undefined;
  readonly batchSizeBytes?: number | undefined;
  readonly maxRequestSizeBytes?: number | undefined;
}

export interface NewTopic {
  readonly name: string;
  /** -1: the broker's default. */
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/** Administration. Failure CC7011 as soon as no bootstrap server can be reached. */
export interface KafkaAdmin {
  describeCluster(): Promise<ClusterMetadata>;
  listTopics(): Promise<readonly string[]>;
  /** Number of partitions by topic; a topic that does not exist is left out. Never creates one. */
  describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Returns false where the topic already existed. */
  createTopic(topic: NewTopic): Promise<boolean>;
  endOffsets(topic: string): Promise<readonly OffsetAndMetadata[]>;
  groupOffsets(groupId: string): Promise<readonly OffsetAndMetadata[]>;
  alterGroupOffsets(groupId: string, offsets: readonly OffsetAndMetadata[]): Promise<void>;
  deleteGroupOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<void>;
  /** Absent group: done. */
  deleteGroup(groupId: string): Promise<void>;
  close(): Promise<void>;
}

export interface DescribedTopic {
  readonly partitions: number;
  readonly replicationFactor: number | undefined;
  /** Every config key of the topic; `isDefault`: not set on the topic itself. */
  readonly config: ReadonlyMap<string, { readonly value: string | null; readonly isDefault: boolean }>;
}

/** A change of a topic that a cluster can be asked about beforehand. */
export type TopicChange =
  | { readonly kind: 'create'; readonly topic: NewTopic }
  | { readonly kind: 'partitions'; readonly name: string; readonly total: number }
  | { readonly kind: 'config'; readonly name: string; readonly config: ReadonlyMap<string, string | null> };

export interface TopicRefusal {
  readonly name: string;
  /** The broker's own words. */
  readonly message: string;
  /** This user may not make the change, so nobody was told whether it is possible. */
  readonly isForbidden: boolean;
}

/** What plan and apply need for declared topics. Rejects with a KafkaError for what the cluster refuses. */
export interface KafkaTopicAdmin {
  /** One metadata and one describe-configs request. A topic that does not exist is left out. */
  describe(names: readonly string[]): Promise<ReadonlyMap<string, DescribedTopic>>;
  addPartitions(name: string, total: number): Promise<void>;
  /** Sets these keys alone (IncrementalAlterConfigs); null resets one to its default. */
  alterConfig(name: string, config: ReadonlyMap<string, string | null>): Promise<void>;
  /** What the cluster would refuse of these changes, without making any (`validateOnly`): one request a kind. */
  check(changes: readonly TopicChange[]): Promise<readonly TopicRefusal[]>;
  close(): Promise<void>;
}
