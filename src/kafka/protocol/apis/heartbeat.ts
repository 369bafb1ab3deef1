import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { int16, int32, nullableString, string } from '../wire-type.ts';

/** API 12; fields and versions after HeartbeatRequest and HeartbeatResponse of Apache Kafka 4.3. */
export const heartbeatApi = defineApi({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexibleSince: 4,
  request: struct({
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: since(3, nullableString, null),
  }),
  response: struct({ throttleTimeMs: since(1, int32), errorCode: int16 }),
});
