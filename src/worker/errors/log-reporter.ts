import type { TaskId } from '../../core/index.ts';
import { describeRecord } from '../data/index.ts';
import type { Logger } from '../log/index.ts';
import { ErrorCounts } from '../metrics/index.ts';
import type { ErrorReporter, FailedRecord, RecordFailure } from './stage.ts';

/** Writes failed records to the log (errors.log.enable); what was in them only with `includeMessages`. */
export class LogReporter implements ErrorReporter {
  readonly #id: TaskId;
  readonly #includeMessages: boolean;
  readonly #log: Logger;
  readonly #counts: ErrorCounts;

  constructor(id: TaskId, includeMessages: boolean, log: Logger, counts: ErrorCounts = new ErrorCounts()) {
    this.#id = id;
    this.#includeMessages = includeMessages;
    this.#counts = counts;
    this.#log = log.named('org.apache.kafka.connect.runtime.errors.LogReporter');
  }

  async report({ stage, className, failed, error }: RecordFailure): Promise<void> {
    this.#counts.logged();
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
  return `, where source record is = ${describeRecord(failed.record)}`;
}
