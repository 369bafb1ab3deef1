import { encodeEndMarker, errorCode } from '../../kafka/index.ts';
import type { CommittedOffset, OffsetStore } from '../groups/offset-store.ts';
import { Journal } from '../journal.ts';
import type { TopicCatalogue } from '../topics/topic-catalogue.ts';

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

interface Transaction {
  readonly transactionalId: string;
  producerId: number;
  epoch: number;
  timeoutMs: number;
  /** Decided, and being carried out: markers may have been written. */
  ending: 'commit' | 'abort' | null;
  partitions: readonly Partition[];
  offsets: readonly { readonly group: string; readonly offsets: readonly CommittedOffset[] }[];
}

type Entry =
  | { readonly kind: 'producer-ids'; readonly next: number }
  | ({ readonly kind: 'transaction' } & Transaction);

export interface ProducerIdentity {
  readonly errorCode: number;
  readonly producerId: number;
  readonly epoch: number;
}

/** Ids are reserved this many at a time, so that the journal is not written for each. */
const ID_BLOCK = 1_000;
/** transaction.max.timeout.ms of Kafka. */
const MAX_TIMEOUT_MS = 900_000;
/** Past this a producer gets a new id; one more fits, for fencing (the epoch is an int16). */
const MAX_EPOCH = 32_766;
/** The journal is written anew when it holds this many lines more than there are transactions. */
const SLACK_LINES = 10_000;

/**
 * Hands out producer ids and keeps the state of transactions in a journal. A transaction that was decided when the
 * process died is carried out at the next start; an open one is aborted when its timeout is over.
 */
export class TransactionCoordinator {
  readonly #journal: Journal;
  readonly #topics: TopicCatalogue;
  readonly #groupOffsets: OffsetStore;
  readonly #transactions = new Map<string, Transaction>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #nextProducerId = 0;
  #reservedTo = 0;

  constructor(journalPath: string, topics: TopicCatalogue, groupOffsets: OffsetStore) {
    this.#topics = topics;
    this.#groupOffsets = groupOffsets;
    this.#journal = Journal.open(journalPath, (line) => {
      const entry = line as Entry;
      if (entry.kind === 'producer-ids') this.#reservedTo = entry.next;
      else this.#transactions.set(entry.transactionalId, { ...entry });
    });
    this.#nextProducerId = this.#reservedTo;
    this.#compact();
    for (const transaction of this.#transactions.values()) {
      if (transaction.ending) this.#carryOut(transaction);
      else if (isOpen(transaction)) this.#startTimer(transaction);
    }
  }

  /** An id of its own for an idempotent producer; for a transactional one its id with the next epoch, fencing others. */
  initProducer(
    transactionalId: string | null,
    timeoutMs: number,
    claimed: { readonly producerId: number; readonly epoch: number },
  ): ProducerIdentity {
    if (transactionalId === null) return { errorCode: 0, producerId: this.#newProducerId(), epoch: 0 };
    if (transactionalId === '') return refused('INVALID_REQUEST');
    if (timeoutMs <= 0 || timeoutMs > MAX_TIMEOUT_MS) return refused('INVALID_TRANSACTION_TIMEOUT');
    const known = this.#transactions.get(transactionalId);
    if (!known) {
      const transaction = newTransaction(transactionalId, this.#newProducerId(), timeoutMs);
      this.#transactions.set(transactionalId, transaction);
      this.#save(transaction);
      return { errorCode: 0, producerId: transaction.producerId, epoch: 0 };
    }
    const isStale = claimed.producerId === known.producerId && claimed.epoch >= 0 && claimed.epoch < known.epoch;
    if (isStale) return refused('PRODUCER_FENCED');
    if (isOpen(known)) {
      // The fenced producer's last writes must not come in after the marker: abort with the epoch raised.
      known.epoch++;
      this.#end(known, 'abort');
    }
    this.#raiseEpoch(known);
    known.timeoutMs = timeoutMs;
    this.#save(known);
    return { errorCode: 0, producerId: known.producerId, epoch: known.epoch };
  }

  addPartitions(transactionalId: string, producerId: number, epoch: number, partitions: readonly Partition[]): number {
    const transaction = this.#transactions.get(transactionalId);
    const code = checkProducer(transaction, producerId, epoch);
    if (code !== 0 || !transaction) return code;
    const wasOpen = isOpen(transaction);
    const known = new Set(transaction.partitions.map(keyOf));
    const added = partitions.filter((partition) => !known.has(keyOf(partition)));
    if (added.length > 0) {
      transaction.partitions = [...transaction.partitions, ...added];
      this.#save(transaction);
    }
    if (!wasOpen) this.#startTimer(transaction);
    return 0;
  }

  /** Announces that offsets of a group will be committed in the transaction. */
  addGroup(transactionalId: string, producerId: number, epoch: number, group: string): number {
    return this.addOffsets(transactionalId, producerId, epoch, group, []);
  }

  /** Offsets that count when the transaction is committed. */
  addOffsets(
    transactionalId: string,
    producerId: number,
    epoch: number,
    group: string,
    offsets: readonly CommittedOffset[],
  ): number {
    const transaction = this.#transactions.get(transactionalId);
    const code = checkProducer(transaction, producerId, epoch);
    if (code !== 0 || !transaction) return code;
    const wasOpen = isOpen(transaction);
    transaction.offsets = [...transaction.offsets, { group, offsets }];
    this.#save(transaction);
    if (!wasOpen) this.#startTimer(transaction);
    return 0;
  }

  end(transactionalId: string, producerId: number, epoch: number, committed: boolean): number {
    const transaction = this.#transactions.get(transactionalId);
    const code = checkProducer(transaction, producerId, epoch);
    if (code !== 0 || !transaction) return code;
    if (!isOpen(transaction)) return committed ? errorCode('INVALID_TXN_STATE') : 0;
    this.#end(transaction, committed ? 'commit' : 'abort');
    return 0;
  }

  /** May this producer write to this partition in a transaction now? */
  isOpenIn(producerId: bigint, { topic, partition }: Partition): boolean {
    for (const transaction of this.#transactions.values()) {
      if (BigInt(transaction.producerId) !== producerId) continue;
      return transaction.partitions.some((entry) => entry.topic === topic && entry.partition === partition);
    }
    return false;
  }

  /** Are offsets of this group and partition waiting for the end of a transaction? */
  hasPendingOffset(group: string, { topic, partition }: Partition): boolean {
    for (const transaction of this.#transactions.values()) {
      for (const entry of transaction.offsets) {
        if (entry.group !== group) continue;
        if (entry.offsets.some((offset) => offset.topic === topic && offset.partition === partition)) return true;
      }
    }
    return false;
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#journal.close();
  }

  #end(transaction: Transaction, ending: 'commit' | 'abort'): void {
    clearTimeout(this.#timers.get(transaction.transactionalId));
    transaction.ending = ending;
    this.#save(transaction);
    this.#carryOut(transaction);
  }

  /** Writes the markers and the offsets. Done twice after a crash it changes nothing: a marker alone ends nothing more. */
  #carryOut(transaction: Transaction): void {
    const committed = transaction.ending === 'commit';
    for (const { topic, partition } of transaction.partitions) {
      const marker = encodeEndMarker({
        producerId: BigInt(transaction.producerId),
        producerEpoch: transaction.epoch,
        committed,
        coordinatorEpoch: 0,
        timestampMs: Date.now(),
      });
      this.#topics.partition(topic, partition)?.appendControl(marker, committed ? 'commit' : 'abort');
    }
    if (committed) for (const { group, offsets } of transaction.offsets) this.#groupOffsets.commit(group, offsets);
    transaction.partitions = [];
    transaction.offsets = [];
    transaction.ending = null;
    this.#save(transaction);
  }

  #startTimer(transaction: Transaction): void {
    const expire = () => {
      if (!isOpen(transaction)) return;
      transaction.epoch++;
      this.#end(transaction, 'abort');
    };
    clearTimeout(this.#timers.get(transaction.transactionalId));
    this.#timers.set(transaction.transactionalId, setTimeout(expire, transaction.timeoutMs));
  }

  #raiseEpoch(transaction: Transaction): void {
    if (transaction.epoch < MAX_EPOCH) {
      transaction.epoch++;
      return;
    }
    transaction.producerId = this.#newProducerId();
    transaction.epoch = 0;
  }

  #newProducerId(): number {
    if (this.#nextProducerId === this.#reservedTo) {
      this.#reservedTo += ID_BLOCK;
      this.#journal.append({ kind: 'producer-ids', next: this.#reservedTo });
    }
    return this.#nextProducerId++;
  }

  #save(transaction: Transaction): void {
    this.#journal.append({ kind: 'transaction', ...transaction });
    if (this.#journal.lines > this.#transactions.size + SLACK_LINES) this.#compact();
  }

  #compact(): void {
    this.#journal.rewrite([
      { kind: 'producer-ids', next: this.#reservedTo },
      ...[...this.#transactions.values()].map((transaction) => ({ kind: 'transaction', ...transaction })),
    ]);
  }
}

function newTransaction(transactionalId: string, producerId: number, timeoutMs: number): Transaction {
  return { transactionalId, producerId, epoch: 0, timeoutMs, ending: null, partitions: [], offsets: [] };
}

function isOpen(transaction: Transaction): boolean {
  return transaction.partitions.length > 0 || transaction.offsets.length > 0;
}

function checkProducer(transaction: Transaction | undefined, producerId: number, epoch: number): number {
  if (!transaction || transaction.producerId !== producerId) return errorCode('INVALID_PRODUCER_ID_MAPPING');
  return transaction.epoch === epoch ? 0 : errorCode('PRODUCER_FENCED');
}

function refused(error: Parameters<typeof errorCode>[0]): ProducerIdentity {
  return { errorCode: errorCode(error), producerId: -1, epoch: -1 };
}

function keyOf({ topic, partition }: Partition): string {
  return `${topic}-${partition}`;
}
