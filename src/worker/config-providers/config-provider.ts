/** Where `${provider:path:key}` takes its values from (org.apache.kafka.common.config.provider.ConfigProvider). */
export interface ConfigProvider {
  /**
   * The values at a path, of these keys only; one that is not there is left out.
   * Rejects with the message for the client where the path cannot be read.
   */
  get(path: string, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, string>>;
  /** How long values may be used; undefined: as long as the connector runs (ConfigData.ttl). */
  readonly ttlMs?: number;
}

/** The `config.providers.<name>.param.*` of a provider, without that prefix. */
export type ProviderParams = Readonly<Record<string, string>>;
