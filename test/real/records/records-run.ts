import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorStateInfo } from '../../../src/core/index.ts';
import { createAdmin, createConsumer, type KafkaAdmin, type KafkaConsumer } from '../../../src/kafka/index.ts';
import { connectRest, waitUntil } from '../../harness/index.ts';
import type { Answer } from '../oracle/oracle.ts';
import { traceMessages } from '../parser-text.ts';
import { deadAnswer, failuresOf, producedAnswer, sinkAnswers } from './record-answers.ts';
import type { ConnectorConfig, RecordTable, RefusedRow } from './record-case.ts';
import { type SinkRun, sinkRuns } from './sink-runs.ts';
import { type SourceRun, sourceRuns } from './source-runs.ts';

/** One of the two workers. */
export interface RecordTarget {
  /** Two letters that end the names of all that is its own. */
  readonly label: string;
  readonly url: string;
  readonly folder: string;
  readonly log: () => string;
}

const errors = { 'errors.tolerance': 'all', 'errors.log.enable': 'true', 'errors.log.include.messages': 'true' };

/** Runs a table on one worker, over the broker that both share, and gives an answer by the name of each row. */
export class RecordsRun {
  readonly #target: RecordTarget;
  readonly #refused: readonly RefusedRow[];
  readonly #admin: KafkaAdmin;
  readonly #consumer: KafkaConsumer;
  readonly #sinks: readonly SinkRun[];
  readonly #sources: readonly SourceRun[];
  /** The topic of all sources, and that of all dead letters. */
  readonly #out: string;
  readonly #queue: string;
  /** What sources wrote, by its time, and dead letters by the connector and the place of the record. */
  readonly #produced = new Map<number, Answer>();
  readonly #dead = new Map<string, Answer>();
  readonly #answers = new Map<string, Answer>();

  constructor(target: RecordTarget, bootstrap: string, table: RecordTable) {
    const connection = { bootstrapServers: [bootstrap], clientId: `records-${target.label}` };
    this.#target = target;
    this.#refused = table.refused;
    this.#admin = createAdmin(connection);
    this.#consumer = createConsumer(connection, { groupId: 'unused' });
    this.#sinks = sinkRuns(table.sinks, target.label, target.folder);
    this.#sources = sourceRuns(table.sources, target.label);
    this.#out = `db.shop.out-${target.label}`;
    this.#queue = `dead-${target.label}`;
  }

  async run(): Promise<ReadonlyMap<string, Answer>> {
    const topics = [this.#out, this.#queue];
    for (const name of topics) {
      await this.#admin.createTopic({ name, partitions: 1, replicationFactor: 1, config: {} });
    }
    this.#consumer.assign(topics.map((topic) => ({ topic, partition: 0 })));
    for (const sink of this.#sinks) await this.#startSink(sink);
    for (const source of this.#sources) await this.#startSource(source);
    for (const row of this.#refused) await this.#refuse(row);
    for (const sink of this.#sinks) await this.#isCommitted(sink);
    await this.#readToEnd();
    this.#answerSinks();
    this.#answerSources();
    await this.#consumer.close();
    await this.#admin.close();
    return this.#answers;
  }

  async #startSource({ connector, lines, group }: SourceRun): Promise<void> {
    const file = join(this.#target.folder, `${connector}.in`);
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    const own = { 'connector.class': 'test.RecordSourceConnector', file, topic: this.#out };
    await this.#create(connector, { ...own, ...group.config });
  }

  async #startSink({ connector, file, group, topics }: SinkRun): Promise<void> {
    await this.#create(connector, {
      'connector.class': 'test.RecordSinkConnector',
      file,
      topics: topics.join(','),
      'errors.deadletterqueue.topic.name': this.#queue,
      'errors.deadletterqueue.topic.replication.factor': '1',
      'errors.deadletterqueue.context.headers.enable': 'true',
      ...group.config,
    });
  }

  #create(connector: string, config: ConnectorConfig): Promise<unknown> {
    return this.#call('PUT', `/connectors/${connector}/config`, { 'tasks.max': '1', ...errors, ...config });
  }

  /** What the worker says to the connector, or else what its task ends with. */
  async #refuse({ name, config }: RefusedRow): Promise<void> {
    const connector = `refused-${this.#target.label}`;
    const file = join(this.#target.folder, 'refused.out');
    const own = { 'connector.class': 'test.RecordSinkConnector', file, topics: 'db.none' };
    try {
      await this.#create(connector, { ...own, ...config });
    } catch (error) {
      this.#answer(name, { error: String(error) });
      return;
    }
    const trace = await waitUntil(`${name} to fail on ${this.#target.label}`, async () => {
      const { tasks } = await this.#call<ConnectorStateInfo>('GET', `/connectors/${connector}/status`);
      return tasks[0]?.trace;
    });
    this.#answer(name, { error: traceMessages(trace).join('; ') });
    await this.#call('DELETE', `/connectors/${connector}`);
  }

  async #isCommitted({ connector, group, places }: SinkRun): Promise<void> {
    await waitUntil(`${connector}, ${group.name}: all records committed`, async () => {
      const offsets = (await this.#admin.groupOffsets(`connect-${connector}`)).map(({ offset }) => Number(offset));
      if (offsets.reduce((sum, offset) => sum + offset, 0) === places.length) return true;
      const { tasks } = await this.#call<ConnectorStateInfo>('GET', `/connectors/${connector}/status`);
      throw new Error(JSON.stringify({ offsets, wanted: places.length, tasks }));
    });
  }

  /** Until the end of every source has come, and that of every sink, as a line of its file or as a dead letter. */
  async #readToEnd(): Promise<void> {
    const ends = this.#sources.map((source) => ({ source, endMs: source.firstMs + source.group.rows.length }));
    const silent = this.#sinks.filter(({ file, places }) => !sinkAnswers(file).has(places.at(-1)!));
    await waitUntil('the end of every connector', async () => {
      await this.#readMore();
      const late = [
        ...ends.filter(({ endMs }) => !this.#produced.has(endMs)).map(({ source }) => source),
        ...silent.filter(({ connector, places }) => !this.#dead.has(`${connector} ${places.at(-1)}`)),
      ];
      if (late.length > 0)
        throw new Error(late.map(({ connector, group }) => `${connector}, ${group.name}`).join('; '));
      return true;
    });
  }

  async #readMore(): Promise<void> {
    for (const record of await this.#consumer.poll(200)) {
      if (record.topic === this.#out) this.#produced.set(record.timestampMs, producedAnswer(record));
      else this.#dead.set(...deadAnswer(record));
    }
  }

  #answerSinks(): void {
    for (const { connector, file, group, places } of this.#sinks) {
      const given = sinkAnswers(file);
      for (const [index, { name }] of group.rows.entries()) {
        const place = places[index]!;
        this.#answer(name, given.get(place) ?? this.#dead.get(`${connector} ${place}`) ?? { dropped: true });
      }
    }
  }

  #answerSources(): void {
    const failures = failuresOf(this.#target.log());
    for (const { connector, group, firstMs } of this.#sources) {
      for (const [index, { name }] of group.rows.entries()) {
        const produced = this.#produced.get(firstMs + index);
        this.#answer(name, produced ?? failures.get(`${connector} ${index}`) ?? { dropped: true });
      }
    }
  }

  /** With what is the worker's own put back, and no address of a Java object. */
  #answer(row: string, answer: Answer): void {
    const text = JSON.stringify(answer)
      .replaceAll(this.#target.folder, '{folder}')
      .replaceAll(`-${this.#target.label}`, '-{w}')
      .replace(/\[B@[0-9a-f]+/g, '[B@…');
    this.#answers.set(row, JSON.parse(text) as Answer);
  }

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return connectRest<T>(this.#target.url, method, path, body);
  }
}
