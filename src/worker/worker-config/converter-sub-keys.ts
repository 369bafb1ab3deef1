import { type FlatConfig, suggest } from '../../core/index.ts';
import type { PluginRegistry } from '../plugins/index.ts';

const roles = ['key', 'value', 'header'] as const;

/**
 * A sentence for each `key.converter.*` and its like that the converter does not know and that looks like one that it
 * does. Others are left alone: some converters take keys that they don't define, such as those of a registry's client.
 */
export function misspeltConverterKeys(props: FlatConfig, registry: PluginRegistry): string[] {
  return roles.flatMap((role) => {
    const prefix = `${role}.converter.`;
    const kind = role === 'header' ? 'header_converter' : 'converter';
    const plugin = registry.find(kind, props[`${role}.converter`] ?? '');
    if (!plugin) return [];
    const known = new Set(['converter.type', 'plugin.version', ...plugin.configDef.keys.map((key) => key.name)]);
    return Object.keys(props).flatMap((key) => {
      const name = key.slice(prefix.length);
      const meant = key.startsWith(prefix) && !known.has(name) ? suggest(name, known) : undefined;
      if (meant === undefined) return [];
      return [`The worker setting '${key}' is not one of ${plugin.className}; did you mean '${prefix}${meant}'?`];
    });
  });
}
