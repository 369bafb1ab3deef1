import type { KafkaConsumer, OffsetAndMetadata, TopicPartition } from '../../kafka/index.ts';
import type { Logger } from '../log/index.ts';
import type { SinkTaskMetrics } from '../metrics/index.ts';
import type { SinkTask } from '../plugins/index.ts';
import { idOf, PartitionOffsets } from './partition-offsets.ts';

/**
 * What a sink task has been given, and what of it is committed (the offset part of
 * org.apache.kafka.connect.runtime.WorkerSinkTask). Committed is the next offset to read.
 */
export class SinkOffsets {
  readonly #consumer: KafkaConsumer;
  readonly #task: SinkTask;
  readonly #log: Logger;
  readonly #metrics: SinkTaskMetrics;
  /** After the last batch that `put` took. */
  readonly #current = new PartitionOffsets();
  readonly #committed = new PartitionOffsets();

  constructor(consumer: KafkaConsumer, task: SinkTask, log: Logger, metrics: SinkTaskMetrics) {
    this.#consumer = consumer;
    this.#task = task;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** A partition begins, or is read again, at an offset. */
  startAt(partition: TopicPartition, offset: bigint): void {
    this.#current.set(partition, offset);
    this.#committed.set(partition, offset);
  }

  /** The task has taken everything before these offsets. */
  delivered(offsets: PartitionOffsets): void {
    this.#current.update(offsets);
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#current.delete(partition);
      this.#committed.delete(partition);
    }
  }

  /**
   * Asks the task what may be committed and commits it. Never rejects: where the task refuses, delivery goes back
   * to what was committed last (unless it is `closing`); where the commit fails, it is tried at the next time.
   */
  async commit(partitions: readonly TopicPartition[], closing: boolean): Promise<'done' | 'rewound'> {
    const offsets = this.#current.of(partitions);
    if (offsets.length === 0) return 'done';
    let allowed: readonly OffsetAndMetadata[];
    try {
      allowed = await this.#preCommit(offsets);
    } catch (error) {
      if (!closing) return this.#rewind(partitions, error);
      this.#log.warn('Offset commit failed during close', error);
      return 'done';
    }
    const committable = this.#checked(allowed, partitions);
    if (committable.length === 0) return 'done';
    const { sent } = this.#metrics;
    const started = Date.now();
    try {
      await this.#consumer.commit(committable);
      this.#metrics.committed(Date.now() - started, sent);
      for (const offset of committable) this.#committed.set(offset, offset.offset);
    } catch (error) {
      this.#metrics.commitFailed(Date.now() - started);
      this.#log.error('Commit of offsets threw an unexpected exception', error);
    }
    return 'done';
  }

  async #preCommit(offsets: readonly OffsetAndMetadata[]): Promise<readonly OffsetAndMetadata[]> {
    if (this.#task.preCommit) return this.#task.preCommit(offsets);
    await this.#task.flush?.(offsets);
    return offsets;
  }

  /** Leaves out what the task must not commit, and what is committed already. */
  #checked(allowed: readonly OffsetAndMetadata[], partitions: readonly TopicPartition[]): readonly OffsetAndMetadata[] {
    const mine = new Set(partitions.map(idOf));
    return allowed.filter((offset) => {
      const current = this.#current.get(offset);
      if (!mine.has(idOf(offset)) || current === undefined) {
        this.#log.warn(`Ignoring invalid task provided offset ${idOf(offset)}: partition not assigned`);
        return false;
      }
      if (offset.offset > current) {
        this.#log.warn(`Ignoring invalid task provided offset ${idOf(offset)}=${offset.offset}: not yet consumed`);
        return false;
      }
      return offset.offset !== this.#committed.get(offset);
    });
  }

  #rewind(partitions: readonly TopicPartition[], error: unknown): 'rewound' {
    this.#log.error('Offset commit failed, rewinding to last committed offsets', error);
    for (const committed of this.#committed.of(partitions)) {
      this.#consumer.seek(committed, committed.offset);
      this.#current.set(committed, committed.offset);
    }
    return 'rewound';
  }
}
