import { ProtocolError } from '../protocol/protocol-error.ts';
import { type BatchView, HEADER_BYTES } from './batch-header.ts';
import { compressionNames, decompress } from './compression/index.ts';
import { VarintCursor } from './varint.ts';

export interface DecodedHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/** One record of a batch. Key, value and header values share the batch's memory. */
export interface DecodedRecord {
  readonly offset: bigint;
  /** Milliseconds since the epoch; -1 for none. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly DecodedHeader[];
}

const NO_HEADERS: readonly DecodedHeader[] = Object.freeze([]);

/** The records section of a batch, unpacked. */
export async function recordsSectionOf(batch: BatchView): Promise<Buffer> {
  const section = batch.buffer.subarray(batch.start + HEADER_BYTES, batch.start + batch.size);
  const name = compressionNames[batch.compression];
  if (name === undefined) throw new ProtocolError(`compression ${batch.compression} is unknown`);
  return name === 'none' ? section : decompress(name, section);
}

/** All records of a batch, in order. Throws a ProtocolError when the batch is not what it claims. */
export async function decodeBatch(batch: BatchView): Promise<DecodedRecord[]> {
  const cursor = new RecordCursor(batch, await recordsSectionOf(batch));
  const records: DecodedRecord[] = [];
  for (let record = cursor.next(); record; record = cursor.next()) records.push(record);
  return records;
}

/** Reads the records of one batch in turn, each when it is asked for. */
export class RecordCursor {
  readonly #cursor: VarintCursor;
  readonly #baseOffset: bigint;
  readonly #baseTimestampMs: number;
  readonly #appendTimeMs: number | undefined;
  #left: number;

  constructor(batch: BatchView, section: Buffer) {
    this.#cursor = new VarintCursor(section, 0, section.length);
    this.#baseOffset = batch.baseOffset;
    this.#baseTimestampMs = batch.baseTimestampMs;
    this.#appendTimeMs = batch.isLogAppendTime ? batch.maxTimestampMs : undefined;
    this.#left = batch.recordCount;
    if (this.#left < 0) throw new ProtocolError(`a record batch claims ${this.#left} records`);
  }

  /** The next record, undefined after the last one. */
  next(): DecodedRecord | undefined {
    if (this.#left === 0) return undefined;
    this.#left--;
    const cursor = this.#cursor;
    const size = cursor.varint();
    const end = cursor.position + size;
    if (size < 0 || end > cursor.end) throw new ProtocolError('a record ends outside of its batch');
    cursor.position++; // attributes: none are defined
    const timestampDelta = cursor.varlong();
    const offsetDelta = cursor.varint();
    const key = cursor.take(cursor.varint());
    const value = cursor.take(cursor.varint());
    const headerCount = cursor.varint();
    const headers = headerCount === 0 ? NO_HEADERS : readHeaders(cursor, headerCount);
    if (cursor.position !== end) throw new ProtocolError('a record is longer or shorter than it says');
    return {
      offset: this.#baseOffset + BigInt(offsetDelta),
      timestampMs: this.#appendTimeMs ?? this.#baseTimestampMs + timestampDelta,
      key,
      value,
      headers,
    };
  }
}

function readHeaders(cursor: VarintCursor, count: number): readonly DecodedHeader[] {
  if (count < 0 || count > cursor.end - cursor.position) throw new ProtocolError(`a record claims ${count} headers`);
  const headers: DecodedHeader[] = [];
  for (let i = 0; i < count; i++) {
    const key = cursor.take(cursor.varint());
    if (key === null) throw new ProtocolError('a record header has no key');
    headers.push({ key: key.toString('utf8'), value: cursor.take(cursor.varint()) });
  }
  return headers;
}
