import { defineApi } from '../api.ts';
import { since, struct, tagged } from '../struct.ts';
import { array, bool, int16, int32, int64, string } from '../wire-type.ts';

/** API 18; fields and versions after ApiVersionsRequest and ApiVersionsResponse of Apache Kafka 4.3. */
export const apiVersionsApi = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 3],
  flexibleSince: 3,
  request: struct({ clientSoftwareName: since(3, string), clientSoftwareVersion: since(3, string) }),
  response: struct({
    errorCode: int16,
    apiKeys: array(struct({ apiKey: int16, minVersion: int16, maxVersion: int16 })),
    throttleTimeMs: since(1, int32),
    supportedFeatures: tagged(
      0,
      3,
      array(struct({ name: since(3, string), minVersion: since(3, int16), maxVersion: since(3, int16) })),
    ),
    finalizedFeaturesEpoch: tagged(1, 3, int64, -1n),
    finalizedFeatures: tagged(
      2,
      3,
      array(struct({ name: since(3, string), maxVersionLevel: since(3, int16), minVersionLevel: since(3, int16) })),
    ),
    zkMigrationReady: tagged(3, 3, bool, false),
  }),
});
