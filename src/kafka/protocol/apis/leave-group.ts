import { defineApi } from '../api.ts';
import { between, since, struct } from '../struct.ts';
import { array, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 13; fields and versions after LeaveGroupRequest and LeaveGroupResponse of Apache Kafka 4.3. */
export const leaveGroupApi = defineApi({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 4],
  flexibleSince: 4,
  request: struct({
    groupId: string,
    memberId: between(0, 2, string),
    members: since(3, array(struct({ memberId: since(3, string), groupInstanceId: since(3, nullableString, null) }))),
  }),
  response: struct({
    throttleTimeMs: since(1, int32),
    errorCode: int16,
    members: since(
      3,
      array(
        struct({ memberId: since(3, string), groupInstanceId: since(3, nullableString), errorCode: since(3, int16) }),
      ),
    ),
  }),
});
