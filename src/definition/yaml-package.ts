import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

let loaded: typeof Yaml | undefined;

/**
 * The full YAML parser and writer, loaded at its first use. Definitions are read by parseFastYaml, so most commands
 * never need it, and loading its seventy modules takes longer than reading a hundred files. `require`, because
 * it answers at once where `import()` would make every reader of a definition asynchronous.
 */
export function yamlPackage(): typeof Yaml {
  loaded ??= createRequire(import.meta.url)('yaml') as typeof Yaml;
  return loaded;
}
