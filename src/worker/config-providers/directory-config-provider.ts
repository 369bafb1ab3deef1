import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConfigError } from '../config/index.ts';
import { allowedPaths } from './allowed-paths.ts';
import type { ConfigProvider, ProviderParams } from './config-provider.ts';

/** Each file of a folder is a key, its whole text the value (DirectoryConfigProvider; how Kubernetes mounts secrets). */
export function directoryConfigProvider(params: ProviderParams): ConfigProvider {
  const isAllowed = allowedPaths(params['allowed.paths']);
  return {
    async get(path, keys) {
      if (path === '' || !isAllowed(path)) return new Map();
      const values = new Map<string, string>();
      for (const key of keys) {
        const file = join(path, key);
        // A key is a file's own name: `../other` is none.
        if (basename(key) === key && (await isRegularFile(file))) values.set(key, await readText(file));
      }
      return values;
    },
  };
}

async function isRegularFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`Could not read file ${path} for property ${basename(path)}`, { cause: error });
  }
}
