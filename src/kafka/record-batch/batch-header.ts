import { ProtocolError } from '../protocol/protocol-error.ts';
import { crc32c } from './crc32c.ts';

/**
 * The head of a record batch of message format 2 (org.apache.kafka.common.record.DefaultRecordBatch):
 *
 *   baseOffset int64, batchLength int32 (of what follows), partitionLeaderEpoch int32, magic int8, crc uint32
 *   (CRC-32C from attributes to the end), attributes int16, lastOffsetDelta int32, baseTimestamp int64,
 *   maxTimestamp int64, producerId int64, producerEpoch int16, baseSequence int32, recordCount int32, records
 */
export const HEADER_BYTES = 61;
/** baseOffset and batchLength: what stands before the bytes that batchLength counts. */
export const LOG_OVERHEAD_BYTES = 12;

export const field = {
  baseOffset: 0,
  batchLength: 8,
  leaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
} as const;

export const attribute = { compressionMask: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20 } as const;

/** Reads the head of one batch in place; nothing is copied, nothing decompressed. */
export class BatchView {
  readonly buffer: Buffer;
  /** Where the batch begins in `buffer`. */
  readonly start: number;
  /** Bytes of the whole batch. */
  readonly size: number;

  constructor(buffer: Buffer, start: number, size: number) {
    this.buffer = buffer;
    this.start = start;
    this.size = size;
  }

  get baseOffset(): bigint {
    return this.buffer.readBigInt64BE(this.start + field.baseOffset);
  }
  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.lastOffsetDelta);
  }
  get leaderEpoch(): number {
    return this.buffer.readInt32BE(this.start + field.leaderEpoch);
  }
  get attributes(): number {
    return this.buffer.readInt16BE(this.start + field.attributes);
  }
  get compression(): number {
    return this.attributes & attribute.compressionMask;
  }
  get isTransactional(): boolean {
    return (this.attributes & attribute.transactional) !== 0;
  }
  get isControl(): boolean {
    return (this.attributes & attribute.control) !== 0;
  }
  get isLogAppendTime(): boolean {
    return (this.attributes & attribute.logAppendTime) !== 0;
  }
  get lastOffsetDelta(): number {
    return this.buffer.readInt32BE(this.start + field.lastOffsetDelta);
  }
  /** Milliseconds since the epoch, -1 for none. */
  get baseTimestampMs(): number {
    return Number(this.buffer.readBigInt64BE(this.start + field.baseTimestamp));
  }
  get maxTimestampMs(): number {
    return Number(this.buffer.readBigInt64BE(this.start + field.maxTimestamp));
  }
  get producerId(): bigint {
    return this.buffer.readBigInt64BE(this.start + field.producerId);
  }
  get producerEpoch(): number {
    return this.buffer.readInt16BE(this.start + field.producerEpoch);
  }
  get baseSequence(): number {
    return this.buffer.readInt32BE(this.start + field.baseSequence);
  }
  get recordCount(): number {
    return this.buffer.readInt32BE(this.start + field.recordCount);
  }
  get crc(): number {
    return this.buffer.readUInt32BE(this.start + field.crc);
  }

  /** The whole batch, sharing memory. */
  get bytes(): Buffer {
    return this.buffer.subarray(this.start, this.start + this.size);
  }

  hasValidCrc(): boolean {
    return crc32c(this.buffer, this.start + field.attributes, this.start + this.size) === this.crc;
  }
}

/**
 * The batches that lie whole in `buffer`, in order; a batch cut off at the end is left out, as a fetch may
 * end within one. Throws a ProtocolError for an older message format or an impossible length.
 */
export function* batchesOf(buffer: Buffer): Generator<BatchView> {
  let start = 0;
  while (buffer.length - start >= LOG_OVERHEAD_BYTES) {
    const size = buffer.readInt32BE(start + field.batchLength) + LOG_OVERHEAD_BYTES;
    if (buffer.length - start > field.magic) checkMagic(buffer.readInt8(start + field.magic));
    if (size < HEADER_BYTES) throw new ProtocolError(`a record batch claims ${size} bytes, less than its header`);
    if (start + size > buffer.length) return;
    yield new BatchView(buffer, start, size);
    start += size;
  }
}

function checkMagic(magic: number): void {
  if (magic !== 2) {
    throw new ProtocolError(
      `records of message format ${magic} are not supported, only format 2 (Kafka 0.11 and later)`,
    );
  }
}
