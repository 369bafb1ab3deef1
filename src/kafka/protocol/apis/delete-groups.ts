import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, int16, int32, string } from '../wire-type.ts';

/** API 42; fields and versions after DeleteGroupsRequest and DeleteGroupsResponse of Apache Kafka 4.3. */
export const deleteGroupsApi = defineApi({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexibleSince: 2,
  request: struct({ groupsNames: array(string) }),
  response: struct({ throttleTimeMs: int32, results: array(struct({ groupId: string, errorCode: int16 })) }),
});
