import type { Operation } from '../../plan/index.ts';

/** What apply needs of Kafka for declared topics. */
export interface TopicWriter {
  /** -1: the broker's default. */
  create(topic: {
    readonly name: string;
    readonly partitions: number;
    readonly replicationFactor: number;
    readonly config: Readonly<Record<string, string>>;
  }): Promise<void>;
  addPartitions(name: string, total: number): Promise<void>;
  /** Sets these keys alone (IncrementalAlterConfigs); null resets one. */
  alterConfig(name: string, config: ReadonlyMap<string, string | null>): Promise<void>;
}

/** Creates a declared topic, or sets what differs. */
export async function applyTopic(writer: TopicWriter, op: Operation): Promise<void> {
  const topic = op.topic!;
  if (op.change.action === 'create') {
    const config = Object.fromEntries(
      [...topic.config].flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
    );
    const { name, partitions = -1, replicationFactor = -1 } = topic;
    await writer.create({ name, partitions, replicationFactor, config });
    return;
  }
  const keys = new Set(op.change.fields.map((field) => field.key));
  if (keys.has('partitions')) await writer.addPartitions(topic.name, topic.partitions!);
  const changed = [...topic.config].filter(([key]) => keys.has(`config.${key}`));
  if (changed.length > 0) await writer.alterConfig(topic.name, new Map(changed));
}
