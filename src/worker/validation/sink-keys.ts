import { messageOf } from '../../core/index.ts';
import {
  type CheckedValue,
  ConfigError,
  type ConfigKeySpec,
  type NullableConfig,
  parseValue,
} from '../config/index.ts';
import { textOf } from './plugin-class.ts';
import { compileTopicsRegex } from './topics-regex.ts';

/** What a sink has beyond the keys of every connector (SinkConnectorConfig), in its order. */
export const sinkKeys: readonly ConfigKeySpec[] = [
  {
    name: 'topics',
    type: 'LIST',
    defaultValue: [],
    validator: uniqueTopics,
    importance: 'HIGH',
    documentation: 'The topics to read, separated by commas.',
    group: 'Common',
    orderInGroup: 4,
    width: 'LONG',
    displayName: 'Topics',
  },
  {
    name: 'topics.regex',
    type: 'STRING',
    defaultValue: '',
    validator: (_key, value) => {
      try {
        compileTopicsRegex(value as string);
      } catch (error) {
        throw new Error(`Invalid regex: ${messageOf(error)}`);
      }
    },
    importance: 'HIGH',
    documentation: 'A regular expression (as in Java) over the names of the topics to read; stands in place of topics.',
    group: 'Common',
    orderInGroup: 4,
    width: 'LONG',
    displayName: 'Topics regex',
  },
  {
    name: 'errors.deadletterqueue.topic.name',
    type: 'STRING',
    defaultValue: '',
    importance: 'MEDIUM',
    documentation: 'The topic that records which can not be processed go to; empty for none.',
    group: 'Error Handling',
    orderInGroup: 6,
    width: 'MEDIUM',
    displayName: 'Dead Letter Queue Topic Name',
  },
  {
    name: 'errors.deadletterqueue.topic.replication.factor',
    type: 'SHORT',
    defaultValue: 3,
    importance: 'MEDIUM',
    documentation: 'The replication factor of the dead letter topic where the worker has to create it.',
    group: 'Error Handling',
    orderInGroup: 7,
    width: 'MEDIUM',
    displayName: 'Dead Letter Queue Topic Replication Factor',
  },
  {
    name: 'errors.deadletterqueue.context.headers.enable',
    type: 'BOOLEAN',
    defaultValue: false,
    importance: 'MEDIUM',
    documentation: 'Whether headers on a dead letter tell where and why the record failed.',
    group: 'Error Handling',
    orderInGroup: 8,
    width: 'MEDIUM',
    displayName: 'Enable Error Context Headers',
  },
];

/** The rules over several keys (SinkConnectorConfig.validate); adds its messages to the values of the keys. */
export function checkSinkTopics(config: NullableConfig, checked: ReadonlyMap<string, CheckedValue>): void {
  const topics = textOf(config, 'topics') ?? '';
  const regex = textOf(config, 'topics.regex') ?? '';
  const deadLetterTopic = (textOf(config, 'errors.deadletterqueue.topic.name') ?? '').trim();
  const complain = (key: string, message: string) => checked.get(key)?.errors.push(message);
  const hasTopics = topics.trim() !== '';
  const hasRegex = regex.trim() !== '';
  if (hasTopics === hasRegex) {
    const message = hasTopics
      ? 'topics and topics.regex are mutually exclusive options, but both are set.'
      : 'Must configure one of topics or topics.regex';
    complain('topics', message);
    complain('topics.regex', message);
  }
  if (deadLetterTopic === '') return;
  const list = parseValue('topics', topics, 'LIST') as string[];
  if (hasTopics && list.includes(deadLetterTopic)) {
    complain(
      'topics',
      `The DLQ topic '${deadLetterTopic}' may not be included in the list of topics ` +
        `('topics=[${list.join(', ')}]') consumed by the connector`,
    );
  }
  if (hasRegex && matches(regex, deadLetterTopic)) {
    complain(
      'topics.regex',
      `The DLQ topic '${deadLetterTopic}' may not be matched by the regex for the topics ` +
        `('topics.regex=${regex}') consumed by the connector`,
    );
  }
}

/** A regex that does not compile has had its own message already (4.3.1 answers 500 here). */
function matches(regex: string, topic: string): boolean {
  try {
    return compileTopicsRegex(regex).test(topic);
  } catch {
    return false;
  }
}

function uniqueTopics(key: string, value: unknown): void {
  if (value === null || value === undefined) throw new ConfigError(`Configuration '${key}' values must not be null.`);
  const topics = value as readonly string[];
  if (new Set(topics).size < topics.length) {
    throw new ConfigError(`Configuration '${key}' values must not be duplicated.`);
  }
}
