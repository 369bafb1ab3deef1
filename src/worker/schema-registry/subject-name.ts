import type { ConfigValidator } from '../config/index.ts';
import { DataError } from '../data/index.ts';

const PACKAGE = 'io.confluent.kafka.serializers.subject';
export const TOPIC_NAME_STRATEGY = `${PACKAGE}.TopicNameStrategy`;
const RECORD_NAME_STRATEGY = `${PACKAGE}.RecordNameStrategy`;
const TOPIC_RECORD_NAME_STRATEGY = `${PACKAGE}.TopicRecordNameStrategy`;
const STRATEGIES: readonly string[] = [TOPIC_NAME_STRATEGY, RECORD_NAME_STRATEGY, TOPIC_RECORD_NAME_STRATEGY];

/** One of the three strategies; others are Java classes, which this worker cannot run. */
export const strategyClasses: ConfigValidator = (_key, value) => {
  if (!STRATEGIES.includes(value as string)) throw new Error(`String must be one of: ${STRATEGIES.join(', ')}`);
};

export interface SubjectOf {
  readonly strategy: string;
  readonly isKey: boolean;
}

/** True where the subject depends on the schema, so that the schema has to be known first. */
export function namesBySchema({ strategy }: SubjectOf): boolean {
  return strategy !== TOPIC_NAME_STRATEGY;
}

/**
 * The registry's subject of a topic's keys or values.
 * @param recordName full name of the schema, null where it has none
 * @throws DataError where the strategy needs a name and there is none
 */
export function subjectName({ strategy, isKey }: SubjectOf, topic: string, recordName: string | null): string {
  if (strategy === TOPIC_NAME_STRATEGY) return `${topic}-${isKey ? 'key' : 'value'}`;
  if (recordName !== null) return strategy === RECORD_NAME_STRATEGY ? recordName : `${topic}-${recordName}`;
  const role = isKey ? 'key' : 'value';
  throw new DataError(
    `In configuration ${role}.subject.name.strategy = ${strategy}, the message ${role} must only be a record schema`,
    { javaClass: 'org.apache.kafka.common.errors.SerializationException' },
  );
}
