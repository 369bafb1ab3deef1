import { defineApi } from '../api.ts';
import { struct } from '../struct.ts';
import { array, int16, string } from '../wire-type.ts';

/** API 17; fields and versions after SaslHandshakeRequest and SaslHandshakeResponse of Apache Kafka 4.3. */
export const saslHandshakeApi = defineApi({
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  request: struct({ mechanism: string }),
  response: struct({ errorCode: int16, mechanisms: array(string) }),
});
