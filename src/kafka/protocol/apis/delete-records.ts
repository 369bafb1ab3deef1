import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, int16, int32, int64, string } from '../wire-type.ts';

/** API 21; fields and versions after DeleteRecordsRequest and DeleteRecordsResponse of Apache Kafka 4.3. */
export const deleteRecordsApi = defineApi({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexibleSince: 2,
  request: struct({
    topics: array(struct({ name: string, partitions: array(struct({ partitionIndex: int32, offset: int64 })) })),
    timeoutMs: int32,
  }),
  response: struct({
    throttleTimeMs: int32,
    topics: array(
      struct({
        name: string,
        partitions: array(struct({ partitionIndex: int32, lowWatermark: int64, errorCode: int16 })),
      }),
    ),
  }),
});
