import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, int16, int32, string } from '../wire-type.ts';

/** API 47; fields and versions after OffsetDeleteRequest and OffsetDeleteResponse of Apache Kafka 4.3. */
export const offsetDeleteApi = defineApi({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  request: struct({
    groupId: string,
    topics: array(struct({ name: string, partitions: array(struct({ partitionIndex: int32 })) })),
  }),
  response: struct({
    errorCode: int16,
    throttleTimeMs: int32,
    topics: array(struct({ name: string, partitions: array(struct({ partitionIndex: int32, errorCode: int16 })) })),
  }),
});
