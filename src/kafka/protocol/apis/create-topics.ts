import { defineApi } from '../api.ts';
import { defaulted, since, struct, tagged } from '../struct.ts';
import { array, bool, int8, int16, int32, nullableArray, nullableString, string } from '../wire-type.ts';

/** API 19; fields and versions after CreateTopicsRequest and CreateTopicsResponse of Apache Kafka 4.3. */
export const createTopicsApi = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: [2, 6],
  flexibleSince: 5,
  request: struct({
    topics: array(
      struct({
        name: string,
        numPartitions: int32,
        replicationFactor: int16,
        assignments: array(struct({ partitionIndex: int32, brokerIds: array(int32) })),
        configs: array(struct({ name: string, value: nullableString })),
      }),
    ),
    timeoutMs: defaulted(int32, 60000),
    validateOnly: defaulted(bool, false),
  }),
  response: struct({
    throttleTimeMs: int32,
    topics: array(
      struct({
        name: string,
        errorCode: int16,
        errorMessage: nullableString,
        topicConfigErrorCode: tagged(0, 5, int16),
        numPartitions: since(5, int32, -1),
        replicationFactor: since(5, int16, -1),
        configs: since(
          5,
          nullableArray(
            struct({
              name: since(5, string),
              value: since(5, nullableString),
              readOnly: since(5, bool),
              configSource: since(5, int8, -1),
              isSensitive: since(5, bool),
            }),
          ),
        ),
      }),
    ),
  }),
});
