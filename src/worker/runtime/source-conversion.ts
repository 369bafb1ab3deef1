import type { ProducerRecord, RecordHeader } from '../../kafka/index.ts';
import { DataError, type Header, type SourceRecord } from '../data/index.ts';
import type { Stage, StagePosition } from '../errors/index.ts';
import type { SourceTaskDeps } from './task-deps.ts';
import { TransformChain } from './transform-chain.ts';

const NO_HEADERS: readonly RecordHeader[] = [];

type Converters = Pick<SourceTaskDeps, 'keyConverter' | 'valueConverter' | 'headerConverter' | 'transforms'>;

/** From a source task's record to what is sent: transforms, then headers, key, value. */
export class SourceConversion {
  readonly #deps: Converters;
  readonly #chain: TransformChain;
  readonly #position: { stage: Stage; className: string } = { stage: 'TRANSFORMATION', className: '' };

  constructor(deps: Converters) {
    this.#deps = deps;
    this.#chain = new TransformChain(deps.transforms);
  }

  /** Where the last record stood when it failed. */
  position(): StagePosition {
    return { ...this.#position };
  }

  /** null: a transform dropped the record. Throws whatever a plugin threw. */
  convert(record: SourceRecord): ProducerRecord | null {
    const { keyConverter, valueConverter } = this.#deps;
    let transformed: SourceRecord | null = record;
    if (!this.#chain.isEmpty) {
      this.#position.stage = 'TRANSFORMATION';
      transformed = this.#chain.apply(record, this.#position);
      if (transformed === null) return null;
    }
    const { topic, keySchema, key, valueSchema, value } = transformed;
    const headers = transformed.headers.length === 0 ? NO_HEADERS : this.#headers(topic, transformed.headers);
    this.#at('KEY_CONVERTER', keyConverter.className);
    const keyBytes = keyConverter.instance.fromConnectData(topic, keySchema, key, headers);
    this.#at('VALUE_CONVERTER', valueConverter.className);
    const valueBytes = valueConverter.instance.fromConnectData(topic, valueSchema, value, headers);
    return {
      topic,
      partition: transformed.partition,
      key: keyBytes,
      value: valueBytes,
      headers,
      timestampMs: checkedTimestamp(transformed.timestampMs),
    };
  }

  close(): void {
    this.#chain.close();
  }

  #headers(topic: string, headers: readonly Header[]): readonly RecordHeader[] {
    const { headerConverter } = this.#deps;
    this.#at('HEADER_CONVERTER', headerConverter.className);
    return headers.map(({ key, schema, value }) => ({
      key,
      value: headerConverter.instance.fromConnectHeader(topic, key, schema, value),
    }));
  }

  #at(stage: Stage, className: string): void {
    this.#position.stage = stage;
    this.#position.className = className;
  }
}

/** -1 stands for none, as in Kafka; less is a mistake of the connector (ConnectUtils.checkAndConvertTimestamp). */
function checkedTimestamp(timestampMs: number | null): number | null {
  if (timestampMs === null || timestampMs === -1) return null;
  if (timestampMs >= 0) return timestampMs;
  throw new DataError(`Invalid record timestamp ${timestampMs}`, {
    javaClass: 'org.apache.kafka.common.InvalidRecordException',
  });
}
