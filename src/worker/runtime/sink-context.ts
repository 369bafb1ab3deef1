import type { KafkaConsumer, TopicPartition } from '../../kafka/index.ts';
import type { Logger } from '../log/index.ts';
import type { ErrantRecordReporter, SinkTaskContext } from '../plugins/index.ts';
import { idOf } from './partition-offsets.ts';

/** What a sink task asked for through its context; the loop carries it out between two batches. */
export class SinkContext implements SinkTaskContext {
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly errantRecordReporter: ErrantRecordReporter | null;
  readonly #consumer: KafkaConsumer;
  readonly #paused = new Map<string, TopicPartition>();
  readonly #seeks = new Map<string, { readonly partition: TopicPartition; readonly offset: bigint }>();
  #isCommitRequested = false;
  #timeoutMs: number | null = null;

  constructor(consumer: KafkaConsumer, signal: AbortSignal, reporter: ErrantRecordReporter | null, log: Logger) {
    this.log = log;
    this.#consumer = consumer;
    this.signal = signal;
    this.errantRecordReporter = reporter;
  }

  assignment(): readonly TopicPartition[] {
    return this.#consumer.assignment();
  }

  seek(partition: TopicPartition, offset: bigint): void {
    this.#seeks.set(idOf(partition), { partition, offset });
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#paused.set(idOf(partition), partition);
    this.#consumer.pause(partitions);
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#paused.delete(idOf(partition));
    this.#consumer.resume(partitions);
  }

  requestCommit(): void {
    this.#isCommitRequested = true;
  }

  timeout(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
  }

  isPaused(partition: TopicPartition): boolean {
    return this.#paused.has(idOf(partition));
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#paused.delete(idOf(partition));
      this.#seeks.delete(idOf(partition));
    }
  }

  takeSeeks(): readonly { readonly partition: TopicPartition; readonly offset: bigint }[] {
    const seeks = [...this.#seeks.values()];
    this.#seeks.clear();
    return seeks;
  }

  takeCommitRequest(): boolean {
    const isRequested = this.#isCommitRequested;
    this.#isCommitRequested = false;
    return isRequested;
  }

  takeTimeout(): number | null {
    const timeoutMs = this.#timeoutMs;
    this.#timeoutMs = null;
    return timeoutMs;
  }
}
