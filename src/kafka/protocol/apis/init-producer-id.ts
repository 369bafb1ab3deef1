import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { int16, int32, int64, nullableString } from '../wire-type.ts';

/** API 22; fields and versions after InitProducerIdRequest and InitProducerIdResponse of Apache Kafka 4.3. */
export const initProducerIdApi = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 4],
  flexibleSince: 2,
  request: struct({
    transactionalId: nullableString,
    transactionTimeoutMs: int32,
    producerId: since(3, int64, -1n),
    producerEpoch: since(3, int16, -1),
  }),
  response: struct({
    throttleTimeMs: int32,
    errorCode: int16,
    producerId: defaulted(int64, -1n),
    producerEpoch: int16,
  }),
});
