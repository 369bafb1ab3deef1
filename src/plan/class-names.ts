import { type PluginInfo, pluginSuffix } from '../core/index.ts';

/** Tells which class a name or alias means on one worker. */
export interface ClassNames {
  /** True when both names mean one class there. */
  isSame(a: string, b: string): boolean;
  /** The full class a name stands for; undefined when the worker has none, or more than one. */
  fullName(name: string): string | undefined;
  readonly connectors: readonly PluginInfo[];
}

/**
 * Aliases as org.apache.kafka.connect.runtime.isolation.PluginUtils makes them: the simple class name, and that without
 * its kind at the end (`FileStreamSource` for `…FileStreamSourceConnector`). An alias that two classes share is none.
 */
export function classNames(plugins: readonly PluginInfo[]): ClassNames {
  const byName = new Map<string, Set<string>>();
  const add = (alias: string, full: string): void => {
    const set = byName.get(alias) ?? new Set();
    set.add(full);
    byName.set(alias, set);
  };
  for (const plugin of plugins) {
    add(plugin.class, plugin.class);
    const simple = plugin.class.slice(plugin.class.lastIndexOf('.') + 1);
    add(simple, plugin.class);
    const kind = pluginSuffix[plugin.type];
    if (kind && simple.length > kind.length && simple.endsWith(kind)) add(simple.slice(0, -kind.length), plugin.class);
  }
  const fullName = (name: string): string | undefined => {
    const found = byName.get(name);
    return found?.size === 1 ? [...found][0] : undefined;
  };
  return {
    fullName,
    isSame: (a, b) => a === b || (fullName(a) !== undefined && fullName(a) === fullName(b)),
    connectors: plugins.filter((p) => p.type === 'source' || p.type === 'sink'),
  };
}

const CLASS_KEY = /^(?:connector\.class|(?:key|value|header)\.converter|(?:transforms|predicates)\.[^.]+\.type)$/;

/** True for a framework key whose value is a plugin's class. */
export function isClassKey(key: string): boolean {
  return CLASS_KEY.test(key);
}
