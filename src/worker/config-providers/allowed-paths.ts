import { existsSync } from 'node:fs';
import { isAbsolute, normalize, sep } from 'node:path';
import { ConfigError } from '../config/index.ts';

/**
 * `allowed.paths` of a file or directory provider: a comma list of absolute paths that exist; without it every path.
 * @returns tells whether a path lies in one of them, after `..` has been resolved
 * @throws ConfigError as Kafka's AllowedPaths
 */
export function allowedPaths(param: string | undefined): (path: string) => boolean {
  if (param === undefined || param.trim() === '') return () => true;
  const allowed = param.split(',').map((path) => path.trim());
  for (const path of allowed) {
    if (!isAbsolute(path)) throw new ConfigError(`Path ${path} is not absolute`);
    if (!existsSync(path)) throw new ConfigError(`Path ${path} does not exist`);
  }
  const roots = allowed.map((path) => normalize(path));
  return (path) => {
    const wanted = normalize(path);
    return roots.some((root) => wanted === root || wanted.startsWith(root.endsWith(sep) ? root : root + sep));
  };
}
