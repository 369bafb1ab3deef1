import { writeFileSync } from 'node:fs';

/** Writes a Java properties file; backslashes doubled, as the format wants. Returns its path. */
export function writeProperties(path: string, entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
