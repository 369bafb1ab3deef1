import { globToRegExp } from './glob.ts';

/** Globs over flat config keys, ignoring case, that hold secrets whatever a project says about `sensitive`. */
export const sensitiveKeyGlobs = [
  '*password',
  '*passphrase',
  '*secret*',
  '*token',
  '*private.key',
  '*jaas.config',
  '*user.info',
] as const;

/** Compiles a test of key names: true for the built-in globs and for those of `extra`. */
export function sensitiveKeyTest(extra: readonly string[] = []): (key: string) => boolean {
  const patterns = [...sensitiveKeyGlobs, ...extra].map((glob) => globToRegExp(glob, { ignoreCase: true }));
  return (key) => patterns.some((pattern) => pattern.test(key));
}
