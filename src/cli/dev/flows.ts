import type { ConnectClient } from '../../connect/index.ts';
import type { ConnectorInfo } from '../../core/index.ts';
import type { KafkaAdmin } from '../../kafka/index.ts';
import { topicsOf } from '../../plan/index.ts';

/** What one connector has carried so far, as its worker and the broker tell. */
export interface Flow {
  readonly name: string;
  readonly type: 'source' | 'sink';
  /** From where to where, such as `data/in.txt -> lines`. */
  readonly route: string;
  /** Records in the topics that a source writes; records that a sink has taken. Undefined where it isn't known. */
  readonly records: bigint | undefined;
  /** Records that a sink has still to take; 0 for a source. */
  readonly lag: bigint;
  /** Changes whenever the connector's committed offsets do. */
  readonly position: string;
}

/** Reads the flow of every source and sink on the worker, sorted by name. */
export async function readFlows(client: ConnectClient, admin: KafkaAdmin): Promise<readonly Flow[]> {
  const expanded = Object.values(await client.expanded());
  const infos = expanded.flatMap(({ info }) => (info && info.type !== 'unknown' ? [info] : []));
  const flows = await Promise.all(infos.map((info) => readFlow(info, client, admin)));
  return flows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readFlow(info: ConnectorInfo, client: ConnectClient, admin: KafkaAdmin): Promise<Flow> {
  const position = await client.offsetsText(info.name);
  const topics = await topicNames(info, client);
  const existing = await admin.describeTopics(topics);
  const ends = (await Promise.all([...existing.keys()].map((topic) => admin.endOffsets(topic)))).flat();
  const written = ends.reduce((sum, end) => sum + end.offset, 0n);
  const names = topics.join(', ');
  const file = info.config['file'] ?? '';
  if (info.type === 'source') {
    const records = topics.length > 0 ? written : undefined;
    return { name: info.name, type: 'source', route: arrow(file, names), records, lag: 0n, position };
  }
  const taken = committedOffsets(position);
  const lag = ends.reduce((sum, end) => sum + end.offset - (taken.get(`${end.topic}/${end.partition}`) ?? 0n), 0n);
  return { name: info.name, type: 'sink', route: arrow(names, file), records: written - lag, lag, position };
}

/** From the config where it names them, else what the worker has seen in use. */
async function topicNames(info: ConnectorInfo, client: ConnectClient): Promise<readonly string[]> {
  const topics = topicsOf(info.type, (key) => info.config[key]);
  return topics.kind === 'names' ? topics.names : client.topics(info.name);
}

/** A sink's committed offsets by `topic/partition`, from the text of GET …/offsets. */
function committedOffsets(text: string): ReadonlyMap<string, bigint> {
  const { offsets } = JSON.parse(text) as {
    readonly offsets: readonly {
      readonly partition: { readonly kafka_topic: string; readonly kafka_partition: number };
      readonly offset: { readonly kafka_offset: number };
    }[];
  };
  return new Map(
    offsets.map(({ partition, offset }) => [
      `${partition.kafka_topic}/${partition.kafka_partition}`,
      BigInt(offset.kafka_offset),
    ]),
  );
}

function arrow(from: string, to: string): string {
  return [from, '->', to].filter((part) => part !== '').join(' ');
}
