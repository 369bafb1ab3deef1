import type { Header, SinkRecord, SourceRecord } from './record.ts';
import type { Schema } from './schema.ts';

/*
 * Copies of a record with one part changed. Every field is written out: a transform makes one copy a record, and
 * spreading an object of a dozen fields cost more than all else in a chain of transforms.
 */

export function withKey<R extends SourceRecord | SinkRecord>(record: R, keySchema: Schema | null, key: unknown): R {
  const { topic, valueSchema, value, headers } = record;
  return copy(record, topic, keySchema, key, valueSchema, value, headers);
}

export function withValue<R extends SourceRecord | SinkRecord>(
  record: R,
  valueSchema: Schema | null,
  value: unknown,
): R {
  const { topic, keySchema, key, headers } = record;
  return copy(record, topic, keySchema, key, valueSchema, value, headers);
}

export function withTopic<R extends SourceRecord | SinkRecord>(record: R, topic: string): R {
  const { keySchema, key, valueSchema, value, headers } = record;
  return copy(record, topic, keySchema, key, valueSchema, value, headers);
}

export function withHeaders<R extends SourceRecord | SinkRecord>(record: R, headers: readonly Header[]): R {
  const { topic, keySchema, key, valueSchema, value } = record;
  return copy(record, topic, keySchema, key, valueSchema, value, headers);
}

function copy<R extends SourceRecord | SinkRecord>(
  record: R,
  topic: string,
  keySchema: Schema | null,
  key: unknown,
  valueSchema: Schema | null,
  value: unknown,
  headers: readonly Header[],
): R;
function copy(
  record: SourceRecord | SinkRecord,
  topic: string,
  keySchema: Schema | null,
  key: unknown,
  valueSchema: Schema | null,
  value: unknown,
  headers: readonly Header[],
): SourceRecord | SinkRecord {
  const { partition, timestampMs } = record;
  if (record.kind === 'source') {
    const { kind, sourcePartition, sourceOffset } = record;
    return {
      kind,
      topic,
      partition,
      keySchema,
      key,
      valueSchema,
      value,
      timestampMs,
      headers,
      sourcePartition,
      sourceOffset,
    };
  }
  const { kind, offset, timestampType, original } = record;
  return {
    kind,
    topic,
    partition,
    keySchema,
    key,
    valueSchema,
    value,
    timestampMs,
    headers,
    offset,
    timestampType,
    original,
  };
}
