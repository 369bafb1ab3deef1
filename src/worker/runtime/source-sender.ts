import { sleep } from '../../core/index.ts';
import type { KafkaProducer, ProducerRecord } from '../../kafka/index.ts';
import type { SourceRecord } from '../data/index.ts';
import type { RecordErrors } from '../errors/index.ts';
import type { SourceTaskMetrics } from '../metrics/index.ts';
import { ConnectError } from '../plugins/index.ts';
import type { SubmittedBatch } from './submitted-records.ts';

/** What is sent together: the converted records, and the record that each came from. */
export interface SourceBatch {
  /** Apart from the records: it is kept until the offsets are committed, and they must not be. */
  readonly submitted: SubmittedBatch;
  readonly records: ProducerRecord[];
  readonly sources: SourceRecord[];
  sizeBytes: number;
}

/**
 * Enough in flight to keep encoding while the broker writes; little enough that memory stays bounded. As buffer.memory
 * of the Java client, which takes its place.
 */
const MAX_IN_FLIGHT_BYTES = 32 * 1024 * 1024;
const MAX_IN_FLIGHT_BATCHES = 16;
const TASK_CLASS = 'org.apache.kafka.connect.source.SourceTask';

/** Sends batches without waiting for one before the next, up to a limit, and marks them when acknowledged. */
export class SourceSender {
  readonly #producer: KafkaProducer;
  readonly #errors: RecordErrors;
  readonly #metrics: SourceTaskMetrics;
  readonly #onActiveTopic: (topic: string) => void;
  readonly #maxInFlightBytes: number;
  readonly #activeTopics = new Set<string>();
  readonly #inFlight = new Set<Promise<void>>();
  #inFlightBytes = 0;
  #failure: { readonly error: unknown } | null = null;
  /** Called when a batch is done, or the task is to stop. */
  #onChange: (() => void) | null = null;

  constructor(
    producer: KafkaProducer,
    errors: RecordErrors,
    metrics: SourceTaskMetrics,
    onActiveTopic: (topic: string) => void,
    maxInFlightBytes = MAX_IN_FLIGHT_BYTES,
  ) {
    this.#producer = producer;
    this.#errors = errors;
    this.#metrics = metrics;
    this.#onActiveTopic = onActiveTopic;
    this.#maxInFlightBytes = maxInFlightBytes;
  }

  send(batch: SourceBatch): void {
    this.#inFlightBytes += batch.sizeBytes;
    const sending = this.#sendAndMark(batch).finally(() => {
      this.#inFlightBytes -= batch.sizeBytes;
      this.#inFlight.delete(sending);
      this.wake();
    });
    this.#inFlight.add(sending);
  }

  /**
   * Resolves when another batch may be sent, or the signal is aborted (`wake` has to be called then).
   * @throws ConnectError where a batch before could not be sent
   */
  async untilRoom(signal: AbortSignal): Promise<void> {
    while (this.#failure === null && !signal.aborted && this.#isFull) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Ends a wait of `untilRoom` so that it looks again. */
  wake(): void {
    this.#onChange?.();
    this.#onChange = null;
  }

  /** Resolves when nothing is in flight any more, or after `timeoutMs`. */
  async untilAllDone(timeoutMs: number): Promise<void> {
    if (this.#inFlight.size === 0) return;
    const waiting = new AbortController();
    await Promise.race([Promise.all(this.#inFlight), sleep(timeoutMs, waiting.signal)]);
    waiting.abort();
  }

  get #isFull(): boolean {
    return this.#inFlight.size >= MAX_IN_FLIGHT_BATCHES || this.#inFlightBytes >= this.#maxInFlightBytes;
  }

  async #sendAndMark(batch: SourceBatch): Promise<void> {
    try {
      if (this.#errors.toleratesAll) await this.#sendEach(batch);
      else await this.#producer.send(batch.records);
    } catch (cause) {
      this.#failure ??= { error: producerFailure(cause) };
      return;
    }
    batch.submitted.isAcknowledged = true;
    this.#metrics.written(batch.records.length);
    for (const { topic } of batch.records) this.#noteTopic(topic);
  }

  /** With errors.tolerance=all one record that Kafka refuses must not take the others with it. */
  async #sendEach(batch: SourceBatch): Promise<void> {
    const sends = batch.records.map(async (converted, i) => {
      try {
        await this.#producer.send([converted]);
      } catch (error) {
        const failed = { kind: 'source', record: batch.sources[i]! } as const;
        await this.#errors.dropOrThrow({ stage: 'KAFKA_PRODUCE', className: TASK_CLASS, failed, error });
      }
    });
    await Promise.all(sends);
  }

  #noteTopic(topic: string): void {
    if (this.#activeTopics.has(topic)) return;
    this.#activeTopics.add(topic);
    this.#onActiveTopic(topic);
  }
}

function producerFailure(cause: unknown): ConnectError {
  return new ConnectError('Unrecoverable exception from producer send callback', { cause });
}
