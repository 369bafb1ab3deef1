import type { RecordHeader } from '../../kafka/index.ts';
import type { Schema } from './schema.ts';

export interface Header {
  readonly key: string;
  readonly schema: Schema | null;
  readonly value: unknown;
}

interface ConnectRecord {
  readonly topic: string;
  /** Kafka partition, null to let the producer choose. */
  readonly partition: number | null;
  readonly keySchema: Schema | null;
  readonly key: unknown;
  readonly valueSchema: Schema | null;
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly timestampMs: number | null;
  readonly headers: readonly Header[];
}

export interface SourceRecord extends ConnectRecord {
  readonly kind: 'source';
  readonly sourcePartition: Readonly<Record<string, unknown>> | null;
  readonly sourceOffset: Readonly<Record<string, unknown>> | null;
}

export interface SinkRecord extends ConnectRecord {
  readonly kind: 'sink';
  readonly offset: bigint;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'NoTimestampType';
  /** As consumed, before transforms. */
  readonly original: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: bigint;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: readonly RecordHeader[];
  };
}
