import { ProtocolError } from '../protocol/protocol-error.ts';
import { attribute, field, HEADER_BYTES, LOG_OVERHEAD_BYTES } from './batch-header.ts';
import { type CompressionName, compress, compressionNames } from './compression/index.ts';
import { crc32c } from './crc32c.ts';
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts';

export interface EncodableHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

const NO_HEADERS: readonly EncodableHeader[] = [];

/** The idempotent producer's stamp; absent: none. */
export interface BatchProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional: boolean;
}

/**
 * Builds one record batch in one buffer: each record is written where it will be sent from.
 * Offsets in it count from 0; the broker sets the base offset.
 */
export class BatchEncoder {
  #buffer: Buffer;
  #pos = HEADER_BYTES;
  #count = 0;
  #baseTimestampMs = 0;
  #maxTimestampMs = -1;
  readonly #attributes: number;

  /** @param attributes the batch's attribute bits but for compression (transactional, control) */
  constructor(initialBytes = 16 * 1024, attributes = 0) {
    this.#buffer = Buffer.allocUnsafe(Math.max(initialBytes, HEADER_BYTES * 2));
    this.#attributes = attributes;
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes so far, header included, before compression. */
  get sizeBytes(): number {
    return this.#pos;
  }

  append(
    key: Buffer | null,
    value: Buffer | null,
    timestampMs: number,
    headers: readonly EncodableHeader[] = NO_HEADERS,
  ): void {
    if (this.#count === 0) this.#baseTimestampMs = timestampMs;
    if (timestampMs > this.#maxTimestampMs) this.#maxTimestampMs = timestampMs;
    const timestampDelta = timestampMs - this.#baseTimestampMs;
    const offsetDelta = this.#count++;
    const bodyBytes =
      1 +
      sizeOfVarlong(timestampDelta) +
      sizeOfVarint(offsetDelta) +
      sizeOfBytes(key) +
      sizeOfBytes(value) +
      (headers.length === 0 ? 1 : sizeOfHeaders(headers));
    this.#room(bodyBytes + 5);
    const buffer = this.#buffer;
    let pos = writeVarint(buffer, this.#pos, bodyBytes);
    buffer[pos++] = 0;
    pos = writeVarlong(buffer, pos, timestampDelta);
    pos = writeVarint(buffer, pos, offsetDelta);
    pos = writeBytes(buffer, pos, key);
    pos = writeBytes(buffer, pos, value);
    if (headers.length === 0) buffer[pos++] = 0;
    else pos = writeHeaders(buffer, pos, headers);
    this.#pos = pos;
  }

  /**
   * The finished batch; the encoder must not be used afterwards.
   * @param level of gzip or zstd; the codec's own default unless given
   */
  async finish(compression: CompressionName = 'none', producer?: BatchProducer, level?: number): Promise<Buffer> {
    if (compression === 'none') return this.finishPlain(producer);
    const packed = await compress(compression, this.#buffer.subarray(HEADER_BYTES, this.#pos), level);
    const batch = Buffer.concat([this.#buffer.subarray(0, HEADER_BYTES), packed]);
    return this.#seal(batch, compressionNames.indexOf(compression), producer);
  }

  /** The finished batch, uncompressed, without waiting. */
  finishPlain(producer?: BatchProducer): Buffer {
    return this.#seal(this.#buffer.subarray(0, this.#pos), 0, producer);
  }

  #seal(batch: Buffer, codec: number, producer: BatchProducer | undefined): Buffer {
    if (this.#count === 0) throw new ProtocolError('a record batch holds no record');
    const transactional = producer?.transactional ? attribute.transactional : 0;
    batch.writeBigInt64BE(0n, field.baseOffset);
    batch.writeInt32BE(batch.length - LOG_OVERHEAD_BYTES, field.batchLength);
    batch.writeInt32BE(-1, field.leaderEpoch);
    batch.writeInt8(2, field.magic);
    batch.writeInt16BE(codec | transactional | this.#attributes, field.attributes);
    batch.writeInt32BE(this.#count - 1, field.lastOffsetDelta);
    batch.writeBigInt64BE(BigInt(this.#baseTimestampMs), field.baseTimestamp);
    batch.writeBigInt64BE(BigInt(this.#maxTimestampMs), field.maxTimestamp);
    batch.writeBigInt64BE(producer?.producerId ?? -1n, field.producerId);
    batch.writeInt16BE(producer?.producerEpoch ?? -1, field.producerEpoch);
    batch.writeInt32BE(producer?.baseSequence ?? -1, field.baseSequence);
    batch.writeInt32BE(this.#count, field.recordCount);
    batch.writeUInt32BE(crc32c(batch, field.attributes, batch.length), field.crc);
    return batch;
  }

  #room(bytes: number): void {
    if (this.#pos + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#pos + bytes));
    this.#buffer.copy(larger, 0, 0, this.#pos);
    this.#buffer = larger;
  }
}

/** Upper bound of what a record adds to a batch, in bytes; what `max.request.size` is compared with. */
export function recordSizeAtMost(
  key: Buffer | null,
  value: Buffer | null,
  headers: readonly EncodableHeader[] = NO_HEADERS,
): number {
  let size = 21 + (key?.length ?? 0) + 5 + (value?.length ?? 0) + 5;
  for (const header of headers) size += 10 + Buffer.byteLength(header.key) + (header.value?.length ?? 0);
  return size;
}

function sizeOfBytes(bytes: Buffer | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}

function sizeOfHeaders(headers: readonly EncodableHeader[]): number {
  let size = sizeOfVarint(headers.length);
  for (const header of headers) {
    const keyBytes = Buffer.byteLength(header.key);
    size += sizeOfVarint(keyBytes) + keyBytes + sizeOfBytes(header.value);
  }
  return size;
}

function writeBytes(buffer: Buffer, position: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(buffer, position, -1);
  const pos = writeVarint(buffer, position, bytes.length);
  buffer.set(bytes, pos);
  return pos + bytes.length;
}

function writeHeaders(buffer: Buffer, position: number, headers: readonly EncodableHeader[]): number {
  let pos = writeVarint(buffer, position, headers.length);
  for (const header of headers) {
    const keyBytes = Buffer.byteLength(header.key);
    pos = writeVarint(buffer, pos, keyBytes);
    pos += buffer.write(header.key, pos, keyBytes, 'utf8');
    pos = writeBytes(buffer, pos, header.value);
  }
  return pos;
}
