import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { withTopic } from '../data/index.ts';
import { expandReplacement, javaRegex, javaRegexValidator } from '../java-text/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, wholeRecord } from './operand.ts';

/** Sends a record to another topic by a pattern that has to match all of the topic's name (RegexRouter). */
export const regexRouter = wholeRecord({
  name: 'RegexRouter',
  configDef: defineConfig([
    {
      name: 'regex',
      type: 'STRING',
      validator: javaRegexValidator,
      importance: 'HIGH',
      documentation: "Java regular expression that all of a topic's name has to match; other records keep their topic.",
    },
    {
      name: 'replacement',
      type: 'STRING',
      importance: 'HIGH',
      documentation: 'The new name; $1 or ${name} stand for what a group of the expression matched.',
    },
  ]),
  create: () => new RegexRouter(),
});

class RegexRouter implements Transformation {
  #regex = /^$/;
  #replacement = '';
  /** Names by name: topics are few. */
  readonly #routes = new Map<string, string>();

  configure(config: ParsedConfig): void {
    this.#regex = javaRegex(config['regex'] as string, { whole: true });
    this.#replacement = config['replacement'] as string;
    this.#routes.clear();
  }

  apply<R extends AnyRecord>(record: R): R {
    const topic = this.#route(record.topic);
    return topic === record.topic ? record : withTopic(record, topic);
  }

  #route(topic: string): string {
    const known = this.#routes.get(topic);
    if (known !== undefined) return known;
    const match = this.#regex.exec(topic);
    const routed = match === null ? topic : expandReplacement(this.#replacement, match);
    if (this.#routes.size < 1000) this.#routes.set(topic, routed);
    return routed;
  }
}
