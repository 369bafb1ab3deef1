import { defineApi } from '../api.ts';
import { defaulted, since, struct, tagged } from '../struct.ts';
import {
  array,
  int8,
  int16,
  int32,
  int64,
  nullableArray,
  nullableBytes,
  nullableString,
  string,
} from '../wire-type.ts';

/** API 1; fields and versions after FetchRequest and FetchResponse of Apache Kafka 4.3. */
export const fetchApi = defineApi({
  key: 1,
  name: 'Fetch',
  versions: [4, 12],
  flexibleSince: 12,
  request: struct({
    clusterId: tagged(0, 12, nullableString, null),
    replicaId: defaulted(int32, -1),
    maxWaitMs: int32,
    minBytes: int32,
    maxBytes: defaulted(int32, 2147483647),
    isolationLevel: defaulted(int8, 0),
    sessionId: since(7, int32, 0),
    sessionEpoch: since(7, int32, -1),
    topics: array(
      struct({
        topic: string,
        partitions: array(
          struct({
            partition: int32,
            currentLeaderEpoch: since(9, int32, -1),
            fetchOffset: int64,
            lastFetchedEpoch: since(12, int32, -1),
            logStartOffset: since(5, int64, -1n),
            partitionMaxBytes: int32,
          }),
        ),
      }),
    ),
    forgottenTopicsData: since(7, array(struct({ topic: since(7, string), partitions: since(7, array(int32)) }))),
    rackId: since(11, string, ''),
  }),
  response: struct({
    throttleTimeMs: int32,
    errorCode: since(7, int16),
    sessionId: since(7, int32, 0),
    responses: array(
      struct({
        topic: string,
        partitions: array(
          struct({
            partitionIndex: int32,
            errorCode: int16,
            highWatermark: int64,
            lastStableOffset: defaulted(int64, -1n),
            logStartOffset: since(5, int64, -1n),
            divergingEpoch: tagged(0, 12, struct({ epoch: since(12, int32, -1), endOffset: since(12, int64, -1n) })),
            currentLeader: tagged(1, 12, struct({ leaderId: since(12, int32, -1), leaderEpoch: since(12, int32, -1) })),
            snapshotId: tagged(2, 12, struct({ endOffset: defaulted(int64, -1n), epoch: defaulted(int32, -1) })),
            abortedTransactions: nullableArray(struct({ producerId: int64, firstOffset: int64 })),
            preferredReadReplica: since(11, int32, -1),
            records: nullableBytes,
          }),
        ),
      }),
    ),
  }),
});
