import { errorCode, offsetCommitApi } from '../../kafka/index.ts';
import type { CommittedOffset } from '../groups/offset-store.ts';
import { handler } from '../handler.ts';

/** offset.metadata.max.bytes of Kafka. */
const MAX_METADATA_BYTES = 4096;

export const handleOffsetCommit = handler(offsetCommitApi, (request, { broker }) => {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generation } = request;
  const refusal = broker.groups.checkCommit(groupId, memberId, groupInstanceId, generation);
  const accepted: CommittedOffset[] = [];
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const metadata = committedMetadata ?? '';
      let code = refusal;
      if (code === 0 && !broker.topics.partition(name, partitionIndex)) code = errorCode('UNKNOWN_TOPIC_OR_PARTITION');
      if (code === 0 && Buffer.byteLength(metadata) > MAX_METADATA_BYTES) code = errorCode('OFFSET_METADATA_TOO_LARGE');
      if (code === 0) {
        accepted.push({
          topic: name,
          partition: partitionIndex,
          offset: Number(committedOffset),
          leaderEpoch: committedLeaderEpoch,
          metadata,
        });
      }
      return { partitionIndex, errorCode: code };
    }),
  }));
  broker.groups.commit(groupId, accepted);
  return { topics };
});
