import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, bool, bytes, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 15; fields and versions after DescribeGroupsRequest and DescribeGroupsResponse of Apache Kafka 4.3. */
export const describeGroupsApi = defineApi({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 5],
  flexibleSince: 5,
  request: struct({ groups: array(string), includeAuthorizedOperations: since(3, bool) }),
  response: struct({
    throttleTimeMs: since(1, int32),
    groups: array(
      struct({
        errorCode: int16,
        groupId: string,
        groupState: string,
        protocolType: string,
        protocolData: string,
        members: array(
          struct({
            memberId: string,
            groupInstanceId: since(4, nullableString, null),
            clientId: string,
            clientHost: string,
            memberMetadata: bytes,
            memberAssignment: bytes,
          }),
        ),
        authorizedOperations: since(3, int32, -2147483648),
      }),
    ),
  }),
});
