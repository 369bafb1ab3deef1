import type { ProducerRecord } from '../client.ts';
import { batchesOf, type CompressionName, decodeBatch, recordSizeAtMost } from '../record-batch/index.ts';
import { ProducerBatch, type SendCall } from './batch.ts';

/** The batches of one partition, oldest first; at most the first one is in flight. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  readonly #batchSizeBytes: number;
  #batches: ProducerBatch[] = [];
  /** Set while the first batch is being sent. */
  inFlight = false;
  /** Not before this time (a retry's backoff), milliseconds since the epoch. */
  notBeforeMs = 0;
  failures = 0;

  constructor(topic: string, partition: number, batchSizeBytes: number) {
    this.topic = topic;
    this.partition = partition;
    this.#batchSizeBytes = batchSizeBytes;
  }

  get first(): ProducerBatch | undefined {
    return this.#batches[0];
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** True when a new batch was begun for it. */
  append(record: ProducerRecord, nowMs: number, call: SendCall, index: number): boolean {
    let batch = this.#batches.at(-1);
    const bytes = recordSizeAtMost(record.key, record.value, record.headers);
    const isFull = batch !== undefined && batch.count > 0 && batch.sizeBytes + bytes > this.#batchSizeBytes;
    const isNew = !batch || batch.isSealed || isFull;
    if (isNew || !batch) {
      batch = new ProducerBatch(Math.min(this.#batchSizeBytes, Math.max(bytes + 256, 4096)));
      this.#batches.push(batch);
    }
    batch.append(record, nowMs, call, index);
    return isNew;
  }

  /** Should the first batch go now? A full one, an older one, or one whose linger is over. */
  isReady(nowMs: number, lingerMs: number): boolean {
    const batch = this.#batches[0];
    if (!batch || this.inFlight || nowMs < this.notBeforeMs) return false;
    return lingerMs === 0 || batch.isSealed || this.#batches.length > 1 || nowMs - batch.createdMs >= lingerMs;
  }

  /** When `isReady` should be asked again, undefined for not by the clock. */
  readyAtMs(lingerMs: number): number | undefined {
    const batch = this.#batches[0];
    if (!batch || this.inFlight) return undefined;
    return Math.max(this.notBeforeMs, batch.isSealed ? 0 : batch.createdMs + lingerMs);
  }

  removeFirst(): void {
    this.#batches.shift();
  }

  /** Takes everything out, for closing. */
  drain(): ProducerBatch[] {
    const batches = this.#batches;
    this.#batches = [];
    return batches;
  }

  /**
   * Puts two halves in place of the first batch, after the broker found it too large. The Java client does the same
   * (ProducerBatch.split).
   */
  async splitFirst(compression: CompressionName, level?: number): Promise<void> {
    const batch = this.#batches[0];
    if (!batch) return;
    const halves = [new ProducerBatch(batch.sizeBytes), new ProducerBatch(batch.sizeBytes)] as const;
    const middle = Math.ceil(batch.count / 2);
    let position = 0;
    for (const view of batchesOf(await batch.seal(compression, level))) {
      for (const { key, value, headers, timestampMs } of await decodeBatch(view)) {
        const origin = batch.origin(position);
        const half = position < middle ? halves[0] : halves[1];
        const record = { topic: this.topic, partition: this.partition, key, value, headers, timestampMs };
        if (origin) half.append(record, timestampMs, origin.call, origin.index);
        position++;
      }
    }
    for (const half of halves) await half.seal(compression, level);
    this.#batches.splice(0, 1, ...halves);
  }
}
