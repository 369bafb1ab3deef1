import type { KafkaProducer, ProducerRecord, RecordMetadata } from '../../../src/kafka/index.ts';

/** Keeps what is sent. With `hold`, a send waits until `release`; `refuse` makes records fail for good. */
export class FakeProducer implements KafkaProducer {
  readonly sent: ProducerRecord[] = [];
  refuse: (record: ProducerRecord) => Error | null = () => null;
  hold = false;
  isClosed = false;
  inFlight = 0;
  readonly #held: (() => void)[] = [];

  async send(records: readonly ProducerRecord[]): Promise<readonly RecordMetadata[]> {
    this.inFlight++;
    if (this.hold) await new Promise<void>((resolve) => this.#held.push(resolve));
    else await new Promise((resolve) => setImmediate(resolve));
    this.inFlight--;
    const refusal = records.map(this.refuse).find((error) => error !== null);
    if (refusal) throw refusal;
    this.sent.push(...records);
    return records.map(({ topic }) => ({ topic, partition: 0, offset: BigInt(this.sent.length) }));
  }

  /** Lets the oldest `count` held sends go on, all of them by default. */
  release(count = this.#held.length): void {
    for (const resolve of this.#held.splice(0, count)) resolve();
  }

  async partitionsOf(): Promise<number> {
    return 1;
  }

  flush(): void {}

  async close(): Promise<void> {
    this.isClosed = true;
    this.hold = false;
    this.release();
  }

  get values(): (string | null)[] {
    return this.sent.map(({ value }) => value?.toString() ?? null);
  }
}
