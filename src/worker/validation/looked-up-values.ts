import type { ConfigInfos } from '../../core/index.ts';
import type { NullableConfig } from '../config/index.ts';

/** What `valueText` shows of a password. */
const HIDDEN = '[hidden]';

/**
 * Values of config providers, which leave the worker as the references that stand for them: Kafka's worker shows the values
 * to whoever has a config validated, a secret whose key is no PASSWORD included.
 */
export class LookedUpValues {
  /** By key: what was written, and what was found. */
  readonly #values: ReadonlyMap<string, { readonly written: string; readonly found: string }>;

  constructor(written: NullableConfig, resolved: NullableConfig) {
    this.#values = new Map(
      Object.entries(written).flatMap(([key, text]) => {
        const found = resolved[key] ?? null;
        return text === null || found === null || text === found ? [] : [[key, { written: text, found: found.trim() }]];
      }),
    );
  }

  hideInInfos(infos: ConfigInfos): ConfigInfos {
    if (this.#values.size === 0) return infos;
    const configs = infos.configs.map(({ definition, value }) => {
      const errors = value.errors.map((error) => this.hideInMessage(error));
      const own = this.#values.get(value.name);
      const isShown = own !== undefined && value.value !== null && value.value !== HIDDEN;
      return { definition, value: { ...value, errors, value: isShown ? own.written : value.value } };
    });
    return { ...infos, configs };
  }

  /** In Kafka's ConfigException, which quotes the value that is wrong. */
  hideInMessage(message: string): string {
    const quoted = (value: string) => `Invalid value ${value} for configuration`;
    return [...this.#values.values()].reduce(
      (text, { written, found }) => text.replaceAll(quoted(found), () => quoted(written)),
      message,
    );
  }
}
