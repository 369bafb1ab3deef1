import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, int8, int16, int32, int64, string } from '../wire-type.ts';

/** API 2; fields and versions after ListOffsetsRequest and ListOffsetsResponse of Apache Kafka 4.3. */
export const listOffsetsApi = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: [1, 7],
  flexibleSince: 6,
  request: struct({
    replicaId: int32,
    isolationLevel: since(2, int8),
    topics: array(
      struct({
        name: string,
        partitions: array(struct({ partitionIndex: int32, currentLeaderEpoch: since(4, int32, -1), timestamp: int64 })),
      }),
    ),
  }),
  response: struct({
    throttleTimeMs: since(2, int32),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            timestamp: defaulted(int64, -1n),
            offset: defaulted(int64, -1n),
            leaderEpoch: since(4, int32, -1),
          }),
        ),
      }),
    ),
  }),
});
