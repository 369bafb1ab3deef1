import { createTopicsApi, errorCode, KafkaError, type RequestOf } from '../../kafka/index.ts';
import { type BrokerState, handler, NO_THROTTLE } from '../handler.ts';
import { problemOfTopicConfig } from '../topics/topic-config.ts';

type NewTopic = RequestOf<typeof createTopicsApi>['topics'][number];

/** num.partitions of a default Kafka. */
const DEFAULT_PARTITIONS = 1;

/** -1 means the broker's default, for partitions and for replicas. */
export const handleCreateTopics = handler(createTopicsApi, (request, { broker }) => ({
  ...NO_THROTTLE,
  topics: request.topics.map((topic) => {
    try {
      const partitions = partitionsOf(topic);
      check(topic, partitions, broker);
      const config = Object.fromEntries(topic.configs.map(({ name, value }) => [name, value ?? '']));
      if (!request.validateOnly) broker.topics.create(topic.name, partitions, config);
      return {
        name: topic.name,
        errorCode: 0,
        errorMessage: null,
        numPartitions: partitions,
        replicationFactor: 1,
        configs: [],
      };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return { name: topic.name, errorCode: error.errorCode, errorMessage: error.message };
    }
  }),
}));

function partitionsOf({ assignments, numPartitions }: NewTopic): number {
  if (assignments.length > 0) return assignments.length;
  return numPartitions === -1 ? DEFAULT_PARTITIONS : numPartitions;
}

function check(topic: NewTopic, partitions: number, { nodeId, topics }: BrokerState): void {
  const what = `Topic ${topic.name}`;
  if (topics.get(topic.name)) throw new KafkaError(errorCode('TOPIC_ALREADY_EXISTS'), what);
  if (partitions < 1)
    throw new KafkaError(errorCode('INVALID_PARTITIONS'), what, 'Number of partitions must be larger than 0.');
  if (topic.assignments.length === 0 && ![-1, 1].includes(topic.replicationFactor)) {
    throw new KafkaError(
      errorCode('INVALID_REPLICATION_FACTOR'),
      what,
      `replication factor ${topic.replicationFactor}, and there is one broker`,
    );
  }
  if (topic.assignments.some(({ brokerIds }) => brokerIds.length !== 1 || brokerIds[0] !== nodeId)) {
    throw new KafkaError(errorCode('INVALID_REPLICA_ASSIGNMENT'), what, `the only broker is ${nodeId}`);
  }
  for (const { name, value } of topic.configs) {
    const problem = problemOfTopicConfig(name, value ?? '');
    if (problem) throw new KafkaError(errorCode('INVALID_CONFIG'), what, problem);
  }
}
