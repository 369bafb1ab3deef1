import builtInSchemas from './built-in.json' with { type: 'json' };
import type { FrameworkKeys } from './check-plugins.ts';
import type { PluginDefinition } from './plugin-definition.ts';
import { fromPluginSchema } from './plugin-schema.ts';

/**
 * The plugins of connectctl's own worker, which are Apache Kafka 4.3's: FileStream connectors, converters, transforms,
 * predicates. A test compares the file with the live worker.
 */
export function builtInPlugins(): readonly PluginDefinition[] {
  read ??= (builtInSchemas as readonly { readonly title: string }[]).map((schema) => {
    const definition = fromPluginSchema(schema);
    if (typeof definition === 'string') throw new Error(`built-in.json, ${schema.title}: ${definition}`);
    return definition;
  });
  return read;
}

let read: readonly PluginDefinition[] | undefined;

/** What Connect's framework takes for every connector: all that a FileStream connector lists beyond its own keys. */
export function builtInFramework(): FrameworkKeys {
  const definitionOf = (className: string): PluginDefinition => {
    const found = builtInPlugins().find((definition) => definition.className === className);
    if (!found) throw new Error(`built-in.json lacks ${className}`);
    return { ...found, keys: new Map([...found.keys].filter(([key]) => !OWN_KEYS.has(key))) };
  };
  return {
    source: definitionOf('org.apache.kafka.connect.file.FileStreamSourceConnector'),
    sink: definitionOf('org.apache.kafka.connect.file.FileStreamSinkConnector'),
  };
}

const OWN_KEYS: ReadonlySet<string> = new Set(['file', 'topic', 'batch.size']);
