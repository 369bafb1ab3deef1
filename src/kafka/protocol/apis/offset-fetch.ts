import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, bool, int16, int32, int64, nullableArray, nullableString, string } from '../wire-type.ts';

/** API 9; fields and versions after OffsetFetchRequest and OffsetFetchResponse of Apache Kafka 4.3. */
export const offsetFetchApi = defineApi({
  key: 9,
  name: 'OffsetFetch',
  versions: [1, 7],
  flexibleSince: 6,
  request: struct({
    groupId: string,
    topics: nullableArray(struct({ name: string, partitionIndexes: array(int32) })),
    requireStable: since(7, bool, false),
  }),
  response: struct({
    throttleTimeMs: since(3, int32),
    topics: array(
      struct({
        name: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            committedOffset: int64,
            committedLeaderEpoch: since(5, int32, -1),
            metadata: nullableString,
            errorCode: int16,
          }),
        ),
      }),
    ),
    errorCode: since(2, int16, 0),
  }),
});
