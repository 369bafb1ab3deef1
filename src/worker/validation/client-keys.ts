import type { ConfigTypeName } from '../../core/index.ts';
import { adminKeys, type ClientKeyRow, consumerKeys, producerKeys, sharedClientKeys } from './client-key-tables.ts';

export type ClientKind = 'producer' | 'consumer' | 'admin';

export interface ClientKey {
  readonly name: string;
  readonly type: ConfigTypeName;
  readonly required: boolean;
  /** As text, as `default_value` of the REST API. */
  readonly defaultText: string | null;
  readonly importance: 'HIGH' | 'MEDIUM' | 'LOW';
}

/**
 * The settings of Kafka's Java clients at 4.3.1 (ProducerConfig, ConsumerConfig, AdminClientConfig): what
 * validate answers for `producer.override.*` and its like. Which of them take effect is decided in `clients/`.
 */
export const clientKeys: Readonly<Record<ClientKind, ReadonlyMap<string, ClientKey>>> = {
  producer: byName(producerKeys),
  consumer: byName(consumerKeys),
  admin: byName(adminKeys),
};

function byName(own: readonly ClientKeyRow[]): ReadonlyMap<string, ClientKey> {
  return new Map(
    [...sharedClientKeys, ...own].map(([name, type, defaultText, importance]) => [
      name,
      { name, type, required: defaultText === undefined, defaultText: defaultText ?? null, importance },
    ]),
  );
}
