import { errorCode, txnOffsetCommitApi } from '../../kafka/index.ts';
import type { CommittedOffset } from '../groups/offset-store.ts';
import { handler, NO_THROTTLE } from '../handler.ts';

/** The offsets wait for the end of the transaction. From version 3 on the consumer's generation is checked (KIP-447). */
export const handleTxnOffsetCommit = handler(txnOffsetCommitApi, (request, { broker }) => {
  const { groupId, memberId, groupInstanceId, generationId, transactionalId, producerId, producerEpoch } = request;
  const accepted: CommittedOffset[] = [];
  for (const { name, partitions } of request.topics) {
    for (const { partitionIndex: partition, committedOffset, committedLeaderEpoch, committedMetadata } of partitions) {
      if (!broker.topics.partition(name, partition)) continue;
      const offset = { offset: Number(committedOffset), leaderEpoch: committedLeaderEpoch };
      accepted.push({ topic: name, partition, ...offset, metadata: committedMetadata ?? '' });
    }
  }
  const namesMember = memberId !== '' || generationId >= 0;
  const refusal = namesMember ? broker.groups.checkCommit(groupId, memberId, groupInstanceId, generationId) : 0;
  const code =
    refusal || broker.transactions.addOffsets(transactionalId, Number(producerId), producerEpoch, groupId, accepted);
  return {
    ...NO_THROTTLE,
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: broker.topics.partition(name, partitionIndex) ? code : errorCode('UNKNOWN_TOPIC_OR_PARTITION'),
      })),
    })),
  };
});
