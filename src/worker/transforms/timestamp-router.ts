import { defineConfig, type ParsedConfig } from '../config/index.ts';
import { DataError, describeRecord, toTimestamp, withTopic } from '../data/index.ts';
import { DateFormat } from '../java-text/index.ts';
import type { Transformation } from '../plugins/index.ts';
import { type AnyRecord, wholeRecord } from './operand.ts';

/** Sends a record to a topic whose name holds the record's time (TimestampRouter). */
export const timestampRouter = wholeRecord({
  name: 'TimestampRouter',
  configDef: defineConfig([
    {
      name: 'topic.format',
      type: 'STRING',
      defaultValue: '${topic}-${timestamp}',
      importance: 'HIGH',
      documentation: 'The new name; ${topic} stands for the old one and ${timestamp} for the time.',
    },
    {
      name: 'timestamp.format',
      type: 'STRING',
      defaultValue: 'yyyyMMdd',
      importance: 'HIGH',
      documentation: 'How the time is written: a pattern of java.text.SimpleDateFormat, in UTC.',
    },
  ]),
  create: () => new TimestampRouter(),
});

class TimestampRouter implements Transformation {
  #topicFormat = '';
  #timestampFormat = '';
  /** Made at the first record, as in Kafka: a bad pattern is the task's failure. */
  #dates: DateFormat | null = null;

  configure(config: ParsedConfig): void {
    this.#topicFormat = config['topic.format'] as string;
    this.#timestampFormat = config['timestamp.format'] as string;
    this.#dates = null;
  }

  apply<R extends AnyRecord>(record: R): R {
    if (record.timestampMs === null) throw new DataError(`Timestamp missing on record: ${describeRecord(record)}`);
    this.#dates ??= new DateFormat(this.#timestampFormat);
    const timestamp = this.#dates.format(toTimestamp(record.timestampMs));
    const topic = this.#topicFormat
      .replaceAll('${topic}', () => record.topic)
      .replaceAll('${timestamp}', () => timestamp);
    return withTopic(record, topic);
  }
}
