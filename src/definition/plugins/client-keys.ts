import { distance } from 'fastest-levenshtein';
import type { ConnectorValues } from './connector-values.ts';
import type { ProblemReporter } from './plugin-problem.ts';

/**
 * Finds misspelled settings of Kafka clients, such as `producer.override.linger.sm`. Only what is nearly one of the
 * client's own (Apache Kafka 4.3): interceptors, reporters and login modules read keys of their own there.
 */
export function checkClientOverrides(values: ConnectorValues, report: ProblemReporter): void {
  for (const flatKey of values.keys) {
    if (!flatKey.includes('.override.')) continue;
    const match = /^(producer|consumer|admin)\.override\.(.+)$/s.exec(flatKey);
    if (!match) continue;
    const client = match[1] as keyof typeof CLIENT_KEYS;
    const near = nearlyKnown(match[2]!, CLIENT_KEYS[client]);
    if (near !== undefined) report.unknownKey(flatKey, match[2]!, `the Kafka ${client}`, [near]);
  }
}

/** Two edits at most: keys of several versions and vendors are alike, and are not misspelled. */
function nearlyKnown(key: string, known: ReadonlySet<string>): string | undefined {
  if (known.has(key)) return undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - key.length) <= 2 && distance(key, candidate) <= 2) return candidate;
  }
  return undefined;
}

const common = words(`
  bootstrap.servers client.dns.lookup client.id config.providers connections.max.idle.ms enable.metrics.push
  metadata.max.age.ms metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy metric.reporters
  metrics.num.samples metrics.recording.level metrics.sample.window.ms receive.buffer.bytes
  reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms retry.backoff.max.ms retry.backoff.ms
  sasl.client.callback.handler.class sasl.jaas.config sasl.kerberos.kinit.cmd
  sasl.kerberos.min.time.before.relogin sasl.kerberos.service.name sasl.kerberos.ticket.renew.jitter
  sasl.kerberos.ticket.renew.window.factor sasl.login.callback.handler.class sasl.login.class
  sasl.login.connect.timeout.ms sasl.login.read.timeout.ms sasl.login.refresh.buffer.seconds
  sasl.login.refresh.min.period.seconds sasl.login.refresh.window.factor sasl.login.refresh.window.jitter
  sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms sasl.mechanism
  sasl.oauthbearer.assertion.algorithm sasl.oauthbearer.assertion.claim.aud
  sasl.oauthbearer.assertion.claim.exp.seconds sasl.oauthbearer.assertion.claim.iss
  sasl.oauthbearer.assertion.claim.jti.include sasl.oauthbearer.assertion.claim.nbf.seconds
  sasl.oauthbearer.assertion.claim.sub sasl.oauthbearer.assertion.file
  sasl.oauthbearer.assertion.private.key.file sasl.oauthbearer.assertion.private.key.passphrase
  sasl.oauthbearer.assertion.template.file sasl.oauthbearer.client.credentials.client.id
  sasl.oauthbearer.client.credentials.client.secret sasl.oauthbearer.clock.skew.seconds
  sasl.oauthbearer.expected.audience sasl.oauthbearer.expected.issuer sasl.oauthbearer.header.urlencode
  sasl.oauthbearer.jwks.endpoint.refresh.ms sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms
  sasl.oauthbearer.jwks.endpoint.retry.backoff.ms sasl.oauthbearer.jwks.endpoint.url
  sasl.oauthbearer.jwt.retriever.class sasl.oauthbearer.jwt.validator.class sasl.oauthbearer.scope
  sasl.oauthbearer.scope.claim.name sasl.oauthbearer.sub.claim.name sasl.oauthbearer.token.endpoint.url
  security.protocol security.providers send.buffer.bytes socket.connection.setup.timeout.max.ms
  socket.connection.setup.timeout.ms ssl.cipher.suites ssl.enabled.protocols
  ssl.endpoint.identification.algorithm ssl.engine.factory.class ssl.key.password ssl.keymanager.algorithm
  ssl.keystore.certificate.chain ssl.keystore.key ssl.keystore.location ssl.keystore.password
  ssl.keystore.type ssl.protocol ssl.provider ssl.secure.random.implementation ssl.trustmanager.algorithm
  ssl.truststore.certificates ssl.truststore.location ssl.truststore.password ssl.truststore.type
`);

const CLIENT_KEYS = {
  producer: new Set([
    ...common,
    ...words(`
  acks batch.size buffer.memory compression.gzip.level compression.lz4.level compression.type
  compression.zstd.level delivery.timeout.ms enable.idempotence interceptor.classes key.serializer linger.ms
  max.block.ms max.in.flight.requests.per.connection max.request.size metadata.max.idle.ms
  partitioner.adaptive.partitioning.enable partitioner.availability.timeout.ms partitioner.class
  partitioner.ignore.keys retries transaction.timeout.ms transaction.two.phase.commit.enable transactional.id
  value.serializer
`),
  ]),
  consumer: new Set([
    ...common,
    ...words(`
  allow.auto.create.topics auto.commit.interval.ms auto.offset.reset check.crcs client.rack
  default.api.timeout.ms enable.auto.commit exclude.internal.topics fetch.max.bytes fetch.max.wait.ms
  fetch.min.bytes group.id group.instance.id group.protocol group.remote.assignor heartbeat.interval.ms
  interceptor.classes internal.throw.on.fetch.stable.offset.unsupported isolation.level key.deserializer
  max.partition.fetch.bytes max.poll.interval.ms max.poll.records partition.assignment.strategy
  session.timeout.ms share.acknowledgement.mode share.acquire.mode value.deserializer
`),
  ]),
  admin: new Set([
    ...common,
    ...words(`
  bootstrap.controllers default.api.timeout.ms retries
`),
  ]),
} as const;

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
