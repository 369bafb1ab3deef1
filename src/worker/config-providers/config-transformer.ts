import type { NullableConfig } from '../config/index.ts';
import type { ConfigProvider } from './config-provider.ts';

/** `${provider:key}` or `${provider:path:key}`; no nesting (ConfigTransformer.DEFAULT_PATTERN). */
const REFERENCE = /\$\{([^}]*?):(?:([^}]*?):)?([^}]*?)\}/g;

/** Puts values in place of references to config providers, each time a config is used. */
export class ConfigTransformer {
  readonly #providers: ReadonlyMap<string, ConfigProvider>;

  constructor(providers: ReadonlyMap<string, ConfigProvider>) {
    this.#providers = providers;
  }

  /**
   * The config with references resolved; one to an unknown provider or key stays as it is. What comes out of a
   * reference is not looked at again. Each path of a provider is read once.
   * @throws ConfigError where a provider can't read a path
   */
  async transform<C extends NullableConfig>(config: C): Promise<C> {
    const values = await this.#fetch(config);
    if (values.size === 0) return config;
    const entries = Object.entries(config).map(([key, value]) => [
      key,
      value?.replace(REFERENCE, (text, provider: string, path: string | undefined, name: string) => {
        return values.get(`${provider}:${path ?? ''}`)?.get(name) ?? text;
      }) ?? null,
    ]);
    return Object.fromEntries(entries) as C;
  }

  /**
   * A sentence for each reference that stays as it is written: Kafka's worker leaves it in silence, and the task fails
   * on the text, or takes it for a value.
   * @throws ConfigError as `transform` does
   */
  async unresolved(config: NullableConfig): Promise<string[]> {
    const values = await this.#fetch(config);
    return Object.entries(config).flatMap(([setting, value]) =>
      [...(value?.matchAll(REFERENCE) ?? [])].flatMap(([text, provider, path = '', key = '']) =>
        values.get(`${provider}:${path}`)?.has(key)
          ? []
          : [`No config provider has ${text}: '${setting}' takes it as it is written.`],
      ),
    );
  }

  /** The shortest ttl of the providers that a config refers to; null: none of them has one. */
  ttlMs(config: NullableConfig): number | null {
    const values = Object.values(config).flatMap((value) => [...(value?.matchAll(REFERENCE) ?? [])]);
    const ttls = values.flatMap(([, name = '']) => this.#providers.get(name)?.ttlMs ?? []);
    return ttls.length === 0 ? null : Math.min(...ttls);
  }

  async #fetch(config: NullableConfig): Promise<Map<string, ReadonlyMap<string, string>>> {
    const wanted = new Map<string, { provider: ConfigProvider; path: string; keys: Set<string> }>();
    for (const value of Object.values(config)) {
      for (const [, name = '', path = '', key = ''] of value?.matchAll(REFERENCE) ?? []) {
        const provider = this.#providers.get(name);
        if (!provider) continue;
        const id = `${name}:${path}`;
        if (!wanted.has(id)) wanted.set(id, { provider, path, keys: new Set() });
        wanted.get(id)!.keys.add(key);
      }
    }
    const fetched = new Map<string, ReadonlyMap<string, string>>();
    for (const [id, { provider, path, keys }] of wanted) fetched.set(id, await provider.get(path, keys));
    return fetched;
  }
}

/** True where a value refers to some provider, known or not. */
export function hasReference(value: string): boolean {
  return value.search(REFERENCE) >= 0;
}
