import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, KafkaError } from '../../kafka/index.ts';
import { Journal } from '../journal.ts';
import { type AppendRules, DELETED_SUFFIX, type LogOptions, PartitionLog } from '../log/partition-log.ts';
import { topicConfigKeys } from './topic-config.ts';

export interface Topic {
  readonly name: string;
  readonly partitions: PartitionLog[];
  config: Readonly<Record<string, string>>;
}

type Entry =
  | { readonly kind: 'cluster'; readonly id: string }
  | { readonly kind: 'topic'; readonly name: string; readonly partitions: number; readonly config: Topic['config'] }
  | { readonly kind: 'deleted'; readonly name: string }
  | { readonly kind: 'start'; readonly name: string; readonly partition: number; readonly offset: number };

/** The topics of this broker: their names and configs in one journal, their records in a folder a partition. */
export class TopicCatalogue {
  readonly clusterId: string;
  readonly #dataDir: string;
  readonly #options: LogOptions;
  readonly #warn: (message: string) => void;
  readonly #journal: Journal;
  readonly #topics = new Map<string, Topic>();

  /** Opens every log and repairs what a crash left torn. */
  constructor(dataDir: string, options: LogOptions, warn: (message: string) => void) {
    this.#dataDir = dataDir;
    this.#options = options;
    this.#warn = warn;
    const topics = new Map<string, { partitions: number; config: Topic['config']; starts: Map<number, number> }>();
    let clusterId = '';
    this.#journal = Journal.open(join(dataDir, 'topics.journal'), (line) => {
      const entry = line as Entry;
      if (entry.kind === 'cluster') clusterId = entry.id;
      else if (entry.kind === 'deleted') topics.delete(entry.name);
      else if (entry.kind === 'start') topics.get(entry.name)?.starts.set(entry.partition, entry.offset);
      else {
        const { partitions, config, name } = entry;
        topics.set(name, { partitions, config, starts: topics.get(name)?.starts ?? new Map() });
      }
    });
    // As Kafka's: a UUID in 22 characters of base64url.
    this.clusterId = clusterId || randomBytes(16).toString('base64url');
    if (!clusterId) this.#journal.append({ kind: 'cluster', id: this.clusterId });
    for (const name of readdirSync(dataDir)) {
      if (name.endsWith(DELETED_SUFFIX)) rmSync(join(dataDir, name), { recursive: true, force: true });
    }
    for (const [name, { partitions, config, starts }] of topics) {
      const logs = Array.from({ length: partitions }, (_, i) => this.#open(name, i));
      for (const [partition, offset] of starts) logs[partition]?.deleteBefore(offset);
      this.#topics.set(name, { name, config, partitions: logs });
    }
  }

  all(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  get(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  partition(name: string, index: number): PartitionLog | undefined {
    return this.#topics.get(name)?.partitions[index];
  }

  /** Throws a KafkaError for a name that Kafka refuses, or that is taken. */
  create(name: string, partitions: number, config: Topic['config'] = {}): Topic {
    checkTopicName(name);
    if (this.#topics.has(name)) throw new KafkaError(errorCode('TOPIC_ALREADY_EXISTS'), `Topic ${name}`);
    const logs = Array.from({ length: partitions }, (_, i) => this.#make(name, i));
    const topic: Topic = { name, config, partitions: logs };
    this.#topics.set(name, topic);
    this.#save(topic);
    return topic;
  }

  addPartitions(topic: Topic, total: number): void {
    while (topic.partitions.length < total) topic.partitions.push(this.#make(topic.name, topic.partitions.length));
    this.#save(topic);
  }

  setConfig(topic: Topic, config: Topic['config']): void {
    topic.config = config;
    this.#save(topic);
  }

  deleteRecords(topic: Topic, partition: number, before: number): void {
    const log = topic.partitions[partition];
    log?.deleteBefore(before);
    this.#journal.append({ kind: 'start', name: topic.name, partition, offset: log?.startOffset ?? 0 });
  }

  async delete(topic: Topic): Promise<void> {
    this.#topics.delete(topic.name);
    this.#journal.append({ kind: 'deleted', name: topic.name });
    for (const log of topic.partitions) await log.delete();
  }

  close(): void {
    for (const topic of this.#topics.values()) for (const log of topic.partitions) log.close();
    this.#journal.close();
  }

  /** A folder of that name belongs to a topic whose deletion a crash cut short. */
  #make(name: string, partition: number): PartitionLog {
    rmSync(join(this.#dataDir, `${name}-${partition}`), { recursive: true, force: true });
    return this.#open(name, partition);
  }

  #open(name: string, partition: number): PartitionLog {
    return PartitionLog.open(join(this.#dataDir, `${name}-${partition}`), this.#options, (path, bytes) =>
      this.#warn(`${path}: cut off ${bytes} bytes of a record batch that was not written to its end`),
    );
  }

  #save({ name, partitions, config }: Topic): void {
    this.#journal.append({ kind: 'topic', name, partitions: partitions.length, config });
  }
}

/** What the topic's config asks of produce requests. */
export function appendRules(topic: Topic): AppendRules {
  const value = (name: string) => topic.config[name] ?? topicConfigKeys[name]?.defaultValue ?? '';
  return {
    maxBatchBytes: Number(value('max.message.bytes')),
    logAppendTime: value('message.timestamp.type') === 'LogAppendTime',
    maxBehindMs: Number(value('message.timestamp.before.max.ms')),
    maxAheadMs: Number(value('message.timestamp.after.max.ms')),
  };
}

/** org.apache.kafka.common.internals.Topic: letters, digits, dot, underscore, hyphen; at most 249 of them. */
function checkTopicName(name: string): void {
  if (/^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..') return;
  throw new KafkaError(errorCode('INVALID_TOPIC_EXCEPTION'), `Topic ${name}`);
}
