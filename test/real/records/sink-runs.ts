import { join } from 'node:path';
import { createAdmin, createProducer, type ProducerRecord } from '../../../src/kafka/index.ts';
import { type MessageBytes, type SinkGroup, TIMESTAMP } from './record-case.ts';

/** A sink connector on one worker. */
export interface SinkRun {
  readonly connector: string;
  /** Where it writes. */
  readonly file: string;
  readonly group: SinkGroup;
  readonly topics: readonly string[];
  /** Where each row is consumed from, `topic partition offset`; after them the end. */
  readonly places: readonly string[];
}

/** After the rows: the converter under test reads it, and then it has no dead letters, or it is the last of them. */
const END: MessageBytes = { key: Buffer.from('{{{'), value: null, headers: [], timestampMs: TIMESTAMP };

export function sinkRuns(groups: readonly SinkGroup[], label: string, folder: string): SinkRun[] {
  return groups.map((group, index) => {
    const connector = `sink${index}-${label}`;
    const topics = topicsOf(group, index);
    const next = topics.map(() => 0);
    const placeOf = ({ isElsewhere }: MessageBytes) => {
      const topic = isElsewhere ? 1 : 0;
      return `${topics[topic]} 0 ${next[topic]!++}`;
    };
    const places = [...group.rows.map(({ message }) => message), END].map(placeOf);
    return { connector, file: join(folder, `${connector}.out`), group, topics, places };
  });
}

/** Fills the topics that the sinks of both workers read. */
export async function fillSinkTopics(bootstrap: string, groups: readonly SinkGroup[]): Promise<void> {
  const connection = { bootstrapServers: [bootstrap], clientId: 'records' };
  const admin = createAdmin(connection);
  const producer = createProducer(connection);
  const fill = async (group: SinkGroup, index: number) => {
    const topics = topicsOf(group, index);
    for (const name of topics) await admin.createTopic({ name, partitions: 1, replicationFactor: 1, config: {} });
    const messages = [...group.rows.map(({ message }) => message), END];
    const records = messages.map(({ isElsewhere, ...bytes }): ProducerRecord => {
      return { ...bytes, topic: topics[isElsewhere ? 1 : 0]!, partition: 0 };
    });
    await producer.send(records);
  };
  await Promise.all(groups.map(fill));
  await producer.close();
  await admin.close();
}

function topicsOf({ rows }: SinkGroup, index: number): string[] {
  const own = `db.shop.g${index}`;
  return rows.some(({ message }) => message.isElsewhere) ? [own, `db.other.g${index}`] : [own];
}
