import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, int16, int32, int64, string } from '../wire-type.ts';

/** API 23; fields and versions after OffsetForLeaderEpochRequest and OffsetForLeaderEpochResponse of Apache Kafka 4.3. */
export const offsetForLeaderEpochApi = defineApi({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexibleSince: 4,
  request: struct({
    replicaId: since(3, int32, -2),
    topics: array(
      struct({
        topic: string,
        partitions: array(struct({ partition: int32, currentLeaderEpoch: defaulted(int32, -1), leaderEpoch: int32 })),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: int32,
    topics: array(
      struct({
        topic: string,
        partitions: array(
          struct({
            errorCode: int16,
            partition: int32,
            leaderEpoch: defaulted(int32, -1),
            endOffset: defaulted(int64, -1n),
          }),
        ),
      }),
    ),
  }),
});
