import type { ProducerRecord, RecordMetadata } from '../client.ts';
import { BatchEncoder, type CompressionName } from '../record-batch/index.ts';

/** One call of `send`: what it resolves with, filled in as batches are acknowledged. */
export class SendCall {
  readonly promise: Promise<readonly RecordMetadata[]>;
  readonly #results: RecordMetadata[];
  #left: number;
  #resolve: (results: readonly RecordMetadata[]) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(count: number) {
    this.#left = count;
    this.#results = new Array<RecordMetadata>(count);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (count === 0) this.#resolve([]);
  }

  done(index: number, metadata: RecordMetadata): void {
    this.#results[index] = metadata;
    if (--this.#left === 0) this.#resolve(this.#results);
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}

/** Records of one partition on their way: encoded when they are appended, sealed when the batch is sent. */
export class ProducerBatch {
  readonly createdMs = Date.now();
  readonly #encoder: BatchEncoder;
  readonly #calls: SendCall[] = [];
  readonly #indexes: number[] = [];
  #sealed: Promise<Buffer> | undefined;

  constructor(expectedBytes: number) {
    this.#encoder = new BatchEncoder(expectedBytes);
  }

  get count(): number {
    return this.#calls.length;
  }

  get sizeBytes(): number {
    return this.#encoder.sizeBytes;
  }

  /** No more records: it was handed to the network, or is to be kept as it is. */
  get isSealed(): boolean {
    return this.#sealed !== undefined;
  }

  append(record: ProducerRecord, nowMs: number, call: SendCall, index: number): void {
    this.#encoder.append(record.key, record.value, record.timestampMs ?? nowMs, record.headers);
    this.#calls.push(call);
    this.#indexes.push(index);
  }

  /** The bytes to send; the same at each retry. */
  seal(compression: CompressionName, level?: number): Promise<Buffer> {
    this.#sealed ??= this.#encoder.finish(compression, undefined, level);
    return this.#sealed;
  }

  acknowledge(topic: string, partition: number, baseOffset: bigint): void {
    for (let i = 0; i < this.#calls.length; i++) {
      const offset = baseOffset < 0n ? -1n : baseOffset + BigInt(i);
      this.#calls[i]?.done(this.#indexes[i] ?? 0, { topic, partition, offset });
    }
  }

  fail(error: unknown): void {
    for (const call of new Set(this.#calls)) call.fail(error);
  }

  /** Which call, and which of its records, the n-th record of this batch is. */
  origin(position: number): { readonly call: SendCall; readonly index: number } | undefined {
    const call = this.#calls[position];
    return call && { call, index: this.#indexes[position] ?? 0 };
  }
}
