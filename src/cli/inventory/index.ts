export { type ConnectorItem, connectorItem, connectorItems, connectorView } from './connector-items.ts';
export { type Description, describeConnector } from './description.ts';
export { type LiveConnector, readLiveConnectors } from './live-connectors.ts';
export { type LoggerItem, loggerItems, loggerView } from './logger-items.ts';
export { pluginItems, pluginView } from './plugin-items.ts';
export { type ConfigMasker, configMasker } from './secret-keys.ts';
export { pipelineOf, selectConnectors } from './select-connectors.ts';
export { statePaint } from './state-colors.ts';
export { activeTopics, topicItems, topicView } from './topic-items.ts';
