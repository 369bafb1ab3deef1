import { listItems } from './check-value.ts';
import type { ConnectorValues } from './connector-values.ts';
import { TOPIC_CREATION } from './known-prefixes.ts';
import type { PluginKey } from './plugin-definition.ts';
import type { ProblemReporter } from './plugin-problem.ts';

/**
 * What Connect's framework demands beyond single keys: SinkConnectorConfig.validate for a sink's topics, and
 * SourceConnectorConfig for topics it creates, which Connect itself finds only when the connector starts.
 */
export function checkFrameworkRules(
  values: ConnectorValues,
  report: ProblemReporter,
  kind: 'source' | 'sink' | undefined,
): void {
  if (kind === 'sink') checkTopics(values, report);
  if (kind !== 'sink') checkTopicCreation(values, report);
}

function checkTopics(values: ConnectorValues, report: ProblemReporter): void {
  const topics = values.text('topics');
  const hasTopics = values.has('topics') && topics?.trim() !== '';
  const hasRegex = values.has('topics.regex') && values.text('topics.regex')?.trim() !== '';
  if (!hasTopics && !hasRegex) {
    report.rule('topics', 'a sink reads no topic', 'write "topics" or "topics.regex" in config');
  } else if (hasTopics && hasRegex) {
    report.rule('topics.regex', 'a sink has both "topics" and "topics.regex"', 'leave one of them out');
  }
  const items = topics === undefined ? [] : listItems(topics);
  if (items.some((item) => item === '')) {
    report.rule('topics', 'the list "topics" has an empty item', 'take the extra comma away');
  }
  checkDeadLetterTopic(values, report, items);
}

const DEAD_LETTERS = 'errors.deadletterqueue.topic.name';

function checkDeadLetterTopic(values: ConnectorValues, report: ProblemReporter, topics: readonly string[]): void {
  const deadLetters = values.text(DEAD_LETTERS)?.trim();
  if (deadLetters === undefined || deadLetters === '') return;
  if (topics.includes(deadLetters)) {
    report.rule(DEAD_LETTERS, `the sink reads its own dead letter topic "${deadLetters}"`, 'name another topic');
  }
}

/** -1 is the broker's default (TopicCreationConfig). */
const NUMBERS: readonly PluginKey[] = (
  [
    ['replication.factor', 'SHORT'],
    ['partitions', 'INT'],
  ] as const
).map(([name, type]) => ({
  name,
  type,
  required: false,
  defaultValue: null,
  documentation: '',
  constraint: { minimum: -1 },
  recommended: [],
}));

function checkTopicCreation(values: ConnectorValues, report: ProblemReporter): void {
  const keys = values.keys.filter((key) => key.startsWith(TOPIC_CREATION));
  if (keys.length === 0) return;
  for (const { name } of NUMBERS) {
    const key = `${TOPIC_CREATION}default.${name}`;
    if (!values.has(key)) {
      report.rule(
        keys[0]!,
        `"${key}" is missing`,
        "a source with any topic.creation key needs it; -1 is the broker's default",
      );
    }
  }
  for (const key of keys) {
    const text = values.text(key);
    const number = NUMBERS.find((known) => key.endsWith(`.${known.name}`));
    if (number && text !== undefined) report.badValue(number, key, 'topic creation', text);
  }
  const groups = values.text(`${TOPIC_CREATION}groups`);
  if (groups === undefined && values.has(`${TOPIC_CREATION}groups`)) return;
  const known = ['default', ...listItems(groups ?? '')];
  for (const key of keys) {
    const rest = key.slice(TOPIC_CREATION.length);
    if (rest === 'groups' || known.some((group) => rest.startsWith(`${group}.`))) continue;
    report.ignoredKey(key, `"${key}" belongs to no group of topics`, `the groups are ${known.join(', ')}`);
  }
}
