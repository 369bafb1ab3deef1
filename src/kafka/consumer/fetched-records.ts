import type { ConsumerRecord } from '../client.ts';
import { ProtocolError } from '../protocol/index.ts';
import { type BatchView, batchesOf, controlTypeOf, RecordCursor, recordsSectionOf } from '../record-batch/index.ts';

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/**
 * The records of one partition in one fetch answer, decoded as they are asked for. Leaves out what lies before
 * the position, control records, and, with a list of aborted transactions, the records of those.
 */
export class FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  /** Behind the last batch: where the next fetch begins. */
  readonly endOffset: bigint;
  readonly #batches: Generator<BatchView>;
  readonly #aborted: AbortedTransaction[] | undefined;
  readonly #abortedProducers = new Set<bigint>();
  #batch: BatchView | undefined;
  #cursor: RecordCursor | undefined;
  #timestampType: ConsumerRecord['timestampType'] = 'CreateTime';
  /** The next offset to hand out; moves past what is left out too. */
  nextOffset: bigint;

  /** @param aborted null: all records are handed out, whatever became of their transactions */
  constructor(
    topic: string,
    partition: number,
    records: Buffer,
    position: bigint,
    aborted: readonly AbortedTransaction[] | null,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.nextOffset = position;
    this.#batches = batchesOf(records);
    this.endOffset = endOf(records) ?? position;
    this.#aborted = aborted
      ? [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0))
      : undefined;
  }

  /** Adds up to `max` records to `into`; false when nothing is left. */
  async drain(into: ConsumerRecord[], max: number): Promise<boolean> {
    for (let left = max; left > 0; ) {
      if (!this.#cursor && !(await this.#nextBatch())) return false;
      left = this.#drainBatch(into, left);
    }
    return true;
  }

  #drainBatch(into: ConsumerRecord[], max: number): number {
    const { topic, partition } = this;
    let left = max;
    while (left > 0) {
      const record = this.#cursor?.next();
      if (!record) {
        if (this.#batch) this.nextOffset = this.#batch.lastOffset + 1n;
        this.#cursor = undefined;
        return left;
      }
      const { offset, timestampMs, key, value, headers } = record;
      if (offset < this.nextOffset) continue;
      into.push({ topic, partition, offset, timestampMs, timestampType: this.#timestampType, key, value, headers });
      this.nextOffset = offset + 1n;
      left--;
    }
    return left;
  }

  async #nextBatch(): Promise<boolean> {
    for (;;) {
      const { value: batch, done } = this.#batches.next();
      if (done) return false;
      if (batch.lastOffset < this.nextOffset) continue;
      if (!batch.hasValidCrc()) {
        throw new ProtocolError(`${this.topic}-${this.partition}: the batch at offset ${batch.baseOffset} is corrupt`);
      }
      const isAborted = this.#isAborted(batch);
      if (batch.isControl && (await controlTypeOf(batch)) === 'abort') this.#abortedProducers.delete(batch.producerId);
      if (batch.isControl || isAborted) {
        this.nextOffset = batch.lastOffset + 1n;
        continue;
      }
      this.#batch = batch;
      this.#cursor = new RecordCursor(batch, await recordsSectionOf(batch));
      this.#timestampType = batch.isLogAppendTime
        ? 'LogAppendTime'
        : batch.baseTimestampMs < 0
          ? 'NoTimestampType'
          : 'CreateTime';
      return true;
    }
  }

  /** As Java's CompletedFetch: a transaction counts as aborted from its first offset to its abort marker. */
  #isAborted(batch: BatchView): boolean {
    if (!this.#aborted) return false;
    const { lastOffset } = batch;
    for (let next = this.#aborted[0]; next && next.firstOffset <= lastOffset; next = this.#aborted[0]) {
      this.#abortedProducers.add(next.producerId);
      this.#aborted.shift();
    }
    return batch.isTransactional && this.#abortedProducers.has(batch.producerId);
  }
}

function endOf(records: Buffer): bigint | undefined {
  let end: bigint | undefined;
  for (const batch of batchesOf(records)) end = batch.lastOffset + 1n;
  return end;
}
