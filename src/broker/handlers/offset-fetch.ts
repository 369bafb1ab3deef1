import { errorCode, offsetFetchApi } from '../../kafka/index.ts';
import { type BrokerState, handler } from '../handler.ts';

/** Null topics: all that the group has. A partition without an offset is -1, not an error. */
export const handleOffsetFetch = handler(offsetFetchApi, (request, { broker }) => {
  const { groupId, requireStable } = request;
  const wanted = request.topics ?? allTopics(broker, groupId);
  const topics = wanted.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partition) => {
      const found = broker.groups.offsets.get(groupId, name, partition);
      const isUnstable = requireStable && broker.transactions.hasPendingOffset(groupId, { topic: name, partition });
      return {
        partitionIndex: partition,
        committedOffset: isUnstable ? -1n : BigInt(found?.offset ?? -1),
        committedLeaderEpoch: found?.leaderEpoch ?? -1,
        metadata: found?.metadata ?? '',
        errorCode: isUnstable ? errorCode('UNSTABLE_OFFSET_COMMIT') : 0,
      };
    }),
  }));
  return { topics, errorCode: 0 };
});

function allTopics(broker: BrokerState, groupId: string) {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of broker.groups.offsets.of(groupId)) {
    topics.set(topic, [...(topics.get(topic) ?? []), partition]);
  }
  return [...topics].map(([name, partitionIndexes]) => ({ name, partitionIndexes }));
}
