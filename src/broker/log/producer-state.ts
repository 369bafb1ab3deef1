import type { BatchView } from '../../kafka/index.ts';

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
  /** Offset of the abort marker. */
  readonly lastOffset: number;
}

interface SeenBatch {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

interface Producer {
  epoch: number;
  /** The newest five, which is what a client may have in flight (ProducerStateEntry). */
  batches: SeenBatch[];
  firstTransactionOffset: number | undefined;
}

export type SequenceCheck =
  | { readonly kind: 'new' }
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'refused'; readonly error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' | 'INVALID_PRODUCER_EPOCH' };

const KEPT_BATCHES = 5;

/**
 * What a partition remembers of its idempotent and transactional producers, rebuilt from the log at each start:
 * sequence numbers, open transactions, aborted ones. After ProducerStateManager.
 */
export class ProducerStates {
  readonly #producers = new Map<bigint, Producer>();
  readonly #aborted: AbortedTransaction[] = [];

  /** Is this batch the next one of its producer? */
  check(batch: BatchView): SequenceCheck {
    if (batch.producerId < 0n) return { kind: 'new' };
    const known = this.#producers.get(batch.producerId);
    if (!known) return { kind: 'new' };
    const first = batch.baseSequence;
    if (batch.producerEpoch < known.epoch) return { kind: 'refused', error: 'INVALID_PRODUCER_EPOCH' };
    if (batch.producerEpoch > known.epoch || known.batches.length === 0) {
      const isFresh = first === 0 || known.batches.length === 0;
      return isFresh ? { kind: 'new' } : { kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
    }
    const last = addSequence(first, batch.lastOffsetDelta);
    const same = known.batches.find((seen) => seen.firstSequence === first && seen.lastSequence === last);
    if (same) return { kind: 'duplicate', baseOffset: same.baseOffset };
    const expected = addSequence(known.batches.at(-1)?.lastSequence ?? -1, 1);
    return first === expected ? { kind: 'new' } : { kind: 'refused', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' };
  }

  /** Takes note of a batch that stands in the log. @param controlType only of control batches */
  appended(batch: BatchView, controlType?: 'abort' | 'commit' | 'other'): void {
    if (batch.producerId < 0n) return;
    const baseOffset = Number(batch.baseOffset);
    let producer = this.#producers.get(batch.producerId);
    if (!producer || producer.epoch !== batch.producerEpoch) {
      producer = { epoch: batch.producerEpoch, batches: [], firstTransactionOffset: producer?.firstTransactionOffset };
      this.#producers.set(batch.producerId, producer);
    }
    if (batch.isControl) {
      const { firstTransactionOffset } = producer;
      if (controlType === 'abort' && firstTransactionOffset !== undefined) {
        this.#aborted.push({
          producerId: batch.producerId,
          firstOffset: firstTransactionOffset,
          lastOffset: baseOffset,
        });
      }
      producer.firstTransactionOffset = undefined;
      return;
    }
    const firstSequence = batch.baseSequence;
    const lastSequence = addSequence(firstSequence, batch.lastOffsetDelta);
    producer.batches = [...producer.batches.slice(1 - KEPT_BATCHES), { firstSequence, lastSequence, baseOffset }];
    if (batch.isTransactional) producer.firstTransactionOffset ??= baseOffset;
  }

  /** Offset of the oldest open transaction, undefined when none is open. */
  firstOpenOffset(): number | undefined {
    let first: number | undefined;
    for (const { firstTransactionOffset: offset } of this.#producers.values()) {
      if (offset !== undefined && (first === undefined || offset < first)) first = offset;
    }
    return first;
  }

  /** Aborted transactions that reach into offsets `[from, to)`. */
  abortedBetween(from: number, to: number): AbortedTransaction[] {
    return this.#aborted.filter(({ firstOffset, lastOffset }) => lastOffset >= from && firstOffset < to);
  }
}

/** Sequence numbers go from the largest int32 back to 0. */
function addSequence(sequence: number, step: number): number {
  const sum = sequence + step;
  return sum > 0x7fffffff ? sum - 0x80000000 : sum;
}
