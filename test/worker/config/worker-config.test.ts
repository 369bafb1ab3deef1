import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FlatConfig } from '../../../src/core/index.ts';
import { ConfigTransformer, configuredProviders } from '../../../src/worker/config-providers/index.ts';
import { PluginRegistry } from '../../../src/worker/plugins/index.ts';
import { parseWorkerConfig, unusedKeys } from '../../../src/worker/worker-config/index.ts';
import { testFolder } from '../../harness/index.ts';
import { fakePlugins } from '../herder/fakes.ts';

const registry = new PluginRegistry(fakePlugins);
const least: FlatConfig = {
  'bootstrap.servers': 'a:1, b:2',
  'key.converter': 'FakeConverter',
  'value.converter': 'test.FakeConverter',
  'header.converter': 'test.FakeConverter',
  'offset.storage.file.filename': '/tmp/x',
};

test('defaults are those of Kafka Connect, but REST stays on this machine', () => {
  expect(parseWorkerConfig(least, registry)).toMatchObject({
    bootstrapServers: ['a:1', 'b:2'],
    defaultConverters: { key: 'test.FakeConverter', value: 'test.FakeConverter', header: 'test.FakeConverter' },
    offsetFlushIntervalMs: 60000,
    offsetFlushTimeoutMs: 5000,
    taskShutdownTimeoutMs: 5000,
    listeners: [{ protocol: 'http', host: '127.0.0.1', port: 8083 }],
    adminListeners: null,
    topicCreationEnabled: true,
    topicTrackingEnabled: true,
    topicTrackingResetAllowed: true,
  });
});

describe('what cannot be used is said', () => {
  test.each<[FlatConfig, string]>([
    [
      { 'offset.flush.interval.ms': 'x' },
      'Invalid value x for configuration offset.flush.interval.ms: Not a number of type LONG',
    ],
    [{ 'key.converter': 'Nope' }, 'Invalid value Nope for configuration key.converter: Class Nope could not be found.'],
    [
      { 'key.converter': 'FakeSource' },
      'Class class test.FakeSourceConnector does not implement the Converter interface',
    ],
    [
      { listeners: 'localhost:8083' },
      "Listener doesn't have the right format (protocol://hostname:port). listeners: localhost:8083",
    ],
    [{ listeners: 'ftp://a:1' }, 'Listener protocol must be either "http" or "https". listeners: ftp://a:1'],
    [
      { listeners: 'http://a:99999' },
      "Listener doesn't have the right format (protocol://hostname:port). listeners: http://a:99999",
    ],
    [
      { 'connector.client.config.override.policy': 'Mine' },
      'Invalid value Mine for configuration connector.client.config.override.policy: String must be one of: All, None, Principal, Allowlist',
    ],
  ])('%o', (props, message) => {
    expect(() => parseWorkerConfig({ ...least, ...props }, registry)).toThrow(message);
  });

  test('all that is missing, at once', () => {
    expect(() => parseWorkerConfig({}, registry)).toThrow(
      [
        'Missing required configuration "bootstrap.servers" which has no default value.',
        'Missing required configuration "key.converter" which has no default value.',
        'Missing required configuration "value.converter" which has no default value.',
        'Missing required configuration "offset.storage.file.filename" which has no default value.',
      ].join('\n'),
    );
  });
});

test.each<[string, unknown]>([
  ['http://:8083', { protocol: 'http', host: '', port: 8083 }],
  ['HTTPS://[::1]:8443', { protocol: 'https', host: '::1', port: 8443 }],
])('listener %s', (listener, expected) => {
  expect(parseWorkerConfig({ ...least, listeners: listener }, registry).listeners).toEqual([expected]);
});

test.each<[string, string[]]>([
  [
    'offset.flush.intervall.ms',
    ["The worker setting 'offset.flush.intervall.ms' is not known; did you mean 'offset.flush.interval.ms'?"],
  ],
  ['zzzzzzzzzz', ["The worker setting 'zzzzzzzzzz' is not known."]],
  [
    'rest.extension.classes',
    [
      "The worker setting 'rest.extension.classes' has no effect: REST extensions are Java classes, and are not loaded: what they guard is not guarded here.",
    ],
  ],
  ['retry.backoff.ms', []],
  ['listeners.https.ssl.keystore.location', []],
  ['admin.listeners.https.ssl.client.auth', []],
  ['config.providers', []],
  ['config.providers.file.param.x', []],
  ['metrics.context.any', []],
  ['key.converter.flag', []],
  ['value.converter.schema.registry.url', []],
  ['producer.linger.ms', []],
  ['security.protocol', []],
  ['group.id', []],
  ['retries', ["The worker setting 'retries' has no effect: what may pass is tried again for default.api.timeout.ms."]],
  ['linger.ms', ["The worker setting 'linger.ms' has no effect: for producers it is 'producer.linger.ms'."]],
  [
    'topic.creation.default.partitions',
    [
      "The worker setting 'topic.creation.default.partitions' has no effect: it belongs into the config of a source connector.",
    ],
  ],
  [
    'listeners.https.ssl.keystore.locaton',
    [
      "The worker setting 'listeners.https.ssl.keystore.locaton' is not known; did you mean 'listeners.https.ssl.keystore.location'?",
    ],
  ],
  [
    'key.converter.flga',
    ["The worker setting 'key.converter.flga' is not one of test.FakeConverter; did you mean 'key.converter.flag'?"],
  ],
  ['producer.lingr.ms', ["The producer setting 'producer.lingr.ms' is not known; did you mean 'producer.linger.ms'?"]],
  ['config.providers.file.clas', ["The worker setting 'config.providers.file.clas' is not known."]],
])('a setting that is not used: %s', (key, expected) => {
  expect(unusedKeys({ ...least, [key]: 'secret' }, registry)).toEqual(expected);
});

describe('config providers', () => {
  const resolve = async (props: FlatConfig, config: FlatConfig, env = {}) =>
    new ConfigTransformer(configuredProviders(props, env)).transform(config);
  const providers = {
    'config.providers': 'file, dir,env',
    'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
    'config.providers.dir.class': 'DirectoryConfigProvider',
    'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
    'config.providers.env.param.allowlist.pattern': 'MY_.*',
  };

  test('each gives its values; what it lacks stays as it is written', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 's.properties'), 'user=ann\npass=é', 'utf8');
    mkdirSync(join(folder, 'dir'));
    writeFileSync(join(folder, 'dir', 'token'), 'abc\n');
    const config = {
      a: `\${file:${folder}/s.properties:user}:\${file:${folder}/s.properties:pass}`,
      b: `\${dir:${folder}/dir:token}`,
      c: '${env:MY_VAR} ${env:OTHER}',
      d: `\${file:${folder}/s.properties:none} \${nobody:x} plain`,
    };
    expect(await resolve(providers, config, { MY_VAR: '${env:MY_B}', MY_B: 'x', OTHER: 'y' })).toEqual({
      a: 'ann:é',
      b: 'abc\n',
      c: '${env:MY_B} ${env:OTHER}',
      d: config.d,
    });
  });

  test('what stays as it is written is told, each with its setting; what a value looks like is not', async () => {
    const transformer = new ConfigTransformer(configuredProviders(providers, { MY_VAR: '${env:MY_B}' }));
    const config = { a: '${env:MY_VAR} ${env:MY_OTHER}', b: '${nobody:x}', c: '$1-${2}', d: null };
    expect(await transformer.unresolved(config)).toEqual([
      "No config provider has ${env:MY_OTHER}: 'a' takes it as it is written.",
      "No config provider has ${nobody:x}: 'b' takes it as it is written.",
    ]);
  });

  test('paths outside of allowed.paths give nothing', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'in'));
    writeFileSync(join(folder, 'out.properties'), 'a=1');
    const props = { ...providers, 'config.providers.file.param.allowed.paths': join(folder, 'in') };
    const config = { a: `\${file:${folder}/in/../out.properties:a}` };
    expect(await resolve(props, config)).toEqual(config);
  });

  test.each<[string, FlatConfig, FlatConfig, string]>([
    [
      'a file that is not there',
      providers,
      { a: '${file:/no/such:k}' },
      'Could not read properties from file /no/such',
    ],
    [
      'a path for the environment',
      providers,
      { a: '${env:p:MY_X}' },
      "Path is not supported for EnvVarConfigProvider, invalid value 'p'",
    ],
  ])('%s is an error', async (_name, props, config, message) => {
    await expect(resolve(props, config)).rejects.toThrow(message);
  });

  test.each<[FlatConfig, string]>([
    [
      { 'config.providers': 'x' },
      'Missing required configuration "config.providers.x.class" which has no default value.',
    ],
    [{ 'config.providers': 'x', 'config.providers.x.class': 'Vault' }, 'Class Vault could not be found.'],
  ])('%o', (props, message) => {
    expect(() => configuredProviders(props, {})).toThrow(message);
  });
});
