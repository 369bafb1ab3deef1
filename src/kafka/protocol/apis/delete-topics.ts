import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 20; fields and versions after DeleteTopicsRequest and DeleteTopicsResponse of Apache Kafka 4.3. */
export const deleteTopicsApi = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 5],
  flexibleSince: 4,
  request: struct({ topicNames: array(string), timeoutMs: int32 }),
  response: struct({
    throttleTimeMs: int32,
    responses: array(struct({ name: string, errorCode: int16, errorMessage: since(5, nullableString, null) })),
  }),
});
