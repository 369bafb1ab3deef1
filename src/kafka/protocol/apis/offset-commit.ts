import { defineApi } from '../api.ts';
import { between, defaulted, since, struct } from '../struct.ts';
import { array, int16, int32, int64, nullableString, string } from '../wire-type.ts';

/** API 8; fields and versions after OffsetCommitRequest and OffsetCommitResponse of Apache Kafka 4.3. */
export const offsetCommitApi = defineApi({
  key: 8,
  name: 'OffsetCommit',
  versions: [2, 8],
  flexibleSince: 8,
  request: struct({
    groupId: string,
    generationIdOrMemberEpoch: defaulted(int32, -1),
    memberId: string,
    groupInstanceId: since(7, nullableString, null),
    retentionTimeMs: between(2, 4, int64, -1n),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            committedOffset: int64,
            committedLeaderEpoch: since(6, int32, -1),
            committedMetadata: nullableString,
          }),
        ),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: since(3, int32),
    topics: array(struct({ name: string, partitions: array(struct({ partitionIndex: int32, errorCode: int16 })) })),
  }),
});
