import { type PluginType, pluginSuffix } from '../../core/index.ts';

/** Class.getSimpleName: what follows the last dot, or the dollar of an inner class. */
export function simpleName(className: string): string {
  return className.slice(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
}

/** The names a class may be called by: in full, simply, and without its kind (PluginUtils.prunedName). */
export function aliasesOf(className: string, kind: PluginType): string[] {
  const simple = simpleName(className);
  const end = simple.lastIndexOf(pluginSuffix[kind]);
  return end > 0 ? [simple, simple.slice(0, end)] : [simple];
}
