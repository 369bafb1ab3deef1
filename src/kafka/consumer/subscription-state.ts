import type { OffsetAndMetadata, TopicPartition } from '../client.ts';
import { keyOf } from '../topic-partitions.ts';
import type { FetchedRecords } from './fetched-records.ts';

/** One assigned partition: where it is read, and what has been fetched of it. */
export class AssignedPartition {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to hand out; undefined until it was read from the group or reset. */
  position: bigint | undefined;
  isPaused = false;
  /** What is being handed out. */
  fetched: FetchedRecords | undefined;
  /** What follows it, fetched while it is handed out. */
  fetchedNext: FetchedRecords | undefined;
  /** Set when the position is outside of the log: reset it by the policy, whatever was committed. */
  needsReset = false;
  /**
   * Behind the last record that may be read: the high watermark, or with read_committed the last stable offset
   * (SubscriptionState.partitionLag); null until a fetch has told.
   */
  readableEnd: bigint | null = null;
  /** Not before this time, after an error; milliseconds since the epoch. */
  notBeforeMs = 0;

  constructor({ topic, partition }: TopicPartition) {
    this.topic = topic;
    this.partition = partition;
  }

  seek(offset: bigint): void {
    this.position = offset;
    this.fetched = undefined;
    this.fetchedNext = undefined;
    this.needsReset = false;
  }

  /** Where the next fetch begins; undefined while there is no position, or enough has been fetched. */
  fetchOffset(): bigint | undefined {
    return this.fetchedNext ? undefined : (this.fetched?.endOffset ?? this.position);
  }

  addFetched(records: FetchedRecords): void {
    if (this.fetched) this.fetchedNext = records;
    else this.fetched = records;
  }

  /** The first of what was fetched has been handed out. */
  dropDrained(): void {
    this.fetched = this.fetchedNext;
    this.fetchedNext = undefined;
  }
}

/** The partitions that a consumer reads now. */
export class SubscriptionState {
  #partitions = new Map<string, AssignedPartition>();

  /** Replaces the assignment; nothing is kept of the old one (eager protocol). */
  assign(partitions: readonly TopicPartition[]): void {
    this.#partitions = new Map(partitions.map((partition) => [keyOf(partition), new AssignedPartition(partition)]));
  }

  all(): readonly AssignedPartition[] {
    return [...this.#partitions.values()];
  }

  /** Its turn comes after the others'. */
  moveToEnd(partition: AssignedPartition): void {
    const key = keyOf(partition);
    if (this.#partitions.get(key) !== partition) return;
    this.#partitions.delete(key);
    this.#partitions.set(key, partition);
  }

  find(partition: TopicPartition): AssignedPartition | undefined {
    return this.#partitions.get(keyOf(partition));
  }

  get(partition: TopicPartition): AssignedPartition {
    const found = this.find(partition);
    // The message of Java's SubscriptionState.
    if (!found) throw new Error(`No current assignment for partition ${keyOf(partition)}`);
    return found;
  }

  /** Still assigned, the very same assignment? */
  holds(partition: AssignedPartition): boolean {
    return this.#partitions.get(keyOf(partition)) === partition;
  }

  startAt(offsets: readonly OffsetAndMetadata[]): void {
    for (const entry of offsets) {
      const partition = this.find(entry);
      if (partition && partition.position === undefined) partition.position = entry.offset;
    }
  }
}
