import type { ClientKind } from '../validation/index.ts';

/** What becomes of a setting: it has its effect, or none, and why. */
export type KeyUse = 'honoured' | Unused;

export interface Unused {
  /** Ends the sentence "… has no effect: ". */
  readonly because: string;
  /** Values that ask for what is done anyway: saying so is no mistake. */
  readonly same: readonly string[];
}

const unused = (because: string, ...same: readonly string[]): Unused => ({ because, same: ['', ...same] });

const javaClass = (...same: readonly string[]) => unused('it names a Java class, and those are not loaded', ...same);
const system = (...same: readonly string[]) => unused('socket buffers are left to the operating system', ...same);
const kerberos = (...same: readonly string[]) => unused('Kerberos (GSSAPI) is not among the mechanisms here', ...same);
const oauth = (...same: readonly string[]) => unused('OAUTHBEARER is not among the mechanisms here', ...same);
const shareGroups = (...same: readonly string[]) => unused('sinks are members of consumer groups', ...same);
const transactions = (...same: readonly string[]) => unused('a standalone worker writes without transactions', ...same);

/** What producer, consumer and admin client have in common. */
const shared: Readonly<Record<string, KeyUse>> = {
  'bootstrap.servers': 'honoured',
  'client.id': 'honoured',
  'client.dns.lookup': unused(
    'every address of a name is tried, and names stay as they are written',
    'use_all_dns_ips',
  ),
  'send.buffer.bytes': system(),
  'receive.buffer.bytes': system(),
  'reconnect.backoff.ms': unused('retry.backoff.ms is the wait before a connection too'),
  'reconnect.backoff.max.ms': unused('retry.backoff.max.ms is the longest wait before a connection too'),
  'retry.backoff.ms': 'honoured',
  'retry.backoff.max.ms': 'honoured',
  'request.timeout.ms': 'honoured',
  'connections.max.idle.ms': 'honoured',
  'metrics.sample.window.ms': unused("the worker's own metrics.sample.window.ms counts"),
  'metrics.num.samples': unused("the worker's own metrics.num.samples counts"),
  'metrics.recording.level': unused('every metric that there is, is recorded', 'INFO', 'DEBUG'),
  'metric.reporters': javaClass('org.apache.kafka.common.metrics.JmxReporter'),
  'enable.metrics.push': unused('metrics are never sent to brokers', 'false'),
  'socket.connection.setup.timeout.ms': 'honoured',
  'socket.connection.setup.timeout.max.ms': unused('each try has socket.connection.setup.timeout.ms'),
  'security.protocol': 'honoured',
  'security.providers': javaClass(),
  'ssl.protocol': unused('ssl.enabled.protocols says which versions there are', 'TLS', 'TLSv1.3', 'TLSv1.2'),
  'ssl.provider': javaClass(),
  'ssl.cipher.suites': 'honoured',
  'ssl.enabled.protocols': 'honoured',
  'ssl.keystore.type': 'honoured',
  'ssl.keystore.location': 'honoured',
  'ssl.keystore.password': 'honoured',
  'ssl.key.password': 'honoured',
  'ssl.keystore.key': 'honoured',
  'ssl.keystore.certificate.chain': 'honoured',
  'ssl.truststore.certificates': 'honoured',
  'ssl.truststore.type': 'honoured',
  'ssl.truststore.location': 'honoured',
  'ssl.truststore.password': 'honoured',
  'ssl.keymanager.algorithm': unused('it is an algorithm of Java', 'SunX509', 'PKIX'),
  'ssl.trustmanager.algorithm': unused('it is an algorithm of Java', 'PKIX', 'SunX509'),
  'ssl.endpoint.identification.algorithm': 'honoured',
  'ssl.secure.random.implementation': unused('Node.js brings its own'),
  'ssl.engine.factory.class': javaClass(),
  'sasl.mechanism': 'honoured',
  'sasl.jaas.config': 'honoured',
  'sasl.kerberos.service.name': kerberos(),
  'sasl.kerberos.kinit.cmd': kerberos('/usr/bin/kinit'),
  'sasl.kerberos.ticket.renew.window.factor': kerberos('0.8'),
  'sasl.kerberos.ticket.renew.jitter': kerberos('0.05'),
  'sasl.kerberos.min.time.before.relogin': kerberos('60000'),
  'sasl.login.refresh.window.factor': oauth('0.8'),
  'sasl.login.refresh.window.jitter': oauth('0.05'),
  'sasl.login.refresh.min.period.seconds': oauth('60'),
  'sasl.login.refresh.buffer.seconds': oauth('300'),
  'sasl.client.callback.handler.class': javaClass(),
  'sasl.login.callback.handler.class': javaClass(),
  'sasl.login.class': javaClass(),
  'sasl.login.connect.timeout.ms': oauth(),
  'sasl.login.read.timeout.ms': oauth(),
  'sasl.login.retry.backoff.max.ms': oauth('10000'),
  'sasl.login.retry.backoff.ms': oauth('100'),
  'sasl.oauthbearer.jwt.retriever.class': javaClass('org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever'),
  'sasl.oauthbearer.jwt.validator.class': javaClass('org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator'),
  'sasl.oauthbearer.scope': oauth(),
  'sasl.oauthbearer.client.credentials.client.id': oauth(),
  'sasl.oauthbearer.client.credentials.client.secret': oauth(),
  'sasl.oauthbearer.assertion.algorithm': oauth('RS256'),
  'sasl.oauthbearer.assertion.claim.aud': oauth(),
  'sasl.oauthbearer.assertion.claim.exp.seconds': oauth('300'),
  'sasl.oauthbearer.assertion.claim.iss': oauth(),
  'sasl.oauthbearer.assertion.claim.jti.include': oauth('false'),
  'sasl.oauthbearer.assertion.claim.nbf.seconds': oauth('60'),
  'sasl.oauthbearer.assertion.claim.sub': oauth(),
  'sasl.oauthbearer.assertion.file': oauth(),
  'sasl.oauthbearer.assertion.private.key.file': oauth(),
  'sasl.oauthbearer.assertion.private.key.passphrase': oauth(),
  'sasl.oauthbearer.assertion.template.file': oauth(),
  'sasl.oauthbearer.scope.claim.name': oauth('scope'),
  'sasl.oauthbearer.sub.claim.name': oauth('sub'),
  'sasl.oauthbearer.token.endpoint.url': oauth(),
  'sasl.oauthbearer.jwks.endpoint.url': oauth(),
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': oauth('3600000'),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': oauth('10000'),
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': oauth('100'),
  'sasl.oauthbearer.clock.skew.seconds': oauth('30'),
  'sasl.oauthbearer.expected.audience': oauth(),
  'sasl.oauthbearer.expected.issuer': oauth(),
  'sasl.oauthbearer.header.urlencode': oauth('false'),
  'metadata.recovery.strategy': unused(
    'bootstrap.servers are asked again whenever no known broker answers',
    'rebootstrap',
  ),
  'metadata.recovery.rebootstrap.trigger.ms': unused(
    'bootstrap.servers are asked at once when no known broker answers',
  ),
  'config.providers': unused("the worker's own config providers are used"),
};

const producer: Readonly<Record<string, KeyUse>> = {
  'buffer.memory': 'honoured',
  retries: 'honoured',
  acks: unused('1 is the least that is asked for', 'all', '-1', '1'),
  'compression.type': 'honoured',
  'compression.gzip.level': 'honoured',
  'compression.lz4.level': unused('lz4 packs at its own level'),
  'compression.zstd.level': 'honoured',
  'batch.size': 'honoured',
  'partitioner.adaptive.partitioning.enable': unused('records without a key go to the partitions in turn', 'false'),
  'partitioner.availability.timeout.ms': unused('records without a key go to the partitions in turn', '0'),
  'partitioner.ignore.keys': 'honoured',
  'partitioner.class': javaClass(),
  'linger.ms': 'honoured',
  'delivery.timeout.ms': 'honoured',
  'max.request.size': 'honoured',
  'max.block.ms': 'honoured',
  'metadata.max.age.ms': 'honoured',
  'metadata.max.idle.ms': unused('a topic is known as long as the task runs'),
  'max.in.flight.requests.per.connection': unused('one batch a partition is under way, which keeps their order', '1'),
  'key.serializer': unused('converters make the bytes', 'org.apache.kafka.common.serialization.ByteArraySerializer'),
  'value.serializer': unused('converters make the bytes', 'org.apache.kafka.common.serialization.ByteArraySerializer'),
  'interceptor.classes': javaClass(),
  'enable.idempotence': unused('writes are at least once, as Kafka Connect sets it itself', 'false'),
  'transaction.timeout.ms': transactions('60000'),
  'transactional.id': transactions(),
  'transaction.two.phase.commit.enable': transactions('false'),
};

const consumer: Readonly<Record<string, KeyUse>> = {
  'group.id': 'honoured',
  'group.instance.id': 'honoured',
  'session.timeout.ms': 'honoured',
  'heartbeat.interval.ms': 'honoured',
  'partition.assignment.strategy': unused(
    'the group shares out by range',
    'org.apache.kafka.clients.consumer.RangeAssignor',
    'range',
  ),
  'enable.auto.commit': unused('an offset is committed only when the sink has its record', 'false'),
  'auto.commit.interval.ms': unused('the worker commits every offset.flush.interval.ms'),
  'client.rack': unused("records are read from each partition's leader"),
  'max.partition.fetch.bytes': 'honoured',
  'fetch.min.bytes': 'honoured',
  'fetch.max.bytes': 'honoured',
  'fetch.max.wait.ms': 'honoured',
  'auto.offset.reset': 'honoured',
  'check.crcs': unused('checksums are always compared', 'true'),
  'key.deserializer': unused(
    'converters read the bytes',
    'org.apache.kafka.common.serialization.ByteArrayDeserializer',
  ),
  'value.deserializer': unused(
    'converters read the bytes',
    'org.apache.kafka.common.serialization.ByteArrayDeserializer',
  ),
  'default.api.timeout.ms': 'honoured',
  'interceptor.classes': javaClass(),
  'max.poll.records': 'honoured',
  'max.poll.interval.ms': 'honoured',
  'metadata.max.age.ms': 'honoured',
  'exclude.internal.topics': 'honoured',
  'internal.throw.on.fetch.stable.offset.unsupported': unused("it is internal to Java's client", 'false'),
  'isolation.level': 'honoured',
  'allow.auto.create.topics': 'honoured',
  'group.protocol': unused('sinks speak the classic protocol of groups', 'classic', 'CLASSIC'),
  'group.remote.assignor': unused('sinks speak the classic protocol of groups'),
  'share.acknowledgement.mode': shareGroups('implicit'),
  'share.acquire.mode': shareGroups('BATCH_OPTIMIZED', 'batch_optimized'),
};

const admin: Readonly<Record<string, KeyUse>> = {
  'bootstrap.controllers': unused('brokers are asked, by bootstrap.servers'),
  retries: unused('what may pass is tried again for default.api.timeout.ms', '2147483647'),
  'default.api.timeout.ms': 'honoured',
  'metadata.max.age.ms': unused('metadata is read anew for each request'),
};

/**
 * What becomes of each setting of Java's clients: every one that ProducerConfig, ConsumerConfig and AdminClientConfig
 * of 4.3.1 define has a row, which tests compare with the definitions themselves.
 */
export const clientKeyUses: Readonly<Record<ClientKind, Readonly<Record<string, KeyUse>>>> = {
  producer: { ...shared, ...producer },
  consumer: { ...shared, ...consumer },
  admin: { ...shared, ...admin },
};
