import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, int16, int32, int64, string } from '../wire-type.ts';

/** API 24; fields and versions after AddPartitionsToTxnRequest and AddPartitionsToTxnResponse of Apache Kafka 4.3. */
export const addPartitionsToTxnApi = defineApi({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 3],
  flexibleSince: 3,
  request: struct({
    v3AndBelowTransactionalId: string,
    v3AndBelowProducerId: int64,
    v3AndBelowProducerEpoch: int16,
    v3AndBelowTopics: array(struct({ name: string, partitions: array(int32) })),
  }),
  response: struct({
    throttleTimeMs: int32,
    resultsByTopicV3AndBelow: array(
      struct({ name: string, resultsByPartition: array(struct({ partitionIndex: int32, partitionErrorCode: int16 })) }),
    ),
  }),
});
