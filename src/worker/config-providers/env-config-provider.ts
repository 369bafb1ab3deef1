import { ConfigError } from '../config/index.ts';
import { compileTopicsRegex as compileFullMatch } from '../validation/topics-regex.ts';
import type { ConfigProvider, ProviderParams } from './config-provider.ts';

/**
 * Environment variables (EnvVarConfigProvider); `allowlist.pattern` has to match the whole name.
 * @param env of the process that runs the worker
 */
export function envConfigProvider(
  params: ProviderParams,
  env: Readonly<Record<string, string | undefined>>,
): ConfigProvider {
  const pattern = compileFullMatch(params['allowlist.pattern'] ?? '.*');
  return {
    async get(path, keys) {
      if (path !== '') {
        throw new ConfigError(`Path is not supported for EnvVarConfigProvider, invalid value '${path}'`);
      }
      const values = new Map<string, string>();
      for (const key of keys) {
        const value = env[key];
        if (value !== undefined && pattern.test(key)) values.set(key, value);
      }
      return values;
    },
  };
}
