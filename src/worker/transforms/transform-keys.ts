import { ConfigError, type ConfigKeySpec, type ConfigValidator } from '../config/index.ts';

/** KIP-1040; with it a null in a field that has a default reads as that default. */
export const replaceNullWithDefault: ConfigKeySpec = {
  name: 'replace.null.with.default',
  type: 'BOOLEAN',
  defaultValue: true,
  importance: 'MEDIUM',
  documentation: 'Whether a null in a field that has a default is read as that default.',
};

/** ConfigDef.ValidList.anyNonDuplicateValues: neither null nor blank nor repeated entries; empty only if `mayBeEmpty`. */
export function distinctEntries(mayBeEmpty: boolean): ConfigValidator {
  return (key, value) => {
    if (!Array.isArray(value)) throw new ConfigError(`Configuration '${key}' values must not be null.`);
    if (value.length === 0 && !mayBeEmpty) {
      throw new ConfigError(`Configuration '${key}' must not be empty. Valid values include: any non-empty value`);
    }
    if (new Set(value).size < value.length)
      throw new ConfigError(`Configuration '${key}' values must not be duplicated.`);
    if (value.includes('')) throw new ConfigError(`Configuration '${key}' values must not be empty.`);
  };
}
