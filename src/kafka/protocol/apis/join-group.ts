import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, bytes, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 11; fields and versions after JoinGroupRequest and JoinGroupResponse of Apache Kafka 4.3. */
export const joinGroupApi = defineApi({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 7],
  flexibleSince: 6,
  request: struct({
    groupId: string,
    sessionTimeoutMs: int32,
    rebalanceTimeoutMs: since(1, int32, -1),
    memberId: string,
    groupInstanceId: since(5, nullableString, null),
    protocolType: string,
    protocols: array(struct({ name: string, metadata: bytes })),
  }),
  response: struct({
    throttleTimeMs: since(2, int32),
    errorCode: int16,
    generationId: defaulted(int32, -1),
    protocolType: since(7, nullableString, null),
    protocolName: nullableString,
    leader: string,
    memberId: string,
    members: array(struct({ memberId: string, groupInstanceId: since(5, nullableString, null), metadata: bytes })),
  }),
});
