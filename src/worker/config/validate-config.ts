import { messageOf } from '../../core/index.ts';
import type { ConfigDef, ConfigKey, ConfigValue } from './config-def.ts';
import { ConfigError } from './config-error.ts';
import { checkKey, type NullableConfig, parseKey } from './parse-config.ts';
import type { ClassLookup } from './parse-value.ts';

/** What validation says of one key: the value it would have, and every message. */
export interface CheckedValue {
  readonly name: string;
  readonly value: ConfigValue;
  readonly errors: string[];
}

/**
 * Checks every declared key and collects all messages, as ConfigDef.validateAll does: a value that does not
 * parse is checked once more as null, so that a ranged number gives two messages.
 */
export function validateConfig(
  def: ConfigDef,
  flat: NullableConfig,
  lookupClass?: ClassLookup,
): Map<string, CheckedValue> {
  return new Map(def.keys.map((key) => [key.name, validateKey(key, flat, lookupClass)]));
}

function validateKey(key: ConfigKey, flat: NullableConfig, lookupClass?: ClassLookup): CheckedValue {
  const errors: string[] = [];
  let value: ConfigValue = null;
  try {
    value = parseKey(key, flat, lookupClass);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    errors.push(error.message);
  }
  try {
    checkKey(key, value);
  } catch (error) {
    errors.push(messageOf(error));
  }
  return { name: key.name, value, errors };
}
