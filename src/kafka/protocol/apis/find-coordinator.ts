import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { int8, int16, int32, nullableString, string } from '../wire-type.ts';

/** API 10; fields and versions after FindCoordinatorRequest and FindCoordinatorResponse of Apache Kafka 4.3. */
export const findCoordinatorApi = defineApi({
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 3],
  flexibleSince: 3,
  request: struct({ key: string, keyType: since(1, int8, 0) }),
  response: struct({
    throttleTimeMs: since(1, int32),
    errorCode: int16,
    errorMessage: since(1, nullableString),
    nodeId: int32,
    host: string,
    port: int32,
  }),
});
