import { defineApi } from '../api.ts';
import { defaulted, struct } from '../struct.ts';
import { array, bool, int16, int32, nullableArray, nullableString, string } from '../wire-type.ts';

/** API 37; fields and versions after CreatePartitionsRequest and CreatePartitionsResponse of Apache Kafka 4.3. */
export const createPartitionsApi = defineApi({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleSince: 2,
  request: struct({
    topics: array(
      struct({ name: string, count: int32, assignments: nullableArray(struct({ brokerIds: array(int32) })) }),
    ),
    timeoutMs: int32,
    validateOnly: bool,
  }),
  response: struct({
    throttleTimeMs: int32,
    results: array(struct({ name: string, errorCode: int16, errorMessage: defaulted(nullableString, null) })),
  }),
});
