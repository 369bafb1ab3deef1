import type { TaskId } from '../../core/index.ts';
import { javaText } from '../data/index.ts';
import type { Logger } from '../log/index.ts';
import type { ErrorReporter, FailedRecord, RecordFailure } from './stage.ts';

/** Writes failed records to the log (errors.log.enable); what was in them only with `includeMessages`. */
export class LogReporter implements ErrorReporter {
  readonly #id: TaskId;
  readonly #includeMessages: boolean;
  readonly #log: Logger;

  constructor(id: TaskId, includeMessages: boolean, log: Logger) {
    this.#id = id;
    this.#includeMessages = includeMessages;
    this.#log = log.named('org.apache.kafka.connect.runtime.errors.LogReporter');
  }

  async report({ stage, className, failed, error }: RecordFailure): Promise<void> {
    const { connector, task } = this.#id;
    const record = this.#includeMessages ? describe(failed) : '';
    this.#log.error(
      `Error encountered in task ${connector}-${task}. Executing stage '${stage}' with class '${className}'${record}.`,
      error,
    );
  }
}

function describe(failed: FailedRecord): string {
  if (failed.kind === 'sink') {
    const { topic, partition, offset, timestampMs, timestampType } = failed.record;
    const place = `topic='${topic}', partition=${partition}, offset=${offset}`;
    return `, where consumed record is {${place}, timestamp=${timestampMs}, timestampType=${timestampType}}`;
  }
  const { topic, partition, key, keySchema, value, valueSchema, timestampMs, sourcePartition, sourceOffset } =
    failed.record;
  const source = `sourcePartition=${mapText(sourcePartition)}, sourceOffset=${mapText(sourceOffset)}`;
  const content = `key=${javaText(keySchema, key)}, value=${javaText(valueSchema, value)}, timestamp=${timestampMs}`;
  return (
    `, where source record is = SourceRecord{${source}} ` +
    `ConnectRecord{topic='${topic}', kafkaPartition=${partition}, ${content}}`
  );
}

function mapText(values: Readonly<Record<string, unknown>> | null): string {
  if (values === null) return 'null';
  return `{${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`;
}
