import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import type { ConnectorOffsets, ConnectorStateInfo } from '../../../src/core/index.ts';
import { type ConsumerRecord, createConsumer, type KafkaConsumer } from '../../../src/kafka/index.ts';
import { connectRest, waitUntil } from '../../harness/index.ts';
import { traceMessages, withoutParserText } from '../parser-text.ts';
import type { SinkCase, SourceCase } from './data-case.ts';

/** One of the two workers, with the broker that both share. */
export interface DataTarget {
  /** Two letters: names on both sides have one length. */
  readonly label: string;
  readonly url: string;
  readonly folder: string;
}

/** A record as it is compared: bytes that are no UTF-8 as hex, times left out. */
export interface ShownRecord {
  readonly key: string | null;
  readonly value: string | null;
  /** In the order of the record. */
  readonly headers: readonly (readonly [key: string, value: unknown])[];
}

/** What one row did on one worker, with the row's own names put back. */
export interface Outcome {
  readonly state: string;
  /** The messages of the trace, without its frames. */
  readonly trace: readonly string[];
  readonly records: readonly ShownRecord[];
  readonly file: string;
}

const base = {
  'tasks.max': '1',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};

/** Runs rows on both workers over one broker, and shows what came of each. */
export class DataRun {
  readonly #admin: Admin;
  readonly #producer: Producer;
  /** Without a group: one that reads seven hundred topics loses its place on a busy machine. */
  readonly #consumer: KafkaConsumer;
  readonly #seen = new Map<string, ConsumerRecord[]>();
  #reading = true;
  #read: Promise<void> | undefined;

  constructor(bootstrap: string) {
    const kafka = new Kafka({
      clientId: 'data-test',
      brokers: [bootstrap],
      logLevel: logLevel.NOTHING,
      // Hundreds of new topics have no leader yet for a while.
      retry: { retries: 50, initialRetryTime: 100, maxRetryTime: 1000 },
    });
    this.#admin = kafka.admin();
    this.#producer = kafka.producer();
    this.#consumer = createConsumer({ bootstrapServers: [bootstrap], clientId: 'data-test' }, { groupId: 'unused' });
  }

  /** Makes every topic first, so that nothing waits for one; then collects whatever arrives in them. */
  async start(topics: readonly string[]): Promise<void> {
    await this.#admin.connect();
    await this.#producer.connect();
    await this.#admin.createTopics({
      topics: topics.map((topic) => ({ topic, numPartitions: 1 })),
      waitForLeaders: true,
    });
    this.#consumer.assign(topics.map((topic) => ({ topic, partition: 0 })));
    this.#read = this.#collect();
  }

  async #collect(): Promise<void> {
    while (this.#reading) {
      for (const record of await this.#consumer.poll(200)) {
        const seen = this.#seen.get(record.topic);
        if (seen) seen.push(record);
        else this.#seen.set(record.topic, [record]);
      }
    }
  }

  async stop(): Promise<void> {
    this.#reading = false;
    await this.#read;
    await this.#consumer.close();
    await this.#producer.disconnect();
    await this.#admin.disconnect();
  }

  async startSource(row: SourceCase, id: string, target: DataTarget): Promise<void> {
    const names = namesOf(id, target);
    writeFileSync(names.input, row.lines.map((line) => `${line}\n`).join(''));
    const own = { 'connector.class': 'FileStreamSource', file: names.input, topic: names.topic };
    await create(target, names, { ...base, ...own, ...row.config });
  }

  async startSink(row: SinkCase, id: string, target: DataTarget): Promise<void> {
    const names = namesOf(id, target);
    const messages = row.records.map(({ key = null, value, headers, timestampMs }) => ({
      key,
      value,
      ...(headers ? { headers } : {}),
      timestamp: String(timestampMs ?? 1_700_000_000_000),
    }));
    await this.#producer.send({ topic: names.topic, messages });
    const own = { 'connector.class': 'FileStreamSink', file: names.output, topics: names.topic };
    await create(target, names, { ...base, ...own, ...row.config });
  }

  async sourceOutcome(row: SourceCase, id: string, target: DataTarget): Promise<Outcome> {
    const names = namesOf(id, target);
    const topic = (row.topic ?? '{t}').replace('{t}', names.topic);
    if (row.expect === 'a failed task') return this.#outcome(await failed(target, names), topic, names);
    const count = row.expect;
    await waitUntil(`${target.label}: ${count} records`, async () => {
      const status = await statusOf(target, names);
      const trace = status.tasks[0]?.trace;
      if (trace) throw new Error(trace);
      return (await this.#end(topic)) >= count;
    });
    return this.#outcome(await statusOf(target, names), topic, names);
  }

  async sinkOutcome(row: SinkCase, id: string, target: DataTarget): Promise<Outcome> {
    const names = namesOf(id, target);
    if (row.expect === 'a failed task') return this.#outcome(await failed(target, names), names.queue, names);
    await waitUntil(`${target.label}: all records committed`, async () => {
      const status = await statusOf(target, names);
      const trace = status.tasks[0]?.trace;
      if (trace) throw new Error(trace);
      const { offsets } = await connectRest<ConnectorOffsets>(
        target.url,
        'GET',
        `/connectors/${names.connector}/offsets`,
      );
      return Number(offsets[0]?.offset?.['kafka_offset']) === row.records.length;
    });
    return this.#outcome(await statusOf(target, names), names.queue, names);
  }

  async #outcome(status: ConnectorStateInfo, topic: string, names: Names): Promise<Outcome> {
    const end = await this.#end(topic);
    const seen = await waitUntil(`${end} records of ${topic}`, () => {
      const messages = this.#seen.get(topic) ?? [];
      return messages.length >= end && messages;
    });
    const [task] = status.tasks;
    const outcome: Outcome = {
      state: task?.state ?? 'no task',
      trace: traceMessages(task?.trace ?? ''),
      records: seen.map(show),
      file: existsSync(names.output) ? readFileSync(names.output, 'utf8') : '',
    };
    return names.putBack(outcome);
  }

  async #end(topic: string): Promise<number> {
    const [partition] = await this.#admin.fetchTopicOffsets(topic);
    return Number(partition?.high ?? 0);
  }
}

interface Names {
  readonly connector: string;
  readonly topic: string;
  readonly queue: string;
  readonly input: string;
  readonly output: string;
  fill(text: string): string;
  putBack<T>(value: T): T;
}

/** What a row's placeholders stand for on one worker. */
export function namesOf(id: string, target: DataTarget): Names {
  const own = `${id}-${target.label}`;
  const [topic, queue] = [`topic-${own}`, `queue-${own}`];
  return {
    connector: `data-${own}`,
    topic,
    queue,
    input: join(target.folder, `${own}.in`),
    output: join(target.folder, `${own}.out`),
    fill: (text) => text.replaceAll('{t}', topic).replaceAll('{q}', queue),
    putBack: (value) => JSON.parse(JSON.stringify(value).replaceAll(target.folder, '{folder}').replaceAll(own, '{id}')),
  };
}

async function create(target: DataTarget, names: Names, config: Readonly<Record<string, string>>): Promise<void> {
  const filled = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, names.fill(value)]));
  await connectRest(target.url, 'PUT', `/connectors/${names.connector}/config`, filled);
}

function statusOf(target: DataTarget, names: Names): Promise<ConnectorStateInfo> {
  return connectRest(target.url, 'GET', `/connectors/${names.connector}/status`);
}

function failed(target: DataTarget, names: Names): Promise<ConnectorStateInfo> {
  return waitUntil(`${target.label}: the task to fail`, async () => {
    const status = await statusOf(target, names);
    if (status.tasks[0]?.state !== 'FAILED') throw new Error(JSON.stringify(status));
    return status;
  });
}

function show(record: ConsumerRecord): ShownRecord {
  const headers = record.headers.map(({ key, value }) => {
    const text = value === null ? null : showBytes(value);
    return [key, key.endsWith('.stacktrace') ? traceMessages(text ?? '') : text && withoutParserText(text)] as const;
  });
  return {
    key: record.key === null ? null : showBytes(record.key),
    value: record.value === null ? null : showBytes(record.value),
    headers,
  };
}

function showBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : `hex ${bytes.toString('hex')}`;
}
