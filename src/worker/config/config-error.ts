import { Sensitive } from '../../core/index.ts';

/** A config that can't be used, with the whole message as Kafka prints it (org.apache.kafka.common.config.ConfigException). */
export class ConfigError extends Error {
  override readonly name = 'ConfigException';
  readonly javaClass = 'org.apache.kafka.common.config.ConfigException';

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
  }

  /** `Invalid value <value> for configuration <key>: <why>`. */
  static invalid(key: string, value: unknown, why?: string): ConfigError {
    return new ConfigError(
      `Invalid value ${printValue(value)} for configuration ${key}${why === undefined ? '' : `: ${why}`}`,
    );
  }

  static missing(key: string): ConfigError {
    return new ConfigError(`Missing required configuration "${key}" which has no default value.`);
  }
}

/** A value as Java concatenates it into a message: lists in brackets, null as `null`, secrets as `[hidden]`. */
export function printValue(value: unknown): string {
  if (value instanceof Sensitive) return '[hidden]';
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  return String(value ?? null);
}
