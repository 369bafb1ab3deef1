import { addPartitionsToTxnApi, errorCode } from '../../kafka/index.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** All or none: when one partition is unknown, the others are answered as not attempted. */
export const handleAddPartitionsToTxn = handler(addPartitionsToTxnApi, (request, { broker }) => {
  const { v3AndBelowTransactionalId: id, v3AndBelowProducerId, v3AndBelowProducerEpoch: epoch } = request;
  const partitions = request.v3AndBelowTopics.flatMap(({ name, partitions: indexes }) =>
    indexes.map((partition) => ({ topic: name, partition })),
  );
  const isUnknown = (topic: string, partition: number) => !broker.topics.partition(topic, partition);
  const hasUnknown = partitions.some(({ topic, partition }) => isUnknown(topic, partition));
  const code = hasUnknown
    ? errorCode('OPERATION_NOT_ATTEMPTED')
    : broker.transactions.addPartitions(id, Number(v3AndBelowProducerId), epoch, partitions);
  return {
    ...NO_THROTTLE,
    resultsByTopicV3AndBelow: request.v3AndBelowTopics.map(({ name, partitions: indexes }) => ({
      name,
      resultsByPartition: indexes.map((partitionIndex) => ({
        partitionIndex,
        partitionErrorCode: isUnknown(name, partitionIndex) ? errorCode('UNKNOWN_TOPIC_OR_PARTITION') : code,
      })),
    })),
  };
});
