import type { FlatConfig } from '../../core/index.ts';
import {
  adminProps,
  clientNumber,
  connectionConfig,
  consumerOptions,
  consumerProps,
  producerOptions,
  producerProps,
} from '../clients/index.ts';
import { defineConfig, parseConfig, parseValue } from '../config/index.ts';
import type { ConnectorPlugin, SinkConnectorPlugin, SourceConnectorPlugin } from '../plugins/index.ts';
import { compileTopicsRegex, connectorKeys, sinkKeys } from '../validation/index.ts';
import type { HerderDeps } from './herder-deps.ts';
import { taskConverters, transformStages } from './herder-plugins.ts';
import { topicCreationGroups } from './herder-topic-creation.ts';
import type { ErrorHandling, SinkTaskDeps, SourceTaskDeps, TaskClients } from './task-deps.ts';
import { taskParts } from './task-parts.ts';
import type { TaskListener, TaskSpec } from './task-runner.ts';

interface TaskStart {
  readonly spec: TaskSpec;
  readonly listener: TaskListener;
  readonly initiallyPaused: boolean;
}

/**
 * Everything a source task needs, with its plugins made and configured.
 * @throws ConfigError or ConnectError: the task is then FAILED without having started
 */
export function sourceTaskDeps(deps: HerderDeps, plugin: SourceConnectorPlugin, start: TaskStart): SourceTaskDeps {
  const { connectorConfig, id } = start.spec;
  const common = commonDeps(deps, plugin, start);
  return {
    ...common,
    plugin,
    metrics: deps.metrics.source(id, taskParts(deps.registry, plugin, common, start.spec)),
    offsetStore: deps.offsetStore,
    bufferBytes: clientNumber(producerProps(deps.config.props, connectorConfig, ''), 'buffer.memory'),
    topicCreation: deps.config.topicCreationEnabled ? topicCreationGroups(connectorConfig) : null,
  };
}

/** The same for a sink task. */
export function sinkTaskDeps(deps: HerderDeps, plugin: SinkConnectorPlugin, start: TaskStart): SinkTaskDeps {
  const { connectorConfig, id } = start.spec;
  const common = commonDeps(deps, plugin, start);
  const topics = parseValue('topics', connectorConfig['topics'] ?? '', 'LIST') as readonly string[];
  return {
    ...common,
    plugin,
    metrics: deps.metrics.sink(id, taskParts(deps.registry, plugin, common, start.spec)),
    subscription:
      topics.length > 0 ? { topics } : { pattern: compileTopicsRegex(connectorConfig['topics.regex'] ?? '') },
  };
}

function commonDeps(deps: HerderDeps, { kind, className }: ConnectorPlugin, start: TaskStart) {
  const { spec } = start;
  const { config, registry } = deps;
  const converters = taskConverters(registry, config.props, config.defaultConverters, spec.connectorConfig);
  checkClients(deps, kind, spec);
  return {
    ...start,
    ...converters,
    errors: errorHandling(deps, kind, spec.connectorConfig),
    clients: taskClients(deps, spec),
    offsetFlushIntervalMs: config.offsetFlushIntervalMs,
    offsetFlushTimeoutMs: config.offsetFlushTimeoutMs,
    log: deps.log.named(className, `[${spec.id.connector}|task-${spec.id.task}] `),
    // Last: what comes before may throw, and these would have to be closed.
    transforms: transformStages(registry, spec.connectorConfig),
  };
}

/** A setting that no client can be made of fails the task before it starts, as there. */
function checkClients(deps: HerderDeps, kind: 'source' | 'sink', spec: TaskSpec): void {
  const props =
    kind === 'source'
      ? producerProps(deps.config.props, spec.connectorConfig, producerId('producer', spec))
      : consumerProps(deps.config.props, spec.connectorConfig, spec.id);
  connectionConfig(props);
  if (kind === 'source') producerOptions(props);
  else consumerOptions(props);
}

function taskClients({ clients, config }: HerderDeps, spec: TaskSpec): TaskClients {
  const { connectorConfig: connector, id } = spec;
  return {
    producer: async () => clients.producer(producerProps(config.props, connector, producerId('producer', spec))),
    consumer: async () => clients.consumer(consumerProps(config.props, connector, id)),
    admin: async () => clients.admin(adminProps(config.props, connector, producerId('adminclient', spec))),
    deadLetterProducer: async () =>
      clients.producer(producerProps(config.props, connector, producerId('dlq-producer', spec))),
    deadLetterAdmin: async () =>
      clients.admin(adminProps(config.props, connector, producerId('dlq-adminclient', spec))),
  };
}

function producerId(role: string, { id }: TaskSpec): string {
  return `connector-${role}-${id.connector}-${id.task}`;
}

function errorHandling(deps: HerderDeps, kind: 'source' | 'sink', config: FlatConfig): ErrorHandling {
  const wanted = (name: string) => name.startsWith('errors.');
  const specs = [
    ...connectorKeys(deps.registry, deps.config.defaultConverters, config),
    ...(kind === 'sink' ? sinkKeys : []),
  ];
  const parsed = parseConfig(defineConfig(specs.filter(({ name }) => wanted(name))), config);
  const topic = (parsed['errors.deadletterqueue.topic.name'] ?? '') as string;
  return {
    retryTimeoutMs: Number(parsed['errors.retry.timeout']),
    retryDelayMaxMs: Number(parsed['errors.retry.delay.max.ms']),
    tolerance: parsed['errors.tolerance'] as ErrorHandling['tolerance'],
    logEnabled: parsed['errors.log.enable'] as boolean,
    logIncludesMessages: parsed['errors.log.include.messages'] as boolean,
    deadLetterQueue:
      topic === ''
        ? null
        : {
            topic,
            replicationFactor: parsed['errors.deadletterqueue.topic.replication.factor'] as number,
            contextHeaders: parsed['errors.deadletterqueue.context.headers.enable'] as boolean,
          },
  };
}
