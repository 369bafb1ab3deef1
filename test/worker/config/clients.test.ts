import { describe, expect, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import {
  adminProps,
  connectionConfig,
  consumerOptions,
  consumerProps,
  producerOptions,
  producerProps,
  sinkGroupId,
  unusedClientKeys,
} from '../../../src/worker/clients/index.ts';

const worker: FlatConfig = {
  'bootstrap.servers': 'w:1',
  'security.protocol': 'SASL_PLAINTEXT',
  'producer.linger.ms': '1',
  'producer.batch.size': '1',
  'consumer.group.id': 'workers',
  'admin.request.timeout.ms': '7',
};

describe('which settings reach which client', () => {
  test('the connector overrides the worker, which overrides the defaults', () => {
    const connector = { 'producer.override.batch.size': '2', 'consumer.override.batch.size': '3' };
    expect(producerProps(worker, connector, 'id')).toEqual({
      'bootstrap.servers': 'w:1',
      'client.id': 'id',
      'linger.ms': '1',
      'batch.size': '2',
    });
  });

  test("the worker's own security settings reach admin clients only", () => {
    const task = { connector: 'c', task: 1 };
    expect(producerProps(worker, {}, 'id')['security.protocol']).toBeUndefined();
    expect(consumerProps(worker, {}, task)['security.protocol']).toBeUndefined();
    expect(adminProps(worker, {}, 'id')).toEqual({
      'bootstrap.servers': 'w:1',
      'client.id': 'id',
      'security.protocol': 'SASL_PLAINTEXT',
      'request.timeout.ms': '7',
    });
  });

  test.each<[string, FlatConfig, FlatConfig, string]>([
    ['of the connector', {}, {}, 'connect-c'],
    ['of the worker', worker, {}, 'workers'],
    ['of the override', worker, { 'consumer.override.group.id': 'mine' }, 'mine'],
  ])('the group %s', (_name, props, connector, expected) => {
    expect(sinkGroupId(props, 'c', connector)).toBe(expected);
  });
});

describe('security', () => {
  const jaas = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="a\\"b" password=\'p w\' ;';

  test('a user and a password of sasl.jaas.config', () => {
    const { sasl, tls } = connectionConfig({
      'bootstrap.servers': 'a:1',
      'security.protocol': 'sasl_plaintext',
      'sasl.mechanism': 'SCRAM-SHA-512',
      'sasl.jaas.config': jaas,
    });
    expect(tls).toBeUndefined();
    expect([sasl?.mechanism, sasl?.username, sasl?.password.reveal()]).toEqual(['scram-sha-512', 'a"b', 'p w']);
    expect(JSON.stringify(sasl)).not.toContain('p w');
  });

  test.each<[FlatConfig, string]>([
    [{ 'security.protocol': 'X' }, 'Invalid value X for configuration security.protocol'],
    [
      { 'security.protocol': 'SASL_SSL' },
      'Invalid value GSSAPI for configuration sasl.mechanism: Supported here: PLAIN',
    ],
    [
      { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN' },
      'sasl.jaas.config has to give username and password',
    ],
    [
      { 'security.protocol': 'SSL', 'ssl.truststore.location': '/no/such' },
      'ssl.truststore.location: /no/such cannot be read',
    ],
  ])('%o', (props, message) => {
    expect(() => connectionConfig({ 'bootstrap.servers': 'a:1', ...props })).toThrow(message);
  });

  test('cipher suites by the names that Java has for them', () => {
    const suites =
      'TLS_AES_256_GCM_SHA384, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_256_CBC_SHA256,' +
      'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,TLS_DHE_RSA_WITH_AES_128_CBC_SHA';
    const { tls } = connectionConfig({
      'security.protocol': 'SSL',
      'ssl.cipher.suites': suites,
      'ssl.enabled.protocols': 'TLSv1.2',
    });
    expect(tls).toEqual({
      ciphers:
        'TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES128-GCM-SHA256:AES256-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:DHE-RSA-AES128-SHA',
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
    });
  });

  test.each<[FlatConfig, string]>([
    [{ 'ssl.cipher.suites': 'TLS_NONE' }, 'Invalid value TLS_NONE for configuration ssl.cipher.suites: There is no'],
    [{ 'ssl.enabled.protocols': 'TLSv1.2,SSLv3' }, 'Invalid value SSLv3 for configuration ssl.enabled.protocols'],
  ])('%o', (props, message) => {
    expect(() => connectionConfig({ 'security.protocol': 'SSL', ...props })).toThrow(message);
  });

  test('an empty ssl.endpoint.identification.algorithm takes any host name', () => {
    const { tls } = connectionConfig({ 'security.protocol': 'SSL', 'ssl.endpoint.identification.algorithm': '' });
    expect(tls?.checkServerIdentity?.('a', {} as never)).toBeUndefined();
  });
});

describe('a client setting that is not used', () => {
  test.each<[string, string, '' | 'override.', string[]]>([
    ['producer.linger.ms', '5', '', []],
    ['producer.acks', 'all', '', []],
    ['producer.override.acks', '1', 'override.', []],
    ['consumer.override.group.id', 'g', 'override.', []],
    ['producer.acks', '0', 'override.', []],
    ['admin.listeners', 'http://:1', '', []],
    [
      'producer.override.acks',
      '0',
      'override.',
      ["The producer setting 'producer.override.acks' has no effect: 1 is the least that is asked for."],
    ],
    [
      'consumer.interceptor.classes',
      'x',
      '',
      [
        "The consumer setting 'consumer.interceptor.classes' has no effect: it names a Java class, and those are not loaded.",
      ],
    ],
    [
      'consumer.max.pol.records',
      '1',
      '',
      ["The consumer setting 'consumer.max.pol.records' is not known; did you mean 'consumer.max.poll.records'?"],
    ],
    ['admin.zzzzzzzzzz', '1', '', ["The admin setting 'admin.zzzzzzzzzz' is not known."]],
  ])('%s=%s', (key, value, infix, expected) => {
    expect(unusedClientKeys({ [key]: value }, infix)).toEqual(expected);
  });
});

test('options of our clients', () => {
  const producer = {
    'linger.ms': '5',
    'compression.type': 'zstd',
    'compression.zstd.level': '7',
    'compression.gzip.level': '9',
    acks: '0',
    retries: '3',
    'delivery.timeout.ms': '1000',
    'max.block.ms': '9223372036854775807',
    'metadata.max.age.ms': '50',
    'partitioner.ignore.keys': 'TRUE',
  };
  expect(producerOptions(producer)).toEqual({
    lingerMs: 5,
    compression: 'zstd',
    compressionLevel: 7,
    acks: '1',
    retries: 3,
    deliveryTimeoutMs: 1000,
    maxBlockMs: Number.MAX_SAFE_INTEGER,
    metadataMaxAgeMs: 50,
    ignoresKeys: true,
  });
  const consumer = {
    'group.id': 'g',
    'group.instance.id': 'i',
    'auto.offset.reset': 'latest',
    'max.poll.records': '9',
    'fetch.max.bytes': '10',
    'allow.auto.create.topics': 'false',
    'exclude.internal.topics': 'false',
  };
  expect(consumerOptions(consumer)).toEqual({
    groupId: 'g',
    groupInstanceId: 'i',
    autoOffsetReset: 'latest',
    maxPollRecords: 9,
    fetchMaxBytes: 10,
    allowAutoCreateTopics: false,
    excludeInternalTopics: false,
  });
  expect(() => producerOptions({ 'compression.type': 'rar' })).toThrow(
    'Invalid value rar for configuration compression.type',
  );
});
