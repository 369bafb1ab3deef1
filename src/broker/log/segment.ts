import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { BatchView, field, HEADER_BYTES, LOG_OVERHEAD_BYTES, ProtocolError } from '../../kafka/index.ts';

/** index.interval.bytes: an index entry for about this many bytes of log. */
const INDEX_INTERVAL_BYTES = 4096;
const SCAN_BYTES = 4 * 1024 * 1024;

/** One file of a partition's log, named by its first offset as Kafka names it, with a sparse index in memory. */
export class Segment {
  readonly baseOffset: number;
  readonly path: string;
  readonly #fd: number;
  #sizeBytes: number;
  readonly #indexOffsets: number[] = [];
  readonly #indexPositions: number[] = [];
  #indexedTo = Number.NEGATIVE_INFINITY;
  /** Largest timestamp in it, for lookups by time; -1 for none. */
  maxTimestampMs = -1;

  constructor(folder: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.path = join(folder, segmentFileName(baseOffset));
    this.#fd = openSync(this.path, 'a+');
    this.#sizeBytes = fstatSync(this.#fd).size;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Writes whole batches at the end. A write that fails leaves the file as it was. */
  append(records: Buffer, batches: readonly BatchView[]): void {
    const position = this.#sizeBytes;
    try {
      for (let done = 0; done < records.length; ) done += writeSync(this.#fd, records, done);
    } catch (error) {
      ftruncateSync(this.#fd, position);
      throw error;
    }
    for (const batch of batches) this.#index(batch, position + batch.start);
    this.#sizeBytes += records.length;
  }

  /**
   * Bytes from the batch that holds `offset` on: at most `maxBytes`, but at least that one batch. Empty when the
   * offset is not in this segment.
   */
  read(offset: number, maxBytes: number): Buffer {
    let position = this.#floor(offset);
    const head = Buffer.alloc(HEADER_BYTES);
    while (position + HEADER_BYTES <= this.#sizeBytes) {
      this.#readInto(head, position);
      const size = head.readInt32BE(field.batchLength) + LOG_OVERHEAD_BYTES;
      const last = Number(head.readBigInt64BE(field.baseOffset)) + head.readInt32BE(field.lastOffsetDelta);
      if (last >= offset) {
        const length = Math.min(Math.max(maxBytes, size), this.#sizeBytes - position);
        return this.#readInto(Buffer.allocUnsafe(length), position);
      }
      position += size;
    }
    return Buffer.alloc(0);
  }

  /**
   * Goes through all batches, for recovery. Cuts the file before the first batch that is torn: shorter than it says,
   * or with another checksum. Checksums are only compared with `checkCrc`. Returns how many bytes were cut.
   */
  recover(checkCrc: boolean, onBatch: (batch: BatchView) => void): number {
    let position = 0;
    let buffer: Buffer = Buffer.alloc(0);
    let bufferAt = 0;
    const need = (bytes: number): boolean => {
      if (position + bytes > this.#sizeBytes) return false;
      if (position + bytes > bufferAt + buffer.length) {
        const length = Math.min(Math.max(bytes, SCAN_BYTES), this.#sizeBytes - position);
        buffer = this.#readInto(Buffer.allocUnsafe(length), position);
        bufferAt = position;
      }
      return true;
    };
    while (need(HEADER_BYTES)) {
      const size = buffer.readInt32BE(position - bufferAt + field.batchLength) + LOG_OVERHEAD_BYTES;
      if (size < HEADER_BYTES || !need(size)) break;
      const batch = new BatchView(buffer, position - bufferAt, size);
      if (checkCrc && (buffer.readInt8(batch.start + field.magic) !== 2 || !batch.hasValidCrc())) break;
      this.#index(batch, position);
      onBatch(batch);
      position += size;
    }
    const cut = this.#sizeBytes - position;
    if (cut > 0) ftruncateSync(this.#fd, position);
    this.#sizeBytes = position;
    return cut;
  }

  flush(): void {
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }

  delete(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  #index(batch: BatchView, position: number): void {
    this.maxTimestampMs = Math.max(this.maxTimestampMs, batch.maxTimestampMs);
    if (position - this.#indexedTo < INDEX_INTERVAL_BYTES) return;
    this.#indexOffsets.push(Number(batch.baseOffset));
    this.#indexPositions.push(position);
    this.#indexedTo = position;
  }

  /** Position of the last indexed batch that begins at or before the offset. */
  #floor(offset: number): number {
    let low = 0;
    let high = this.#indexOffsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#indexOffsets[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return this.#indexPositions[low - 1] ?? 0;
  }

  #readInto(buffer: Buffer, position: number): Buffer {
    for (let done = 0; done < buffer.length; ) {
      const read = readSync(this.#fd, buffer, done, buffer.length - done, position + done);
      if (read === 0) throw new ProtocolError(`${this.path} is shorter than it was`);
      done += read;
    }
    return buffer;
  }
}

/** Twenty digits and `.log`, as Kafka's. */
export function segmentFileName(baseOffset: number): string {
  return `${String(baseOffset).padStart(20, '0')}.log`;
}

/** The first offset that a file name of a segment tells, undefined for other files. */
export function baseOffsetOf(fileName: string): number | undefined {
  const match = /^(\d{20})\.log$/.exec(fileName);
  return match ? Number(match[1]) : undefined;
}
