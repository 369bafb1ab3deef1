import { defineApi } from '../api.ts';
import { defaulted, since, struct } from '../struct.ts';
import { array, bool, int8, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 60; fields and versions after DescribeClusterRequest and DescribeClusterResponse of Apache Kafka 4.3. */
export const describeClusterApi = defineApi({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 1],
  flexibleSince: 0,
  request: struct({ includeClusterAuthorizedOperations: bool, endpointType: since(1, int8, 1) }),
  response: struct({
    throttleTimeMs: int32,
    errorCode: int16,
    errorMessage: defaulted(nullableString, null),
    endpointType: since(1, int8, 1),
    clusterId: string,
    controllerId: defaulted(int32, -1),
    brokers: array(struct({ brokerId: int32, host: string, port: int32, rack: defaulted(nullableString, null) })),
    clusterAuthorizedOperations: defaulted(int32, -2147483648),
  }),
});
