import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, bool, int8, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 33; fields and versions after AlterConfigsRequest and AlterConfigsResponse of Apache Kafka 4.3. */
export const alterConfigsApi = defineApi({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexibleSince: 2,
  request: struct({
    resources: array(
      struct({
        resourceType: int8,
        resourceName: string,
        configs: array(struct({ name: string, value: nullableString })),
      }),
    ),
    validateOnly: bool,
  }),
  response: struct({
    throttleTimeMs: int32,
    responses: array(
      struct({ errorCode: int16, errorMessage: nullableString, resourceType: int8, resourceName: string }),
    ),
  }),
});
