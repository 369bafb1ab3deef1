import type { FlatConfig } from '../../core/index.ts';
import type { ClientKind } from '../validation/index.ts';

const connection = [
  'bootstrap.servers',
  'client.id',
  'request.timeout.ms',
  'socket.connection.setup.timeout.ms',
  'security.protocol',
  'sasl.mechanism',
  'sasl.jaas.config',
  'ssl.protocol',
  'ssl.enabled.protocols',
  'ssl.endpoint.identification.algorithm',
  'ssl.keystore.type',
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.keystore.key',
  'ssl.keystore.certificate.chain',
  'ssl.key.password',
  'ssl.truststore.type',
  'ssl.truststore.location',
  'ssl.truststore.password',
  'ssl.truststore.certificates',
];

/** Which settings of a Java client have an effect on ours. */
const honoured: Readonly<Record<ClientKind, ReadonlySet<string>>> = {
  producer: new Set([...connection, 'compression.type', 'linger.ms', 'batch.size', 'max.request.size']),
  consumer: new Set([
    ...connection,
    'group.id',
    'auto.offset.reset',
    'max.poll.records',
    'session.timeout.ms',
    'heartbeat.interval.ms',
    'max.poll.interval.ms',
    'metadata.max.age.ms',
    'fetch.max.wait.ms',
    'fetch.min.bytes',
    'max.partition.fetch.bytes',
    'isolation.level',
  ]),
  admin: new Set([...connection, 'default.api.timeout.ms']),
};

/** What ours do whatever is written: saying it again is no mistake. */
const always: Readonly<Record<string, readonly string[]>> = {
  acks: ['all', '-1'],
  'enable.auto.commit': ['false'],
  'max.in.flight.requests.per.connection': ['1'],
  'enable.idempotence': ['false'],
};

/** The keys under `producer.` + `infix` and its like that have no effect here, sorted as they are written. */
export function unusedClientKeys(config: FlatConfig, infix: '' | 'override.'): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const kind = (['producer', 'consumer', 'admin'] as const).find((name) => key.startsWith(`${name}.${infix}`));
    if (!kind) return [];
    const name = key.slice(`${kind}.${infix}`.length);
    return honoured[kind].has(name) || always[name]?.includes(value) ? [] : [key];
  });
}
