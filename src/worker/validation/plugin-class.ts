import type { PluginType } from '../../core/index.ts';
import { ConfigError, type NullableConfig } from '../config/index.ts';
import type { Plugin, PluginRegistry } from '../plugins/index.ts';
import { parseVersionRange } from './plugin-version.ts';

const interfaceNames: Readonly<Record<PluginType, string>> = {
  source: 'SourceConnector',
  sink: 'SinkConnector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

/**
 * Checks that a class is a plugin of its kind, can be made, and is there in the wanted version.
 * @param className as the CLASS key was parsed, so known to the registry in some role
 * @throws ConfigError with Kafka's message
 */
export function requirePlugin<K extends PluginType>(
  registry: PluginRegistry,
  kind: K,
  className: string,
  version: string | null,
): Extract<Plugin, { readonly kind: K }> {
  const plugin = registry.find(kind, className);
  if (plugin) {
    requireVersion(registry, plugin, version);
    return plugin;
  }
  const inner = registry.innerClasses(className);
  if (inner.length > 0) {
    throw new ConfigError(`This class is abstract and cannot be created. Did you mean ${inner.join(', ')}?`);
  }
  throw new ConfigError(`Class class ${className} does not implement the ${interfaceNames[kind]} interface`);
}

/** @throws ConfigError where the one version there is does not match */
export function requireVersion(registry: PluginRegistry, plugin: Plugin, version: string | null): void {
  if (version === null || version.trim() === '') return;
  const range = parseVersionRange(version);
  if (range.includes(plugin.version)) return;
  const available = registry.list().filter((listed) => listed.class === plugin.className);
  throw new ConfigError(
    `Plugin ${plugin.className} not found that matches the version range ${range}, ` +
      `available versions: [${available.map((listed) => listed.version).join(', ')}]`,
  );
}

/** The text of a key, null where it is absent or null. */
export function textOf(config: NullableConfig, key: string): string | null {
  return Object.hasOwn(config, key) ? (config[key] ?? null) : null;
}
