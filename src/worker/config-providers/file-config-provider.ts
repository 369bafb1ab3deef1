import { readFile } from 'node:fs/promises';
import { ConfigError, parsePropertiesText } from '../config/index.ts';
import { allowedPaths } from './allowed-paths.ts';
import type { ConfigProvider, ProviderParams } from './config-provider.ts';

/** Keys of a properties file in UTF-8 (FileConfigProvider). */
export function fileConfigProvider(params: ProviderParams): ConfigProvider {
  const isAllowed = allowedPaths(params['allowed.paths']);
  return {
    async get(path, keys) {
      if (path === '' || !isAllowed(path)) return new Map();
      const properties = await readProperties(path);
      return new Map(Object.entries(properties).filter(([key]) => keys.has(key)));
    },
  };
}

async function readProperties(path: string): Promise<Readonly<Record<string, string>>> {
  try {
    return parsePropertiesText(await readFile(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(`Could not read properties from file ${path}`, { cause: error });
  }
}
