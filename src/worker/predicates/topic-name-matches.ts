import { allOf, defineConfig, nonEmptyString, type ParsedConfig } from '../config/index.ts';
import type { SinkRecord, SourceRecord } from '../data/index.ts';
import { javaRegex, javaRegexValidator } from '../java-text/index.ts';
import type { Predicate } from '../plugins/index.ts';
import { predicatePlugin } from './predicate-plugin.ts';

/** True for records whose topic matches a pattern as a whole (TopicNameMatches). */
export const topicNameMatches = predicatePlugin(
  'TopicNameMatches',
  defineConfig([
    {
      name: 'pattern',
      type: 'STRING',
      validator: allOf(nonEmptyString, javaRegexValidator),
      importance: 'MEDIUM',
      documentation: "Java regular expression that all of a topic's name has to match.",
    },
  ]),
  () => new TopicNameMatches(),
);

class TopicNameMatches implements Predicate {
  #pattern = /^$/;

  configure(config: ParsedConfig): void {
    this.#pattern = javaRegex(config['pattern'] as string, { whole: true });
  }

  test({ topic }: SourceRecord | SinkRecord): boolean {
    return this.#pattern.test(topic);
  }
}
