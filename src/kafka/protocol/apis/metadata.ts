import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { array, bool, int16, int32, nullableArray, nullableString, string } from '../wire-type.ts';

/** API 3; fields and versions after MetadataRequest and MetadataResponse of Apache Kafka 4.3. */
export const metadataApi = defineApi({
  key: 3,
  name: 'Metadata',
  versions: [0, 9],
  flexibleSince: 9,
  request: struct({
    topics: nullableArray(struct({ name: string })),
    allowAutoTopicCreation: since(4, bool, true),
    includeClusterAuthorizedOperations: since(8, bool),
    includeTopicAuthorizedOperations: since(8, bool),
  }),
  response: struct({
    throttleTimeMs: since(3, int32),
    brokers: array(struct({ nodeId: int32, host: string, port: int32, rack: since(1, nullableString, null) })),
    clusterId: since(2, nullableString, null),
    controllerId: since(1, int32, -1),
    topics: array(
      struct({
        errorCode: int16,
        name: string,
        isInternal: since(1, bool, false),
        partitions: array(
          struct({
            errorCode: int16,
            partitionIndex: int32,
            leaderId: int32,
            leaderEpoch: since(7, int32, -1),
            replicaNodes: array(int32),
            isrNodes: array(int32),
            offlineReplicas: since(5, array(int32)),
          }),
        ),
        topicAuthorizedOperations: since(8, int32, -2147483648),
      }),
    ),
    clusterAuthorizedOperations: since(8, int32, -2147483648),
  }),
});
