import type { SourceRecord } from '../data/index.ts';
import { encodePartition, type OffsetMap } from '../offsets/index.ts';

/** Records that were sent together and are acknowledged together. */
export interface SubmittedBatch {
  isAcknowledged: boolean;
}

interface PartitionOffset {
  readonly key: Buffer;
  readonly offset: OffsetMap | null;
  readonly batch: SubmittedBatch;
}

/** An offset that may be stored: everything up to it was acknowledged. */
export type CommittableOffset = Omit<PartitionOffset, 'batch'>;

/**
 * Which source offsets may be committed: for each source partition, the last one of the longest run of batches,
 * from the oldest, that Kafka has acknowledged (org.apache.kafka.connect.runtime.SubmittedRecords). Records
 * that were dropped don't count: their offset is committed with the next one of their partition that is sent.
 */
export class SubmittedRecords {
  readonly #connector: string;
  /** Unacknowledged and not yet committed offsets by the partition's key text, oldest first. */
  readonly #waiting = new Map<string, PartitionOffset[]>();
  /** The partition object that came last: connectors use one object for many records. */
  #lastPartition: SourceRecord['sourcePartition'] | undefined;
  #lastKey: Buffer = Buffer.alloc(0);
  #lastKeyText = '';

  constructor(connector: string) {
    this.#connector = connector;
  }

  /** Notes a record of a batch, in the order of sending. @throws DataError where its partition is not plain */
  submit(record: SourceRecord, batch: SubmittedBatch): void {
    if (record.sourcePartition !== this.#lastPartition) this.#lookAt(record.sourcePartition);
    const queue = this.#waiting.get(this.#lastKeyText);
    const entry = { key: this.#lastKey, offset: record.sourceOffset, batch };
    if (queue === undefined) this.#waiting.set(this.#lastKeyText, [entry]);
    else if (queue.at(-1)?.batch === batch) queue[queue.length - 1] = entry;
    else queue.push(entry);
  }

  /** Takes what may be committed now, by the key's text. */
  takeCommittable(): Map<string, CommittableOffset> {
    const committable = new Map<string, CommittableOffset>();
    for (const [keyText, queue] of this.#waiting) {
      const waiting = queue.findIndex(({ batch }) => !batch.isAcknowledged);
      const taken = queue.splice(0, waiting < 0 ? queue.length : waiting).at(-1);
      if (queue.length === 0) this.#waiting.delete(keyText);
      if (taken !== undefined) committable.set(keyText, { key: taken.key, offset: taken.offset });
    }
    return committable;
  }

  #lookAt(partition: SourceRecord['sourcePartition']): void {
    this.#lastKey = encodePartition(this.#connector, partition);
    this.#lastKeyText = this.#lastKey.toString('latin1');
    this.#lastPartition = partition;
  }
}
