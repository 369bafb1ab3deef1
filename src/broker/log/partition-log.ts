import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import {
  attribute,
  type BatchView,
  batchesOf,
  type ControlType,
  controlTypeOfKey,
  crc32c,
  decodeBatch,
  type ErrorName,
  errorCode,
  field,
  HEADER_BYTES,
  KafkaError,
  ProtocolError,
  RecordCursor,
} from '../../kafka/index.ts';
import { type AbortedTransaction, ProducerStates } from './producer-state.ts';
import { baseOffsetOf, Segment } from './segment.ts';

/** Ends the name of a folder that is being deleted. */
export const DELETED_SUFFIX = '-delete';

export interface LogOptions {
  /** A new file is begun when one would grow past this. */
  readonly segmentBytes: number;
}

/** What a topic's config asks of the batches that come in. */
export interface AppendRules {
  readonly maxBatchBytes: number;
  /** The broker's clock stands in place of the records' timestamps. */
  readonly logAppendTime: boolean;
  /** How far a timestamp may lie in the past and in the future, milliseconds. */
  readonly maxBehindMs: number;
  readonly maxAheadMs: number;
}

export interface LogRead {
  readonly records: Buffer;
  readonly aborted: readonly AbortedTransaction[];
}

/**
 * The log of one partition: segment files of the record batches as they were received, with base offset and leader
 * epoch set. Written to the operating system before `append` returns: safe against the death of the process,
 * while the machine's own crash may take what was not yet flushed (Kafka's default too; a flush at close).
 */
export class PartitionLog {
  readonly folder: string;
  readonly #options: LogOptions;
  readonly #segments: Segment[] = [];
  readonly #producers = new ProducerStates();
  readonly #listeners = new Set<() => void>();
  #startOffset = 0;
  #endOffset = 0;

  /** Opens the log and repairs it. @param onCut hears how many bytes of a torn tail were cut off */
  static open(folder: string, options: LogOptions, onCut: (path: string, bytes: number) => void): PartitionLog {
    const log = new PartitionLog(folder, options);
    mkdirSync(folder, { recursive: true });
    const baseOffsets = readdirSync(folder)
      .map(baseOffsetOf)
      .filter((offset) => offset !== undefined)
      .sort((a, b) => a - b);
    log.#startOffset = baseOffsets[0] ?? 0;
    baseOffsets.forEach((baseOffset, i) => {
      const segment = new Segment(folder, baseOffset);
      log.#segments.push(segment);
      // Only the last file was being written to; the others were complete when it was begun.
      const cut = segment.recover(i === baseOffsets.length - 1, (batch) => log.#recovered(batch));
      if (cut > 0) onCut(segment.path, cut);
    });
    if (log.#segments.length === 0) log.#segments.push(new Segment(folder, 0));
    log.#endOffset = Math.max(log.#endOffset, log.#active.baseOffset);
    return log;
  }

  private constructor(folder: string, options: LogOptions) {
    this.folder = folder;
    this.#options = options;
  }

  get startOffset(): number {
    return this.#startOffset;
  }

  /** The next offset to be given out: with one broker also the high watermark. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** Where readers of committed records have to stop: the first open transaction. */
  get lastStableOffset(): number {
    return this.#producers.firstOpenOffset() ?? this.#endOffset;
  }

  get sizeBytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  }

  /**
   * Appends the batches of a produce request, and returns the offset of the first record; for a batch that is
   * there already (a retry of an idempotent producer), its offset. Throws a KafkaError when it is refused.
   */
  append(records: Buffer, rules: AppendRules): number {
    const batches = checkedBatches(records, rules);
    const first = batches[0];
    if (!first) throw refused('INVALID_RECORD', 'no record batch');
    const check = this.#producers.check(first);
    if (check.kind === 'duplicate') return check.baseOffset;
    if (check.kind === 'refused') throw refused(check.error, `sequence ${first.baseSequence}`);
    if (rules.logAppendTime) for (const batch of batches) stampAppendTime(batch);
    return this.#write(records, batches);
  }

  /** Appends the marker that ends a transaction. */
  appendControl(batch: Buffer, type: ControlType): void {
    this.#write(batch, [...batchesOf(batch)], type);
  }

  /** @param upTo no batch that begins at or after this offset is given */
  read(offset: number, maxBytes: number, upTo: number): LogRead {
    if (offset >= upTo) return { records: Buffer.alloc(0), aborted: [] };
    for (let i = this.#segmentIndex(offset); i < this.#segments.length; i++) {
      const found = this.#segments[i]?.read(offset, maxBytes);
      if (!found || found.length === 0) continue;
      const records = upTo < this.#endOffset ? cutAt(found, upTo) : found;
      return { records, aborted: this.#producers.abortedBetween(offset, upTo) };
    }
    return { records: Buffer.alloc(0), aborted: [] };
  }

  /** The first record whose timestamp is at or after `timestampMs`, undefined when all are older. */
  async findByTime(timestampMs: number): Promise<{ offset: number; timestampMs: number } | undefined> {
    for (const segment of this.#segments) {
      if (segment.maxTimestampMs < timestampMs) continue;
      const found = await firstAtOrAfter(segment, timestampMs, this.#startOffset);
      if (found) return found;
    }
    return undefined;
  }

  /** The record with the largest timestamp. */
  async findLatestTime(): Promise<{ offset: number; timestampMs: number } | undefined> {
    const largest = this.#segments.reduce((max, segment) => Math.max(max, segment.maxTimestampMs), -1);
    return largest < 0 ? undefined : this.findByTime(largest);
  }

  /** Forgets what lies before `offset` (DeleteRecords); files that hold nothing else are removed. */
  deleteBefore(offset: number): void {
    this.#startOffset = Math.max(this.#startOffset, Math.min(offset, this.#endOffset));
    while (this.#segments.length > 1 && (this.#segments[1]?.baseOffset ?? 0) <= this.#startOffset) {
      this.#segments.shift()?.delete();
    }
  }

  /** Calls back after each append; returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const segment of this.#segments) {
      segment.flush();
      segment.close();
    }
  }

  async delete(): Promise<void> {
    for (const segment of this.#segments) segment.close();
    for (const listener of this.#listeners) listener();
    // Out of the way at once: a topic of the same name may be made while the files go.
    const doomed = `${this.folder}.${randomUUID()}${DELETED_SUFFIX}`;
    renameSync(this.folder, doomed);
    await rm(doomed, { recursive: true, force: true });
  }

  get #active(): Segment {
    return this.#segments.at(-1) as Segment;
  }

  #write(records: Buffer, batches: readonly BatchView[], controlType?: ControlType): number {
    const baseOffset = this.#endOffset;
    let next = baseOffset;
    for (const batch of batches) {
      records.writeBigInt64BE(BigInt(next), batch.start + field.baseOffset);
      records.writeInt32BE(0, batch.start + field.leaderEpoch);
      next += batch.lastOffsetDelta + 1;
    }
    if (this.#active.sizeBytes > 0 && this.#active.sizeBytes + records.length > this.#options.segmentBytes) {
      this.#active.flush();
      this.#segments.push(new Segment(this.folder, baseOffset));
    }
    this.#active.append(records, batches);
    this.#endOffset = next;
    for (const batch of batches) this.#producers.appended(batch, controlType);
    for (const listener of this.#listeners) listener();
    return baseOffset;
  }

  #recovered(batch: BatchView): void {
    this.#endOffset = Number(batch.lastOffset) + 1;
    if (batch.producerId >= 0n) this.#producers.appended(batch, batch.isControl ? controlTypeSync(batch) : undefined);
  }

  #segmentIndex(offset: number): number {
    for (let i = this.#segments.length - 1; i > 0; i--) {
      if ((this.#segments[i]?.baseOffset ?? 0) <= offset) return i;
    }
    return 0;
  }
}

/** Control batches are never compressed, and theirs is the first record. */
function controlTypeSync(batch: BatchView): ControlType {
  const section = batch.buffer.subarray(batch.start + HEADER_BYTES, batch.start + batch.size);
  return controlTypeOfKey(new RecordCursor(batch, section).next()?.key ?? null);
}

function checkedBatches(records: Buffer, rules: AppendRules): BatchView[] {
  const { maxBatchBytes } = rules;
  let batches: BatchView[];
  try {
    batches = [...batchesOf(records)];
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw refused('CORRUPT_MESSAGE', error.message);
  }
  const last = batches.at(-1);
  if (last && last.start + last.size !== records.length) throw refused('CORRUPT_MESSAGE', 'a torn record batch');
  for (const batch of batches) {
    if (batch.size > maxBatchBytes) throw refused('MESSAGE_TOO_LARGE', `${batch.size} bytes, allowed ${maxBatchBytes}`);
    if (!batch.hasValidCrc()) throw refused('CORRUPT_MESSAGE', 'another checksum');
    if (batch.recordCount !== batch.lastOffsetDelta + 1 || batch.recordCount < 1) {
      throw refused('INVALID_RECORD', `${batch.recordCount} records up to offset ${batch.lastOffsetDelta}`);
    }
    if (batch.isControl) throw refused('INVALID_RECORD', 'a control batch from a client');
    if (!rules.logAppendTime) checkTimestamps(batch, rules);
  }
  return batches;
}

/** KIP-937; a batch without timestamps has -1. */
function checkTimestamps(batch: BatchView, { maxBehindMs, maxAheadMs }: AppendRules): void {
  const nowMs = Date.now();
  const { baseTimestampMs, maxTimestampMs } = batch;
  if (maxTimestampMs < 0) return;
  if (maxTimestampMs - nowMs > maxAheadMs || nowMs - baseTimestampMs > maxBehindMs) {
    throw refused('INVALID_TIMESTAMP', `timestamps ${baseTimestampMs} to ${maxTimestampMs}, and it is ${nowMs}`);
  }
}

/** One timestamp, in the header, for the whole batch; the checksum covers it. */
function stampAppendTime({ buffer, start, size, attributes }: BatchView): void {
  buffer.writeInt16BE(attributes | attribute.logAppendTime, start + field.attributes);
  buffer.writeBigInt64BE(BigInt(Date.now()), start + field.maxTimestamp);
  buffer.writeUInt32BE(crc32c(buffer, start + field.attributes, start + size), start + field.crc);
}

function cutAt(records: Buffer, upTo: number): Buffer {
  for (const batch of batchesOf(records)) {
    if (Number(batch.baseOffset) >= upTo) return records.subarray(0, batch.start);
  }
  return records;
}

async function firstAtOrAfter(segment: Segment, timestampMs: number, startOffset: number) {
  for (let offset = Math.max(segment.baseOffset, startOffset); ; ) {
    const chunk = segment.read(offset, 1024 * 1024);
    if (chunk.length === 0) return undefined;
    for (const batch of batchesOf(chunk)) {
      offset = Number(batch.lastOffset) + 1;
      if (batch.maxTimestampMs < timestampMs || batch.isControl) continue;
      for (const record of await decodeBatch(batch)) {
        if (record.timestampMs >= timestampMs && Number(record.offset) >= startOffset) {
          return { offset: Number(record.offset), timestampMs: record.timestampMs };
        }
      }
    }
  }
}

function refused(name: ErrorName, detail: string): KafkaError {
  return new KafkaError(errorCode(name), 'Append', detail);
}
