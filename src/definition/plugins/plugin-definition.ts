import type { ConfigTypeName, PluginType } from '../../core/index.ts';

/** What is known of one plugin class: enough to check a connector without a worker. */
export interface PluginDefinition {
  /** Full Java class name. */
  readonly className: string;
  /** More than one for converters, which serve headers too. Sorted. */
  readonly types: readonly PluginType[];
  readonly version: string | undefined;
  /** In the worker's order; a connector's hold the framework's keys too. */
  readonly keys: ReadonlyMap<string, PluginKey>;
  /** Whether the worker was asked for the values that its keys allow; without, keys are checked by type alone. */
  readonly probed: boolean;
  /** Globs of keys that it takes without declaring them (a driver's settings): nothing is said about those. */
  readonly freeKeys: readonly string[];
}

export interface PluginKey {
  readonly name: string;
  readonly type: ConfigTypeName;
  readonly required: boolean;
  /** As the worker writes it; null: none. */
  readonly defaultValue: string | null;
  readonly documentation: string;
  readonly constraint: KeyConstraint;
  /** What the worker proposes; other values are fine. */
  readonly recommended: readonly string[];
}

/** What a key's validator allows, as far as its error texts tell. */
export interface KeyConstraint {
  readonly values?: readonly string[];
  /** The values in any spelling of upper and lower case. */
  readonly ignoreCase?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** `FileStreamSource` for `org.apache.kafka.connect.file.FileStreamSourceConnector`: what people call a class. */
export function shortName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}
