import { messageOf } from '../../core/index.ts';
import type { ConfigDef, ConfigKey, ConfigValue, ParsedConfig } from './config-def.ts';
import { ConfigError } from './config-error.ts';
import { type ClassLookup, parseValue } from './parse-value.ts';

/** A flat config where a value may be null, as a client may have sent it. */
export type NullableConfig = Readonly<Record<string, string | null>>;

/**
 * Parses and checks every declared key, as ConfigDef.parse does; keys that nobody declared are left out.
 * @throws ConfigError of the first key that is wrong, in definition order
 */
export function parseConfig(def: ConfigDef, flat: NullableConfig, lookupClass?: ClassLookup): ParsedConfig {
  const parsed: Record<string, ConfigValue> = {};
  for (const key of def.keys) {
    const value = parseKey(key, flat, lookupClass);
    checkKey(key, value);
    parsed[key.name] = value;
  }
  return parsed;
}

/** @throws ConfigError where the key is required and missing, or its text does not parse */
export function parseKey(key: ConfigKey, flat: NullableConfig, lookupClass?: ClassLookup): ConfigValue {
  const text = Object.hasOwn(flat, key.name) ? flat[key.name] : undefined;
  if (text !== undefined) return parseValue(key.name, text, key.type, lookupClass);
  if (key.required) throw ConfigError.missing(key.name);
  return key.defaultValue;
}

/** @throws ConfigError where the key's validator refuses the value */
export function checkKey(key: ConfigKey, value: ConfigValue): void {
  try {
    key.validator?.(key.name, value);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw ConfigError.invalid(key.name, value, messageOf(error));
  }
}
