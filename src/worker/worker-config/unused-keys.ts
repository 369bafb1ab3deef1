import { type FlatConfig, suggest } from '../../core/index.ts';
import { clientKeys } from '../validation/index.ts';
import { workerConfigDef } from './worker-keys.ts';

/** Keys below these belong to somebody else: a converter, a client, a provider, an https listener. */
const prefixes = [
  'key.converter.',
  'value.converter.',
  'header.converter.',
  'producer.',
  'consumer.',
  'admin.',
  'config.providers.',
  'listeners.https.',
  'metrics.context.',
  'topic.creation.',
];

/** What Kafka Connect does with them has no counterpart here, so a user should hear of it. */
const notHonoured: Readonly<Record<string, string>> = {
  'rest.extension.classes': 'REST extensions are Java classes, and are not loaded: what they guard is not guarded here',
  'ssl.engine.factory.class': 'it is a Java class, and is not loaded',
  'ssl.provider': 'it is a Java security provider, and is not used',
  'security.providers': 'they are Java security providers, and are not used',
  'ssl.secure.random.implementation': 'Node.js brings its own',
  'metric.reporters': 'there is no JMX here; GET /metrics is for Prometheus',
  'interceptor.classes': 'they are Java classes, and are not loaded',
};

/** Distributed mode's, or of older versions: a standalone worker takes them in silence. */
const ignored = new Set([
  'group.id',
  'config.storage.topic',
  'config.storage.replication.factor',
  'offset.storage.topic',
  'offset.storage.replication.factor',
  'offset.storage.partitions',
  'status.storage.topic',
  'status.storage.replication.factor',
  'status.storage.partitions',
  'exactly.once.source.support',
  'connect.protocol',
  'scheduled.rebalance.max.delay.ms',
  'internal.key.converter',
  'internal.value.converter',
  'internal.key.converter.schemas.enable',
  'internal.value.converter.schemas.enable',
  'rest.host.name',
  'rest.port',
  'auto.include.jmx.reporter',
]);

/** One sentence for each key that is unknown, most likely misspelt, or without effect here. Values are not shown. */
export function unusedKeys(props: FlatConfig): string[] {
  const known = new Set([...workerConfigDef.keys.map((key) => key.name), ...clientKeys.admin.keys(), ...ignored]);
  return Object.keys(props).flatMap((key) => {
    const reason = notHonoured[key];
    if (reason !== undefined) return props[key] === '' ? [] : [`The worker setting '${key}' has no effect: ${reason}.`];
    if (known.has(key) || prefixes.some((prefix) => key.startsWith(prefix))) return [];
    const meant = suggest(
      key,
      workerConfigDef.keys.map((known) => known.name),
    );
    return [`The worker setting '${key}' is not known${meant ? `; did you mean '${meant}'?` : '.'}`];
  });
}
