import { errorInfo, type metadataApi, type ResponseOf } from '../protocol/index.ts';

export interface BrokerNode {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export interface TopicMetadata {
  readonly name: string;
  readonly internal: boolean;
  /** 0, or why the topic cannot be used. */
  readonly errorCode: number;
  /** Of partition 0; undefined while that is not known. */
  readonly replicationFactor: number | undefined;
  /** Leader's node id by partition; -1 while there is none. */
  readonly leaders: readonly number[];
}

/** What a broker said about the cluster. */
export interface MetadataSnapshot {
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly BrokerNode[];
  readonly topics: ReadonlyMap<string, TopicMetadata>;
}

export function snapshotOf(response: ResponseOf<typeof metadataApi>): MetadataSnapshot {
  const topics = new Map<string, TopicMetadata>();
  for (const topic of response.topics) {
    const leaders = topic.partitions.map(() => -1);
    for (const partition of topic.partitions) leaders[partition.partitionIndex] = partition.leaderId;
    topics.set(topic.name, {
      name: topic.name,
      internal: topic.isInternal,
      errorCode: topic.errorCode,
      replicationFactor: topic.partitions[0]?.replicaNodes.length,
      leaders,
    });
  }
  return {
    clusterId: response.clusterId ?? '',
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ nodeId, host, port }) => ({ nodeId, host, port })),
    topics,
  };
}

/** Usable now: known, without an error, and every partition has a leader. */
export function isReady(topic: TopicMetadata | undefined): topic is TopicMetadata {
  return topic !== undefined && topic.errorCode === 0 && topic.leaders.length > 0 && !topic.leaders.includes(-1);
}

/** An error that waiting does not mend, such as a name that no topic may have. */
export function isFinalTopicError(topic: TopicMetadata | undefined): boolean {
  return topic !== undefined && topic.errorCode !== 0 && !errorInfo(topic.errorCode).retriable;
}
