import { describe, expect, test } from 'vitest';
import type { NullableConfig } from '../../../src/worker/config/index.ts';
import { PluginRegistry } from '../../../src/worker/plugins/index.ts';
import { overridePolicy, validateConnector } from '../../../src/worker/validation/index.ts';
import { fakePlugins, sink, source } from '../herder/fakes.ts';

const classes = { key: 'test.FakeConverter', value: 'test.FakeConverter', header: 'test.FakeConverter' };

function validate(config: NullableConfig, policy = 'All', allowlist: readonly string[] = []) {
  return validateConnector(
    {
      registry: new PluginRegistry(fakePlugins),
      defaultConverters: classes,
      overridePolicy: overridePolicy(policy, allowlist),
    },
    { name: 'c', ...config },
  );
}

/** Every message by its key. */
function errorsOf(config: NullableConfig, policy?: string, allowlist?: readonly string[]): Record<string, string[]> {
  const wrong = validate(config, policy, allowlist).configs.filter(({ value }) => value.errors.length > 0);
  return Object.fromEntries(wrong.map(({ value }) => [value.name, [...value.errors]]));
}

const tag = { transforms: 'a', 'transforms.a.type': 'test.Tag$Value', 'transforms.a.word': 'w' };

test('keys come in the order of Kafka Connect', () => {
  const infos = validate({
    ...source,
    ...tag,
    predicates: 'p',
    'predicates.p.type': 'Always',
    'producer.override.acks': 'all',
    'key.converter': 'FakeConverter',
    unknown: 'x',
  });
  const names = infos.configs.map(({ value }) => value.name);
  expect(names.slice(0, 3)).toEqual(['name', 'connector.class', 'connector.plugin.version']);
  expect(names.slice(names.indexOf('offsets.storage.topic') + 1)).toEqual([
    'transforms.a.type',
    'transforms.a.plugin.version',
    'transforms.a.word',
    'transforms.a.negate',
    'transforms.a.predicate',
    'transforms.a.add',
    'predicates.p.type',
    'predicates.p.plugin.version',
    'topic',
    'limit',
    'producer.override.acks',
    'key.converter.flag',
  ]);
  expect(infos).toMatchObject({ name: 'test.FakeSourceConnector', error_count: 0 });
  expect(infos.groups).toEqual([
    'Common',
    'Transforms',
    'Predicates',
    'Error Handling',
    'Topic Creation',
    'Exactly Once Support',
    'offsets.topic',
    'Transforms: a',
    'Predicates: p',
  ]);
});

test('what is read is shown: full class names, defaults, and secrets not at all', () => {
  const { configs } = validate({
    ...source,
    'key.converter': 'FakeConverter',
    'producer.override.ssl.key.password': 'hunter2',
  });
  const shown = (name: string) => configs.find(({ value }) => value.name === name)?.value.value;
  expect(shown('key.converter')).toBe('test.FakeConverter');
  expect(shown('limit')).toBe('5');
  expect(shown('producer.override.ssl.key.password')).toBe('[hidden]');
  expect(JSON.stringify(configs)).not.toContain('hunter2');
});

describe('messages', () => {
  test.each<[string, NullableConfig, Record<string, string[]>]>([
    ['nothing wrong', source, {}],
    [
      'a null that nobody declared',
      { ...source, x: null },
      { x: ['Null value can not be supplied as the configuration value.'] },
    ],
    ['a null of the connector itself is its own affair', { ...source, limit: null }, {}],
    [
      'a converter that is none',
      { ...source, 'key.converter': 'FakeSource', 'value.converter': 'Nope' },
      {
        'key.converter': ['Class class test.FakeSourceConnector does not implement the Converter interface'],
        'value.converter': ['Invalid value Nope for configuration value.converter: Class Nope could not be found.'],
      },
    ],
    [
      "a converter's own key, by its short name",
      { ...source, 'key.converter': 'FakeConverter', 'key.converter.flag': 'maybe' },
      {
        'key.converter.flag': ['Invalid value maybe for configuration flag: Expected value to be either true or false'],
      },
    ],
    ['a key of a converter that is not named has no effect', { ...source, 'key.converter.flag': 'maybe' }, {}],
    [
      'a transform without its type',
      { ...source, transforms: 'a' },
      { 'transforms.a.type': ['Missing required configuration "transforms.a.type" which has no default value.'] },
    ],
    [
      'the base of two transforms',
      { ...source, ...tag, 'transforms.a.type': 'test.Tag' },
      { 'transforms.a.type': ['This class is abstract and cannot be created. Did you mean test.Tag$Value?'] },
    ],
    [
      'a predicate as a transform',
      { ...source, ...tag, 'transforms.a.type': 'Always' },
      { 'transforms.a.type': ['Class class test.Always does not implement the Transformation interface'] },
    ],
    [
      'negate without a predicate',
      { ...source, ...tag, 'transforms.a.negate': 'true' },
      {
        'transforms.a.type': [
          "Config 'transforms.a.negate' was provided but there is no config 'transforms.a.predicate' defining a predicate to be negated.",
        ],
      },
    ],
    ['a predicate that is not declared is found by the task', { ...source, ...tag, 'transforms.a.predicate': 'p' }, {}],
    [
      'two equal aliases',
      { ...source, ...tag, transforms: 'a,a' },
      { transforms: ['Invalid value [a, a] for configuration transforms: Duplicate alias provided.'] },
    ],
    [
      'another version of a transform',
      { ...source, ...tag, 'transforms.a.plugin.version': '9' },
      Object.fromEntries(
        ['transforms.a.type', 'transforms.a.plugin.version'].map((key) => [
          key,
          ['Plugin test.Tag$Value not found that matches the version range [9,9], available versions: [1.0]'],
        ]),
      ),
    ],
    [
      'topics and topics.regex',
      { ...sink, 'topics.regex': 'a' },
      Object.fromEntries(
        ['topics', 'topics.regex'].map((key) => [
          key,
          ['topics and topics.regex are mutually exclusive options, but both are set.'],
        ]),
      ),
    ],
    [
      'a topic twice',
      { ...sink, topics: 'a,a' },
      { topics: ["Configuration 'topics' values must not be duplicated."] },
    ],
    [
      'a regex that is none',
      { 'connector.class': 'FakeSink', 'topics.regex': '[' },
      {
        'topics.regex': [
          'Invalid value [ for configuration topics.regex: Invalid regex: Unclosed character class near index 0\n[\n^',
        ],
      },
    ],
    [
      'a dead letter topic that is read',
      { ...sink, topics: 'a,b', 'errors.deadletterqueue.topic.name': 'b' },
      {
        topics: [
          "The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector",
        ],
      },
    ],
    [
      'a dead letter topic that the regex matches',
      { 'connector.class': 'FakeSink', 'topics.regex': 'a.*', 'errors.deadletterqueue.topic.name': 'ab' },
      {
        'topics.regex': [
          "The DLQ topic 'ab' may not be matched by the regex for the topics ('topics.regex=a.*') consumed by the connector",
        ],
      },
    ],
    [
      'control characters in the name',
      { ...source, name: 'a\nb' },
      {
        name: [
          'Invalid value a\nb for configuration name: String may not contain control sequences but had the following ASCII chars: 10',
        ],
      },
    ],
  ])('%s', (_name, config, expected) => {
    expect(errorsOf(config)).toEqual(expected);
  });
});

describe('client overrides', () => {
  const config = { ...source, 'producer.override.acks': 'all', 'producer.override.sasl.mechanism': 'PLAIN' };
  const refused = (policy: string, key: string) => ({
    [`producer.override.${key}`]: [
      `The '${policy}' policy does not allow '${key}' to be overridden in the connector configuration.`,
    ],
  });

  test.each<[string, readonly string[], Record<string, string[]>]>([
    ['All', [], {}],
    ['None', [], { ...refused('None', 'acks'), ...refused('None', 'sasl.mechanism') }],
    ['Principal', [], refused('Principal', 'acks')],
    ['Allowlist', ['acks'], refused('Allowlist', 'sasl.mechanism')],
  ])('policy %s', (policy, allowlist, expected) => {
    expect(errorsOf(config, policy, allowlist)).toEqual(expected);
  });

  test('only those of the clients that a connector has are looked at', () => {
    const names = validate({ ...sink, 'producer.override.acks': 'all', 'consumer.override.max.poll.records': '1' })
      .configs.map(({ value }) => value.name)
      .filter((name) => name.includes('.override.'));
    expect(names).toEqual(['consumer.override.max.poll.records']);
  });
});
