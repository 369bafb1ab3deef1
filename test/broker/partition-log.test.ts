import { describe, expect, it } from 'vitest';
import { type AppendRules, PartitionLog } from '../../src/broker/log/partition-log.ts';
import { BatchEncoder, batchesOf, encodeEndMarker } from '../../src/kafka/index.ts';
import { temporaryFolder } from './start.ts';

const rules: AppendRules = {
  maxBatchBytes: 1_000_000,
  logAppendTime: false,
  maxBehindMs: Number.MAX_SAFE_INTEGER,
  maxAheadMs: Number.MAX_SAFE_INTEGER,
};
const open = (folder: string, segmentBytes = 1_000_000) => PartitionLog.open(folder, { segmentBytes }, () => undefined);

/** A batch of `count` records of an idempotent (or transactional) producer. */
function batch(producerId: number, epoch: number, sequence: number, count = 1, transactional = false): Buffer {
  const encoder = new BatchEncoder();
  for (let i = 0; i < count; i++) encoder.append(null, Buffer.from('v'), 1_000);
  return encoder.finishPlain({
    producerId: BigInt(producerId),
    producerEpoch: epoch,
    baseSequence: sequence,
    transactional,
  });
}

function marker(producerId: number, committed: boolean): Buffer {
  const fields = { producerEpoch: 0, coordinatorEpoch: 0, timestampMs: 1_000 };
  return encodeEndMarker({ ...fields, producerId: BigInt(producerId), committed });
}

const offsetsOf = (records: Buffer) => [...batchesOf(records)].map(({ baseOffset }) => Number(baseOffset));

describe('the sequence numbers of an idempotent producer', () => {
  it('make a batch that is sent again count once, also after a restart', () => {
    const folder = temporaryFolder();
    const log = open(folder);
    expect(log.append(batch(1, 0, 0, 3), rules)).toBe(0);
    expect(log.append(batch(1, 0, 3, 2), rules)).toBe(3);
    expect(log.append(batch(1, 0, 0, 3), rules)).toBe(0);
    expect(log.endOffset).toBe(5);
    log.close();
    const again = open(folder);
    expect(again.append(batch(1, 0, 3, 2), rules)).toBe(3);
    expect(again.append(batch(1, 0, 5), rules)).toBe(5);
    again.close();
  });

  it.each([
    { name: 'a gap', next: batch(1, 0, 9), why: /OUT_OF_ORDER_SEQUENCE_NUMBER/ },
    { name: 'an older epoch', next: batch(1, -1, 0), why: /INVALID_PRODUCER_EPOCH/ },
    { name: 'a new epoch that does not begin at 0', next: batch(1, 1, 5), why: /OUT_OF_ORDER_SEQUENCE_NUMBER/ },
  ])('refuse $name', ({ next, why }) => {
    const log = open(temporaryFolder());
    log.append(batch(1, 0, 0, 3), rules);
    expect(() => log.append(next, rules)).toThrow(why);
    expect(log.endOffset).toBe(3);
    log.close();
  });

  it('go on at 0 after the largest', () => {
    const log = open(temporaryFolder());
    log.append(batch(1, 0, 0x7ffffffe, 2), rules);
    expect(log.append(batch(1, 0, 0), rules)).toBe(2);
    log.close();
  });
});

describe('transactions', () => {
  it('hold back what comes after the first open one, and tell which were aborted, also after a restart', () => {
    const folder = temporaryFolder();
    const log = open(folder);
    log.append(batch(-1, -1, -1), rules);
    log.append(batch(1, 0, 0, 1, true), rules);
    log.append(batch(2, 0, 0, 1, true), rules);
    expect(log.lastStableOffset).toBe(1);
    expect(offsetsOf(log.read(0, 1_000, log.lastStableOffset).records)).toEqual([0]);
    log.appendControl(marker(1, false), 'abort');
    expect(log.lastStableOffset).toBe(2);
    log.close();
    const again = open(folder);
    expect(again.lastStableOffset).toBe(2);
    again.appendControl(marker(2, true), 'commit');
    expect(again.lastStableOffset).toBe(5);
    expect(again.read(0, 1_000, 5).aborted).toEqual([{ producerId: 1n, firstOffset: 1, lastOffset: 3 }]);
    expect(again.read(4, 1_000, 5).aborted).toEqual([]);
    again.close();
  });
});

describe('reading', () => {
  it('begins with the batch that holds the offset, gives at least that one, and ends at the limit', () => {
    const log = open(temporaryFolder());
    for (let i = 0; i < 100; i++) log.append(batch(-1, -1, -1, 10), rules);
    expect(offsetsOf(log.read(0, 1, 1_000).records)).toEqual([0]);
    expect(offsetsOf(log.read(505, 1, 1_000).records)).toEqual([500]);
    expect(offsetsOf(log.read(980, 1_000_000, 1_000).records)).toEqual([980, 990]);
    expect(log.read(1_000, 1_000_000, 1_000).records).toHaveLength(0);
    log.close();
  });

  it('finds each offset over many files', () => {
    const log = open(temporaryFolder(), 500);
    for (let i = 0; i < 50; i++) log.append(batch(-1, -1, -1, 3), rules);
    for (let offset = 0; offset < 150; offset++) {
      expect(offsetsOf(log.read(offset, 1, 150).records)[0]).toBe(offset - (offset % 3));
    }
    log.deleteBefore(100);
    expect(log.startOffset).toBe(100);
    expect(offsetsOf(log.read(100, 1, 150).records)[0]).toBe(99);
    log.close();
  });
});
