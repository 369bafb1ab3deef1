import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, int16, int32, string } from '../wire-type.ts';

/** API 16; fields and versions after ListGroupsRequest and ListGroupsResponse of Apache Kafka 4.3. */
export const listGroupsApi = defineApi({
  key: 16,
  name: 'ListGroups',
  versions: [0, 4],
  flexibleSince: 3,
  request: struct({ statesFilter: since(4, array(string)) }),
  response: struct({
    throttleTimeMs: since(1, int32),
    errorCode: int16,
    groups: array(struct({ groupId: string, protocolType: string, groupState: since(4, string) })),
  }),
});
