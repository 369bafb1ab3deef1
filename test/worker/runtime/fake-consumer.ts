import type {
  ConsumerRecord,
  KafkaConsumer,
  OffsetAndMetadata,
  RebalanceListener,
  TopicPartition,
} from '../../../src/kafka/index.ts';

const idOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

/** One member of a group over an in-memory log: seeks, pauses and commits as a real consumer does. */
export class FakeConsumer implements KafkaConsumer {
  readonly log = new Map<string, ConsumerRecord[]>();
  readonly committedOffsets = new Map<string, bigint>();
  readonly commits: OffsetAndMetadata[][] = [];
  readonly paused = new Set<string>();
  readonly positions = new Map<string, bigint>();
  maxPollRecords = 500;
  failCommit: Error | null = null;
  isClosed = false;
  polls = 0;
  #assigned: TopicPartition[] = [];
  #wanted: TopicPartition[] = [];
  #lost = false;
  #listener: RebalanceListener | null = null;
  #wake: (() => void) | null = null;
  /** A wakeup between two polls ends the next one. */
  #isWoken = false;

  constructor(...partitions: readonly TopicPartition[]) {
    this.#wanted = [...partitions];
  }

  append(topic: string, partition: number, ...values: (string | null)[]): void {
    const id = idOf({ topic, partition });
    const records = this.log.get(id) ?? [];
    for (const value of values) {
      records.push({
        topic,
        partition,
        offset: BigInt(records.length),
        timestampMs: 1000,
        timestampType: 'CreateTime',
        key: null,
        value: value === null ? null : Buffer.from(value),
        headers: [],
      });
    }
    this.log.set(id, records);
    this.wakeup();
  }

  /** A rebalance at the next poll. */
  reassign(partitions: readonly TopicPartition[], lost = false): void {
    this.#wanted = [...partitions];
    this.#lost = lost;
    this.wakeup();
  }

  subscribe(_selection: unknown, listener: RebalanceListener): void {
    this.#listener = listener;
  }

  assign(partitions: readonly TopicPartition[]): void {
    this.#wanted = [...partitions];
  }

  async poll(timeoutMs: number): Promise<readonly ConsumerRecord[]> {
    this.polls++;
    await this.#rebalance();
    let records = this.#fetch();
    if (records.length === 0 && timeoutMs > 0 && !this.#isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      records = this.#fetch();
    }
    this.#wake = null;
    this.#isWoken = false;
    return records;
  }

  assignment(): readonly TopicPartition[] {
    return this.#assigned;
  }

  async position(partition: TopicPartition): Promise<bigint> {
    return this.positions.get(idOf(partition)) ?? this.committedOffsets.get(idOf(partition)) ?? 0n;
  }

  seek(partition: TopicPartition, offset: bigint): void {
    this.positions.set(idOf(partition), offset);
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.add(idOf(partition));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.delete(idOf(partition));
  }

  async commit(offsets: readonly OffsetAndMetadata[]): Promise<void> {
    if (this.failCommit) throw this.failCommit;
    this.commits.push([...offsets]);
    for (const offset of offsets) this.committedOffsets.set(idOf(offset), offset.offset);
  }

  async committed(partitions: readonly TopicPartition[]): Promise<readonly OffsetAndMetadata[]> {
    return partitions.flatMap((partition) => {
      const offset = this.committedOffsets.get(idOf(partition));
      return offset === undefined ? [] : [{ ...partition, offset }];
    });
  }

  wakeup(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.wakeup();
  }

  async #rebalance(): Promise<void> {
    const wanted = new Set(this.#wanted.map(idOf));
    const had = new Set(this.#assigned.map(idOf));
    const revoked = this.#assigned.filter((partition) => !wanted.has(idOf(partition)));
    const added = this.#wanted.filter((partition) => !had.has(idOf(partition)));
    if (revoked.length > 0) await this.#listener?.onRevoked(revoked, this.#lost);
    this.#assigned = [...this.#wanted];
    for (const partition of revoked) this.positions.delete(idOf(partition));
    if (added.length > 0) await this.#listener?.onAssigned(added);
  }

  #fetch(): ConsumerRecord[] {
    const fetched: ConsumerRecord[] = [];
    for (const partition of this.#assigned) {
      const id = idOf(partition);
      if (this.paused.has(id)) continue;
      const position = this.positions.get(id) ?? this.committedOffsets.get(id) ?? 0n;
      const records = (this.log.get(id) ?? []).slice(Number(position), Number(position) + this.maxPollRecords);
      this.positions.set(id, position + BigInt(records.length));
      fetched.push(...records);
    }
    return fetched;
  }
}
