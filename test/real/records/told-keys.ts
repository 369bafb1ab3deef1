import { recordTable } from './record-table.ts';

const configs = [...recordTable.sinks, ...recordTable.sources].map(({ config }) => config);

/** Which of a plugin's keys no connector of the table says; all of them, and its name, where none has the plugin. */
export function untoldKeys(className: string, keys: readonly string[]): readonly string[] {
  const told = toldKeys(className);
  if (told === undefined) return [className, ...keys];
  // The worker itself says which role a converter plays.
  return keys.filter((key) => !told.has(key) && key !== 'converter.type');
}

/** The keys that stand after whatever names the class; undefined where nothing does. */
function toldKeys(className: string): ReadonlySet<string> | undefined {
  const prefixes = configs.flatMap((config) =>
    Object.entries(config)
      .filter(([, value]) => value === className)
      .map(([key]) => ({ config, prefix: key.replace(/type$/, '').replace(/converter$/, 'converter.') })),
  );
  if (prefixes.length === 0) return undefined;
  const keys = prefixes.flatMap(({ config, prefix }) =>
    Object.keys(config).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : [])),
  );
  return new Set(keys);
}
