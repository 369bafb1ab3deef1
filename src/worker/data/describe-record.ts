import { javaText } from './java-text.ts';
import type { SinkRecord, SourceRecord } from './record.ts';
import { schemaText } from './schema-text.ts';

/** A record as Kafka Connect prints it in messages (SourceRecord.toString, SinkRecord.toString). */
export function describeRecord(record: SourceRecord | SinkRecord): string {
  const { topic, partition, keySchema, key, valueSchema, value, timestampMs, headers } = record;
  const headerTexts = headers.map(
    (h) => `ConnectHeader(key=${h.key}, value=${javaText(h.schema, h.value)}, schema=${schemaText(h.schema)})`,
  );
  const common =
    `ConnectRecord{topic='${topic}', kafkaPartition=${partition}, key=${javaText(keySchema, key)}, ` +
    `keySchema=${schemaText(keySchema)}, value=${javaText(valueSchema, value)}, ` +
    `valueSchema=${schemaText(valueSchema)}, timestamp=${timestampMs}, ` +
    `headers=ConnectHeaders(headers=${headers.length === 0 ? '' : `[${headerTexts.join(', ')}]`})}`;
  if (record.kind === 'sink') {
    const { original, timestampType } = record;
    return (
      `SinkRecord{kafkaOffset=${record.offset}, timestampType=${timestampType}, originalTopic=${original.topic}, ` +
      `originalKafkaPartition=${original.partition}, originalKafkaOffset=${original.offset}} ${common}`
    );
  }
  return `SourceRecord{sourcePartition=${mapText(record.sourcePartition)}, sourceOffset=${mapText(record.sourceOffset)}} ${common}`;
}

function mapText(values: Readonly<Record<string, unknown>> | null): string {
  if (values === null) return 'null';
  return `{${Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ')}}`;
}
