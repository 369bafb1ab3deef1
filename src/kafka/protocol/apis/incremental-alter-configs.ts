import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, bool, int8, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 44; fields and versions after IncrementalAlterConfigsRequest and IncrementalAlterConfigsResponse of Apache Kafka 4.3. */
export const incrementalAlterConfigsApi = defineApi({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexibleSince: 1,
  request: struct({
    resources: array(
      struct({
        resourceType: int8,
        resourceName: string,
        configs: array(struct({ name: string, configOperation: int8, value: nullableString })),
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
