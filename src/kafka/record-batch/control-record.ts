import { decodeBatch } from './batch-decoder.ts';
import { BatchEncoder } from './batch-encoder.ts';
import { attribute, type BatchView } from './batch-header.ts';

export type ControlType = 'abort' | 'commit' | 'other';

/** What a control batch says. */
export async function controlTypeOf(batch: BatchView): Promise<ControlType> {
  return controlTypeOfKey((await decodeBatch(batch))[0]?.key ?? null);
}

/** The key of a control record: version int16 and type int16 (ControlRecordType). */
export function controlTypeOfKey(key: Buffer | null): ControlType {
  if (!key || key.length < 4) return 'other';
  const type = key.readInt16BE(2);
  return type === 0 ? 'abort' : type === 1 ? 'commit' : 'other';
}

/** The marker that ends a transaction in a partition (EndTransactionMarker: version int16, coordinator epoch int32). */
export function encodeEndMarker(marker: {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly committed: boolean;
  readonly coordinatorEpoch: number;
  readonly timestampMs: number;
}): Buffer {
  const key = Buffer.alloc(4);
  key.writeInt16BE(marker.committed ? 1 : 0, 2);
  const value = Buffer.alloc(6);
  value.writeInt32BE(marker.coordinatorEpoch, 2);
  const encoder = new BatchEncoder(256, attribute.control);
  encoder.append(key, value, marker.timestampMs);
  return encoder.finishPlain({
    producerId: marker.producerId,
    producerEpoch: marker.producerEpoch,
    baseSequence: -1,
    transactional: true,
  });
}
