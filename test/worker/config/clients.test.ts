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

  test('an empty ssl.endpoint.identification.algorithm takes any host name', () => {
    const { tls } = connectionConfig({ 'security.protocol': 'SSL', 'ssl.endpoint.identification.algorithm': '' });
    expect(tls?.checkServerIdentity?.('a', {} as never)).toBeUndefined();
  });
});

test.each<[FlatConfig, '' | 'override.', string[]]>([
  [
    { 'producer.linger.ms': '5', 'producer.acks': 'all', 'producer.retries': '3', 'consumer.interceptor.classes': 'x' },
    '',
    ['producer.retries', 'consumer.interceptor.classes'],
  ],
  [
    { 'producer.override.acks': '0', 'producer.acks': '1', 'consumer.override.group.id': 'g' },
    'override.',
    ['producer.override.acks'],
  ],
])('settings without an effect are named: %o', (config, infix, expected) => {
  expect(unusedClientKeys(config, infix)).toEqual(expected);
});

test('options of our clients', () => {
  expect(producerOptions({ 'linger.ms': '5', 'compression.type': 'zstd' })).toMatchObject({
    lingerMs: 5,
    compression: 'zstd',
  });
  expect(consumerOptions({ 'group.id': 'g', 'auto.offset.reset': 'latest', 'max.poll.records': '9' })).toMatchObject({
    groupId: 'g',
    autoOffsetReset: 'latest',
    maxPollRecords: 9,
  });
  expect(() => producerOptions({ 'compression.type': 'rar' })).toThrow(
    'Invalid value rar for configuration compression.type',
  );
});
