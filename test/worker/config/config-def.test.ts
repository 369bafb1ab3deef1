import { describe, expect, test } from 'vitest';
import type { ConfigTypeName, Sensitive } from '../../../src/core/index.ts';
import {
  atLeast,
  ConfigError,
  configGroups,
  configKeyInfo,
  defineConfig,
  embedConfig,
  javaCopyOrder,
  type NullableConfig,
  nonEmptyString,
  oneOf,
  oneOfIgnoringCase,
  parseConfig,
  parseValue,
  validateConfig,
  valueText,
} from '../../../src/worker/config/index.ts';

describe('values by type', () => {
  test.each<[ConfigTypeName, string, unknown]>([
    ['STRING', ' a b ', 'a b'],
    ['STRING', '\u00a0a', '\u00a0a'],
    ['BOOLEAN', ' True ', true],
    ['BOOLEAN', 'FALSE', false],
    ['INT', ' +7 ', 7],
    ['INT', '-2147483648', -2147483648],
    ['SHORT', '32767', 32767],
    ['LONG', '9223372036854775807', 9223372036854775807n],
    ['DOUBLE', '1.5e3', 1500],
    ['DOUBLE', '2d', 2],
    ['LIST', '', []],
    ['LIST', ' a , b,,c ', ['a', 'b', '', 'c']],
    ['CLASS', ' short ', 'the.long.Name'],
  ])('%s of "%s"', (type, text, expected) => {
    expect(parseValue('k', text, type, (name) => (name === 'short' ? 'the.long.Name' : undefined))).toEqual(expected);
  });

  test.each<[ConfigTypeName, string, string]>([
    ['INT', 'abc', 'Invalid value abc for configuration k: Not a number of type INT'],
    ['INT', '', 'Invalid value  for configuration k: Not a number of type INT'],
    ['INT', '1.0', 'Invalid value 1.0 for configuration k: Not a number of type INT'],
    ['INT', '2147483648', 'Invalid value 2147483648 for configuration k: Not a number of type INT'],
    ['SHORT', '32768', 'Invalid value 32768 for configuration k: Not a number of type SHORT'],
    ['LONG', '9223372036854775808', 'Invalid value 9223372036854775808 for configuration k: Not a number of type LONG'],
    ['DOUBLE', '0x10', 'Invalid value 0x10 for configuration k: Not a number of type DOUBLE'],
    ['BOOLEAN', 'yes', 'Invalid value yes for configuration k: Expected value to be either true or false'],
    ['CLASS', 'Nope', 'Invalid value Nope for configuration k: Class Nope could not be found.'],
  ])('%s of "%s" is refused', (type, text, message) => {
    expect(() => parseValue('k', text, type, () => undefined)).toThrow(new ConfigError(message));
  });

  test('a password never prints', () => {
    const value = parseValue('k', 'hunter2', 'PASSWORD');
    expect((value as Sensitive).reveal()).toBe('hunter2');
    expect(valueText(value, 'PASSWORD')).toBe('[hidden]');
    const def = defineConfig([
      {
        name: 'k',
        type: 'PASSWORD',
        validator: () => {
          throw new Error('no');
        },
        importance: 'LOW',
        documentation: '',
      },
    ]);
    expect(() => parseConfig(def, { k: 'hunter2' })).toThrow('Invalid value [hidden] for configuration k: no');
  });
});

const def = defineConfig([
  { name: 'must', type: 'STRING', validator: nonEmptyString, importance: 'HIGH', documentation: 'A text.' },
  { name: 'count', type: 'INT', defaultValue: 1, validator: atLeast(1), importance: 'LOW', documentation: 'A number.' },
  {
    name: 'mode',
    type: 'STRING',
    defaultValue: 'a',
    validator: oneOf('a', 'b'),
    importance: 'LOW',
    documentation: 'A word.',
  },
  {
    name: 'case',
    type: 'STRING',
    defaultValue: 'X',
    validator: oneOfIgnoringCase('X', 'Y'),
    importance: 'LOW',
    documentation: 'A word.',
  },
]);

test('parsing fills in defaults and leaves out what nobody declared', () => {
  expect(parseConfig(def, { must: ' x ', other: '1', case: 'y' })).toEqual({
    must: 'x',
    count: 1,
    mode: 'a',
    case: 'y',
  });
});

describe('validation collects every message', () => {
  test.each<[string, NullableConfig, Record<string, string[]>]>([
    ['nothing given', {}, { must: ['Missing required configuration "must" which has no default value.'] }],
    [
      'a ranged number that is none',
      { must: 'x', count: 'q' },
      {
        count: [
          'Invalid value q for configuration count: Not a number of type INT',
          'Invalid value null for configuration count: Value must be non-null',
        ],
      },
    ],
    [
      'a number below its range',
      { must: 'x', count: '0' },
      { count: ['Invalid value 0 for configuration count: Value must be at least 1'] },
    ],
    ['an empty text', { must: '' }, { must: ['Invalid value  for configuration must: String must be non-empty'] }],
    [
      'another word',
      { must: 'x', mode: 'A' },
      { mode: ['Invalid value A for configuration mode: String must be one of: a, b'] },
    ],
    [
      'another word in any case',
      { must: 'x', case: 'z' },
      { case: ['Invalid value z for configuration case: String must be one of (case insensitive): X, Y'] },
    ],
    [
      'a null',
      { must: null, mode: null },
      { mode: ['Invalid value null for configuration mode: String must be one of: a, b'] },
    ],
  ])('%s', (_name, flat, expected) => {
    const found = [...validateConfig(def, flat).values()].filter(({ errors }) => errors.length > 0);
    expect(Object.fromEntries(found.map(({ name, errors }) => [name, errors]))).toEqual(expected);
  });
});

test('a key without anything about its looks has the looks of Kafka', () => {
  expect(configKeyInfo(def.keys[1]!)).toEqual({
    name: 'count',
    type: 'INT',
    required: false,
    default_value: '1',
    importance: 'LOW',
    documentation: 'A number.',
    group: null,
    order_in_group: -1,
    width: 'NONE',
    display_name: 'count',
    dependents: [],
  });
});

test('embedded keys are sorted and numbered, and their messages use the short name', () => {
  const embedded = embedConfig(def, 'p.', 'Group', 2);
  expect(embedded.map(({ name, orderInGroup }) => [name, orderInGroup])).toEqual([
    ['p.must', 2],
    ['p.case', 3],
    ['p.count', 4],
    ['p.mode', 5],
  ]);
  expect(configGroups(embedded)).toEqual(['Group']);
  const checked = validateConfig({ keys: embedded }, { 'p.must': '', 'p.count': 'q' });
  expect(checked.get('p.must')?.errors).toEqual(['Invalid value  for configuration must: String must be non-empty']);
  expect(checked.get('p.count')?.errors[0]).toBe('Invalid value q for configuration p.count: Not a number of type INT');
});

test('a key that is declared twice is a mistake of the plugin', () => {
  const key = { name: 'a', type: 'STRING', importance: 'LOW', documentation: '' } as const;
  expect(() => defineConfig([key, key])).toThrow('Configuration a is defined twice.');
});

test.each<[string[], string[], string[]]>([
  [
    ['connector.class', 'topic', 'file', 'name'],
    ['task.class'],
    ['connector.class', 'name', 'topic', 'file', 'task.class'],
  ],
  [
    ['connector.class', 'topics.regex', 'file', 'name'],
    ['task.class', 'topics.regex'],
    ['connector.class', 'name', 'file', 'topics.regex', 'task.class'],
  ],
  [['name', 'file'], [], ['name', 'file']],
  [['a', 'b', 'c', 'd', 'name'], [], ['name', 'a', 'b', 'c', 'd']],
])('a copied HashMap of %j', (copied, added, expected) => {
  const entries = (keys: string[]) => keys.map((key) => [key, key] as const);
  expect(javaCopyOrder(entries(copied), entries(added)).map(([key]) => key)).toEqual(expected);
});
