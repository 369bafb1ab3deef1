import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, bool, int8, int16, int32, nullableArray, nullableString, string } from '../wire-type.ts';

/** API 32; fields and versions after DescribeConfigsRequest and DescribeConfigsResponse of Apache Kafka 4.3. */
export const describeConfigsApi = defineApi({
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexibleSince: 4,
  request: struct({
    resources: array(struct({ resourceType: int8, resourceName: string, configurationKeys: nullableArray(string) })),
    includeSynonyms: defaulted(bool, false),
    includeDocumentation: since(3, bool, false),
  }),
  response: struct({
    throttleTimeMs: int32,
    results: array(
      struct({
        errorCode: int16,
        errorMessage: nullableString,
        resourceType: int8,
        resourceName: string,
        configs: array(
          struct({
            name: string,
            value: nullableString,
            readOnly: bool,
            configSource: defaulted(int8, -1),
            isSensitive: bool,
            synonyms: array(struct({ name: string, value: nullableString, source: int8 })),
            configType: since(3, int8, 0),
            documentation: since(3, nullableString),
          }),
        ),
      }),
    ),
  }),
});
