/**
 * Keys that Connect itself hands on without a definition: settings of its Kafka clients and of topics it creates
 * (org.apache.kafka.connect.runtime.ConnectorConfig, SourceConnectorConfig). Nothing is said about them here.
 */
export const PASSED_ON: readonly string[] = ['producer.override.', 'consumer.override.', 'admin.override.'];

/** What begins a key that belongs to one of the connector's own plugins, checked by that plugin's definition. */
export const PLUGIN_LISTS = ['transforms', 'predicates'] as const;
export const CONVERTERS = ['key.converter', 'value.converter', 'header.converter'] as const;

export const TOPIC_CREATION = 'topic.creation.';

/** Every beginning that a misspelled key may have meant. */
export const KNOWN_PREFIXES: readonly string[] = [
  ...PASSED_ON,
  TOPIC_CREATION,
  ...PLUGIN_LISTS.map((list) => `${list}.`),
  ...CONVERTERS.map((converter) => `${converter}.`),
];
