import type { FlatConfig, TaskId } from '../../core/index.ts';

/**
 * The settings of each Kafka client of a connector, as Kafka Connect's Worker puts them together; what comes later
 * is stronger: its own defaults, the worker's `producer.*` (or consumer, admin), the connector's `producer.override.*`.
 * The worker's top-level security settings reach admin clients only, as there.
 */
export function producerProps(worker: FlatConfig, connector: FlatConfig, clientId: string): FlatConfig {
  return {
    'bootstrap.servers': worker['bootstrap.servers'] ?? '',
    'client.id': clientId,
    ...withPrefix(worker, 'producer.'),
    ...withPrefix(connector, 'producer.override.'),
  };
}

export function consumerProps(worker: FlatConfig, connector: FlatConfig, task: TaskId): FlatConfig {
  return {
    'bootstrap.servers': worker['bootstrap.servers'] ?? '',
    'client.id': `connector-consumer-${task.connector}-${task.task}`,
    'group.id': `connect-${task.connector}`,
    'auto.offset.reset': 'earliest',
    ...withPrefix(worker, 'consumer.'),
    ...withPrefix(connector, 'consumer.override.'),
  };
}

export function adminProps(worker: FlatConfig, connector: FlatConfig, clientId: string): FlatConfig {
  const topLevel = Object.entries(worker).filter(([key]) => !/^(admin|producer|consumer)\./.test(key));
  return {
    ...Object.fromEntries(topLevel),
    'client.id': clientId,
    ...withPrefix(worker, 'admin.'),
    ...withPrefix(connector, 'admin.override.'),
  };
}

/** The consumer group of a sink, which `consumer.override.group.id` may replace. */
export function sinkGroupId(worker: FlatConfig, connectorName: string, connector: FlatConfig): string {
  return consumerProps(worker, connector, { connector: connectorName, task: 0 })['group.id']!;
}

function withPrefix(props: FlatConfig, prefix: string): FlatConfig {
  const own = Object.entries(props).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}
