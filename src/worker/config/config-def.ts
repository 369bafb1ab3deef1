import type { ConfigTypeName } from '../../core/index.ts';

/** A parsed value: INT/SHORT/DOUBLE number, LONG bigint, LIST string[], PASSWORD Sensitive, else string or boolean. */
export type ConfigValue = unknown;

/** Values by key after parsing, defaults filled in. */
export type ParsedConfig = Readonly<Record<string, ConfigValue>>;

/**
 * Throws an Error whose message is the `<why>` of `Invalid value <v> for configuration <key>: <why>`,
 * or a ConfigError, whose message stands as it is.
 */
export type ConfigValidator = (key: string, value: ConfigValue) => void;

export interface ConfigKey {
  readonly name: string;
  readonly type: ConfigTypeName;
  /** undefined: required. null: no default but optional. Given as parsed. */
  readonly defaultValue?: ConfigValue;
  readonly required: boolean;
  readonly validator?: ConfigValidator;
  readonly importance: 'HIGH' | 'MEDIUM' | 'LOW';
  /** Our own words. */
  readonly documentation: string;
  readonly group?: string | null;
  readonly orderInGroup?: number;
  readonly width?: 'NONE' | 'SHORT' | 'MEDIUM' | 'LONG';
  readonly displayName?: string;
  readonly dependents?: readonly string[];
  readonly recommendedValues?: () => readonly string[];
  /** Whether a form would show it; always, unless given. */
  readonly isVisible?: () => boolean;
}

/** The keys of one plugin, in definition order (org.apache.kafka.common.config.ConfigDef). */
export interface ConfigDef {
  readonly keys: readonly ConfigKey[];
}

/** A key as it is declared; whether it is required follows from `defaultValue`. */
export type ConfigKeySpec = Omit<ConfigKey, 'required'>;

/**
 * Declares the keys of a plugin.
 * @example defineConfig([{ name: 'file', type: 'STRING', defaultValue: null, importance: 'HIGH', documentation: '…' }])
 * @throws Error where a key is declared twice (as ConfigDef does): a bug of the plugin
 */
export function defineConfig(specs: readonly ConfigKeySpec[]): ConfigDef {
  const seen = new Set<string>();
  for (const { name } of specs) {
    if (seen.has(name)) throw new Error(`Configuration ${name} is defined twice.`);
    seen.add(name);
  }
  return { keys: specs.map((spec) => ({ ...spec, required: spec.defaultValue === undefined })) };
}
