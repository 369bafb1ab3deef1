import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { createConsumer, type KafkaConsumer } from '../../../src/kafka/index.ts';
import { waitUntil } from '../../harness/index.ts';
import { type FileTarget, Place } from './place.ts';
import type { SinkCase } from './sink-cases.ts';
import type { SourceCase } from './source-cases.ts';
import { written } from './steps.ts';

const text = 'org.apache.kafka.connect.storage.StringConverter';
const maxMessageBytes = 40_000_000;

/** Runs rows on both workers over one broker, all of them at once: most of their time is waiting. */
export class FileStreamRun {
  readonly #admin: Admin;
  readonly #producer: Producer;
  readonly #consumer: KafkaConsumer;
  readonly #seen = new Map<string, string[]>();
  #reading = true;
  #read: Promise<void> | undefined;

  constructor(bootstrap: string) {
    const kafka = new Kafka({ clientId: 'file-stream', brokers: [bootstrap], logLevel: logLevel.NOTHING });
    this.#admin = kafka.admin({ retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 1000 } });
    this.#producer = kafka.producer();
    this.#consumer = createConsumer({ bootstrapServers: [bootstrap], clientId: 'file-stream' }, { groupId: 'unused' });
  }

  /** Makes the topics of all places first, so that nothing waits for one; then collects whatever arrives in them. */
  async start(places: readonly Place[]): Promise<void> {
    await this.#admin.connect();
    await this.#producer.connect();
    const configEntries = [{ name: 'max.message.bytes', value: String(maxMessageBytes) }];
    await this.#admin.createTopics({
      topics: places.map(({ topic }) => ({ topic, numPartitions: 1, configEntries })),
      waitForLeaders: true,
    });
    this.#consumer.assign(places.map(({ topic }) => ({ topic, partition: 0 })));
    this.#read = this.#collect();
  }

  async stop(): Promise<void> {
    this.#reading = false;
    await this.#read;
    await this.#consumer.close();
    await this.#producer.disconnect();
    await this.#admin.disconnect();
  }

  place(id: string, target: FileTarget): Place {
    return new Place(id, target, { admin: this.#admin, producer: this.#producer });
  }

  async runSource(row: SourceCase, at: Place): Promise<void> {
    const own = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: at.file, topic: at.topic };
    for (const step of row.before ?? []) await step(at);
    await at.call('PUT', '/config', { ...own, 'value.converter': text, ...row.config });
    for (const step of row.steps) await step(at);
    await at.arrived(expectedLines(row, at).length);
  }

  async runSink(row: SinkCase, at: Place): Promise<void> {
    const own = { 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: at.file, topics: at.topic };
    for (const step of row.before ?? []) await step(at);
    await at.call('PUT', '/config', { ...own, ...row.config });
    for (const step of row.steps) await step(at);
    const expected = expectedFile(row, at);
    if (expected !== null) await written(expected)(at);
  }

  /** Every record of a place's topic. */
  async records(at: Place): Promise<readonly string[]> {
    const count = await at.recordCount();
    return waitUntil(`${count} records of ${at.topic}`, () => {
      const seen = this.#seen.get(at.topic) ?? [];
      return seen.length >= count && seen;
    });
  }

  async #collect(): Promise<void> {
    while (this.#reading) {
      for (const { topic, value } of await this.#consumer.poll(200)) {
        const seen = this.#seen.get(topic) ?? [];
        seen.push(value?.toString() ?? 'null');
        this.#seen.set(topic, seen);
      }
    }
  }
}

export function expectedLines(row: SourceCase, at: Place): readonly string[] {
  return at.label === 'jv' ? (row.theirs ?? row.lines) : row.lines;
}

export function expectedFile(row: SinkCase, at: Place): string | null {
  return at.label === 'jv' ? (row.theirs ?? row.file) : row.file;
}

/** null where there is no file. */
export function contentOf({ file }: Place): string | null {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : null;
}

/** Text as a failing test may show it: one of megabytes as its length and digest. */
export function short(value: string): string {
  const digest = () => createHash('sha256').update(value).digest('hex').slice(0, 16);
  return value.length > 2000 ? `${value.length} characters, ${digest()}` : value;
}
