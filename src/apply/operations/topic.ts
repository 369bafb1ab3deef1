import { type Operation, type TopicChange, topicChangesOf } from '../../plan/index.ts';

/** What apply needs of Kafka for declared topics. */
export interface TopicWriter {
  create(topic: Extract<TopicChange, { kind: 'create' }>['topic']): Promise<void>;
  addPartitions(name: string, total: number): Promise<void>;
  /** Sets these keys alone (IncrementalAlterConfigs); null resets one. */
  alterConfig(name: string, config: ReadonlyMap<string, string | null>): Promise<void>;
}

/** Creates a declared topic, or sets what differs. */
export async function applyTopic(writer: TopicWriter, op: Operation): Promise<void> {
  for (const change of topicChangesOf(op)) {
    if (change.kind === 'create') await writer.create(change.topic);
    else if (change.kind === 'partitions') await writer.addPartitions(change.name, change.total);
    else await writer.alterConfig(change.name, change.config);
  }
}
