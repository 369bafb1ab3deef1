import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { bool, int16, int32, int64, string } from '../wire-type.ts';

/** API 26; fields and versions after EndTxnRequest and EndTxnResponse of Apache Kafka 4.3. */
export const endTxnApi = defineApi({
  key: 26,
  name: 'EndTxn',
  versions: [0, 3],
  flexibleSince: 3,
  request: struct({ transactionalId: string, producerId: int64, producerEpoch: int16, committed: bool }),
  response: struct({ throttleTimeMs: int32, errorCode: int16 }),
});
