import type { SourceRecord } from '../data/index.ts';
import type { ConsumerRecord } from '../plugins/index.ts';

/** Where in its way through a task a record failed (org.apache.kafka.connect.runtime.errors.Stage). */
export type Stage =
  | 'KEY_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'TRANSFORMATION'
  | 'KAFKA_PRODUCE'
  | 'TASK_PUT';

/** The stage that is at work, and the plugin's class. */
export interface StagePosition {
  readonly stage: Stage;
  readonly className: string;
}

/** A record as the connector or the consumer gave it. */
export type FailedRecord =
  | { readonly kind: 'source'; readonly record: SourceRecord }
  | { readonly kind: 'sink'; readonly record: ConsumerRecord };

export interface RecordFailure extends StagePosition {
  readonly failed: FailedRecord;
  readonly error: unknown;
}

/** Tells somebody of a record that failed. Rejects where that somebody does not take it. */
export interface ErrorReporter {
  report(failure: RecordFailure): Promise<void>;
}
