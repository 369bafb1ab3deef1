import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, bytes, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 14; fields and versions after SyncGroupRequest and SyncGroupResponse of Apache Kafka 4.3. */
export const syncGroupApi = defineApi({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexibleSince: 4,
  request: struct({
    groupId: string,
    generationId: int32,
    memberId: string,
    groupInstanceId: since(3, nullableString, null),
    protocolType: since(5, nullableString, null),
    protocolName: since(5, nullableString, null),
    assignments: array(struct({ memberId: string, assignment: bytes })),
  }),
  response: struct({
    throttleTimeMs: since(1, int32),
    errorCode: int16,
    protocolType: since(5, nullableString, null),
    protocolName: since(5, nullableString, null),
    assignment: bytes,
  }),
});
