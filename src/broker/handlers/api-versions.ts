import { apiVersionsApi } from '../../kafka/index.ts';
import { type Handler, handler, NO_THROTTLE } from '../handler.ts';

/** Produce versions 0 to 2 are named and not served, as Kafka 4 does: librdkafka sends no batches without (KAFKA-18659). */
const PRODUCE_KEY = 0;

/** Made from the table of handlers, so that exactly what is served is announced. */
export function apiVersionsHandler(others: readonly Handler[]): Handler {
  const self = {
    apiKey: apiVersionsApi.key,
    minVersion: apiVersionsApi.minVersion,
    maxVersion: apiVersionsApi.maxVersion,
  };
  const apiKeys = [
    self,
    ...others.map(({ api }) => ({
      apiKey: api.key,
      minVersion: api.key === PRODUCE_KEY ? 0 : api.minVersion,
      maxVersion: api.maxVersion,
    })),
  ].sort((a, b) => a.apiKey - b.apiKey);
  return handler(apiVersionsApi, () => ({ errorCode: 0, apiKeys, ...NO_THROTTLE }));
}
