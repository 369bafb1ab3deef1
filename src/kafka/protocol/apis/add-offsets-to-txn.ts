import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { int16, int32, int64, string } from '../wire-type.ts';

/** API 25; fields and versions after AddOffsetsToTxnRequest and AddOffsetsToTxnResponse of Apache Kafka 4.3. */
export const addOffsetsToTxnApi = defineApi({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 3],
  flexibleSince: 3,
  request: struct({ transactionalId: string, producerId: int64, producerEpoch: int16, groupId: string }),
  response: struct({ throttleTimeMs: int32, errorCode: int16 }),
});
