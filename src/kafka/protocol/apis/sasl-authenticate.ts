import { defineApi } from '../api.ts';
import { since, struct } from '../struct.ts';
import { bytes, int16, int64, nullableString } from '../wire-type.ts';

/** API 36; fields and versions after SaslAuthenticateRequest and SaslAuthenticateResponse of Apache Kafka 4.3. */
export const saslAuthenticateApi = defineApi({
  key: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexibleSince: 2,
  request: struct({ authBytes: bytes }),
  response: struct({
    errorCode: int16,
    errorMessage: nullableString,
    authBytes: bytes,
    sessionLifetimeMs: since(1, int64, 0n),
  }),
});
