import { errorCode, KafkaError, metadataApi } from '../../kafka/index.ts';
import { type BrokerState, handler } from '../handler.ts';
import type { Topic } from '../topics/topic-catalogue.ts';

/** Null, and in version 0 an empty list, asks for all topics; a name that is missing is created where that is allowed. */
export const handleMetadata = handler(metadataApi, (request, { broker, version, advertisedHost }) => {
  const asksAll = request.topics === null || (version === 0 && request.topics.length === 0);
  const topics = asksAll
    ? broker.topics.all().map((topic) => describe(topic, broker))
    : (request.topics ?? []).map(({ name }) => describeOrCreate(name, request.allowAutoTopicCreation, broker));
  return {
    brokers: [{ nodeId: broker.nodeId, host: advertisedHost, port: broker.port }],
    clusterId: broker.topics.clusterId,
    controllerId: broker.nodeId,
    topics,
  };
});

function describeOrCreate(name: string, create: boolean, broker: BrokerState) {
  const known = broker.topics.get(name);
  if (known) return describe(known, broker);
  try {
    if (create) return describe(broker.topics.create(name, 1), broker);
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return { errorCode: error.errorCode, name, partitions: [] };
  }
  return { errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION'), name, partitions: [] };
}

function describe(topic: Topic, { nodeId }: BrokerState) {
  return {
    errorCode: 0,
    name: topic.name,
    partitions: topic.partitions.map((_, partitionIndex) => ({
      errorCode: 0,
      partitionIndex,
      leaderId: nodeId,
      leaderEpoch: 0,
      replicaNodes: [nodeId],
      isrNodes: [nodeId],
    })),
  };
}
