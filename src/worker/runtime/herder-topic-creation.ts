import { messageOf } from '../../core/index.ts';
import {
  ConfigError,
  type ConfigKeySpec,
  type ConfigValidator,
  defineConfig,
  type NullableConfig,
  type ParsedConfig,
  parseConfig,
  parseValue,
  prefixedKey,
} from '../config/index.ts';
import { compileTopicsRegex, textOf } from '../validation/index.ts';
import type { TopicCreationGroup } from './task-deps.ts';

const PREFIX = 'topic.creation.';
const ownKeys = new Set(['include', 'exclude', 'partitions', 'replication.factor']);

/**
 * The groups of topic.creation.*, in the order to try them, the default group last; null where the connector uses none.
 * After SourceConnectorConfig and TopicCreationGroup (KIP-158).
 * @throws ConfigError with Kafka's message
 */
export function topicCreationGroups(config: NullableConfig): TopicCreationGroup[] | null {
  if (!Object.keys(config).some((key) => key.startsWith(PREFIX))) return null;
  const names = (parseValue('topic.creation.groups', textOf(config, 'topic.creation.groups'), 'LIST') ??
    []) as string[];
  const defaults = parseGroup('default', config, []);
  const inherited = numberKeys(defaults['partitions'] as number, defaults['replication.factor'] as number);
  const groups = names
    .filter((name) => name !== 'default')
    .map((name) => creationGroup(name, parseGroup(name, config, inherited), config));
  const everything = { ...defaults, include: ['.*'], exclude: [] };
  return [...groups, creationGroup('default', everything, config)];
}

/** The values of a group by their short names. */
function parseGroup(name: string, config: NullableConfig, inherited: readonly ConfigKeySpec[]): ParsedConfig {
  const prefix = `${PREFIX}${name}.`;
  const specs = name === 'default' ? numberKeys(undefined, undefined) : [...patternKeys, ...inherited];
  const keys = defineConfig(specs).keys.map((key) => prefixedKey(key, prefix));
  const parsed = parseConfig({ keys }, config);
  return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key.slice(prefix.length), value]));
}

function creationGroup(name: string, parsed: ParsedConfig, config: NullableConfig): TopicCreationGroup {
  const prefix = `${PREFIX}${name}.`;
  const include = (parsed['include'] as readonly string[]).map(compileTopicsRegex);
  const exclude = (parsed['exclude'] as readonly string[]).map(compileTopicsRegex);
  const others = Object.entries(config).filter(
    ([key, value]) => key.startsWith(prefix) && value !== null && !ownKeys.has(key.slice(prefix.length)),
  );
  return {
    name,
    includes: (topic) => include.some((regex) => regex.test(topic)) && !exclude.some((regex) => regex.test(topic)),
    partitions: parsed['partitions'] as number,
    replicationFactor: parsed['replication.factor'] as number,
    config: Object.fromEntries(others.map(([key, value]) => [key.slice(prefix.length), value as string])),
  };
}

const patternKeys: readonly ConfigKeySpec[] = [
  {
    name: 'include',
    type: 'LIST',
    validator: patterns,
    importance: 'LOW',
    documentation: 'Regular expressions over the names of the topics that the group is for.',
  },
  {
    name: 'exclude',
    type: 'LIST',
    defaultValue: [],
    validator: patterns,
    importance: 'LOW',
    documentation: 'Regular expressions over the names of topics that the group is not for.',
  },
];

function numberKeys(partitions: number | undefined, replicationFactor: number | undefined): ConfigKeySpec[] {
  return [
    {
      name: 'replication.factor',
      type: 'SHORT',
      defaultValue: replicationFactor,
      validator: positiveOrDefault(
        'Replication factor must be positive and not larger than the number of brokers in the Kafka cluster, ' +
          "or -1 to use the broker's default",
      ),
      importance: 'LOW',
      documentation: "The replication factor of new topics; -1 is the broker's default.",
    },
    {
      name: 'partitions',
      type: 'INT',
      defaultValue: partitions,
      validator: positiveOrDefault("Number of partitions must be positive, or -1 to use the broker's default"),
      importance: 'LOW',
      documentation: "The number of partitions of new topics; -1 is the broker's default.",
    },
  ];
}

function positiveOrDefault(message: string): ConfigValidator {
  return (_key, value) => {
    if (value !== -1 && (value as number) < 1) throw new Error(message);
  };
}

function patterns(key: string, value: unknown): void {
  for (const pattern of (value ?? []) as readonly string[]) {
    try {
      compileTopicsRegex(pattern);
    } catch (error) {
      throw ConfigError.invalid(key, value, `Syntax error in regular expression: ${messageOf(error)}`);
    }
  }
}
