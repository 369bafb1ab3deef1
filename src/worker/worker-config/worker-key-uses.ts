import type { KeyUse } from '../clients/index.ts';
import { clientKeyUses } from '../clients/index.ts';

const java = (because: string): KeyUse => ({ because, same: [''] });
const distributed: KeyUse = { because: 'it is a setting of distributed workers', same: [] };

/**
 * Settings of a worker that have no effect here, and why. Whatever else Kafka Connect's StandaloneConfig defines is in
 * `workerConfigDef` or, for ssl.*, is honoured by https listeners and by admin clients.
 */
export const unusedWorkerKeys: Readonly<Record<string, KeyUse>> = {
  'rest.extension.classes': java(
    'REST extensions are Java classes, and are not loaded: what they guard is not guarded here',
  ),
  'metric.reporters': {
    because: 'there is no JMX here; GET /metrics is for Prometheus',
    same: ['', 'org.apache.kafka.common.metrics.JmxReporter'],
  },
  'metrics.recording.level': { because: 'every metric that there is, is recorded', same: ['INFO', 'DEBUG'] },
  'plugin.discovery': {
    because: 'it is about Java archives, and plugins here are JavaScript modules',
    same: ['hybrid_warn', 'HYBRID_WARN'],
  },
};

/**
 * Keys of distributed mode, and of older versions: a standalone worker takes them in silence, as files are often made
 * from those of a distributed one.
 */
export const ignoredWorkerKeys: ReadonlySet<string> = new Set([
  'group.id',
  'config.storage.topic',
  'config.storage.replication.factor',
  'offset.storage.topic',
  'offset.storage.replication.factor',
  'offset.storage.partitions',
  'status.storage.topic',
  'status.storage.replication.factor',
  'status.storage.partitions',
  'connect.protocol',
  'scheduled.rebalance.max.delay.ms',
  'session.timeout.ms',
  'heartbeat.interval.ms',
  'rebalance.timeout.ms',
  'worker.sync.timeout.ms',
  'worker.unsync.backoff.ms',
  'inter.worker.key.generation.algorithm',
  'inter.worker.key.size',
  'inter.worker.key.ttl.ms',
  'inter.worker.signature.algorithm',
  'inter.worker.verification.algorithms',
  'internal.key.converter',
  'internal.value.converter',
  'internal.key.converter.schemas.enable',
  'internal.value.converter.schemas.enable',
  'rest.host.name',
  'rest.port',
  'auto.include.jmx.reporter',
]);

/** What becomes of a key that is not in `workerConfigDef`; undefined: nobody knows it. */
export function workerKeyUse(key: string): KeyUse | undefined {
  if (Object.hasOwn(unusedWorkerKeys, key)) return unusedWorkerKeys[key];
  if (key === 'exactly.once.source.support') return distributed;
  return Object.hasOwn(clientKeyUses.admin, key) ? clientKeyUses.admin[key] : undefined;
}
