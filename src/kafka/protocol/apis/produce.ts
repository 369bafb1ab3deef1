import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, int16, int32, int64, nullableBytes, nullableString, string } from '../wire-type.ts';

/** API 0; fields and versions after ProduceRequest and ProduceResponse of Apache Kafka 4.3. */
export const produceApi = defineApi({
  key: 0,
  name: 'Produce',
  versions: [3, 9],
  flexibleSince: 9,
  request: struct({
    transactionalId: defaulted(nullableString, null),
    acks: int16,
    timeoutMs: int32,
    topicData: array(struct({ name: string, partitionData: array(struct({ index: int32, records: nullableBytes })) })),
  }),
  response: struct({
    responses: array(
      struct({
        name: string,
        partitionResponses: array(
          struct({
            index: int32,
            errorCode: int16,
            baseOffset: int64,
            logAppendTimeMs: defaulted(int64, -1n),
            logStartOffset: since(5, int64, -1n),
            recordErrors: since(
              8,
              array(struct({ batchIndex: since(8, int32), batchIndexErrorMessage: since(8, nullableString, null) })),
            ),
            errorMessage: since(8, nullableString, null),
          }),
        ),
      }),
    ),
    throttleTimeMs: defaulted(int32, 0),
  }),
});
