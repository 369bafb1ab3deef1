import type { PluginType } from './connect-api.ts';

/**
 * What the simple class name of each kind of plugin ends with; without it the name is an alias
 * (org.apache.kafka.connect.runtime.isolation.PluginUtils).
 */
export const pluginSuffix: Readonly<Record<PluginType, string>> = {
  source: 'Connector',
  sink: 'Connector',
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};
