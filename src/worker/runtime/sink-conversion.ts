import type { ConsumerRecord } from '../../kafka/index.ts';
import { DataError, type Header, type SinkRecord, schemaText } from '../data/index.ts';
import type { Stage, StagePosition } from '../errors/index.ts';
import type { SinkTaskDeps } from './task-deps.ts';
import { TransformChain } from './transform-chain.ts';

const NO_HEADERS: readonly Header[] = [];

type Converters = Pick<SinkTaskDeps, 'keyConverter' | 'valueConverter' | 'headerConverter' | 'transforms'>;

/** From a consumed record to what a sink task gets: key, value and headers, then transforms. */
export class SinkConversion {
  readonly #deps: Converters;
  readonly #chain: TransformChain;
  readonly #position: { stage: Stage; className: string } = { stage: 'KEY_CONVERTER', className: '' };

  constructor(deps: Converters) {
    this.#deps = deps;
    this.#chain = new TransformChain(deps.transforms);
  }

  /** Where the last record stood when it failed. */
  position(): StagePosition {
    return { ...this.#position };
  }

  /** null: a transform dropped the record. Throws whatever a plugin threw. */
  convert(consumed: ConsumerRecord): SinkRecord | null {
    const { keyConverter, valueConverter } = this.#deps;
    const { topic, partition, offset, headers } = consumed;
    this.#at('KEY_CONVERTER', keyConverter.className);
    const key = keyConverter.instance.toConnectData(topic, consumed.key, headers);
    this.#at('VALUE_CONVERTER', valueConverter.className);
    const value = valueConverter.instance.toConnectData(topic, consumed.value, headers);
    const record: SinkRecord = {
      kind: 'sink',
      topic,
      partition,
      keySchema: key.schema,
      key: key.value,
      valueSchema: value.schema,
      value: value.value,
      timestampMs: consumed.timestampMs < 0 ? null : consumed.timestampMs,
      headers: headers.length === 0 ? NO_HEADERS : this.#headers(consumed),
      offset,
      timestampType: consumed.timestampType,
      original: consumed,
    };
    if (this.#chain.isEmpty) return record;
    this.#position.stage = 'TRANSFORMATION';
    return this.#chain.apply(record, this.#position);
  }

  close(): void {
    this.#chain.close();
  }

  #headers({ topic, headers }: ConsumerRecord): readonly Header[] {
    const { headerConverter } = this.#deps;
    this.#at('HEADER_CONVERTER', headerConverter.className);
    return headers.map(({ key, value }) => {
      const { schema, value: data } = headerConverter.instance.toConnectHeader(topic, key, value);
      if ((data === null || data === undefined) && schema !== null && !schema.optional) {
        // As ConnectHeaders.add says it.
        throw new DataError(`A null value requires an optional schema but was ${schemaText(schema)}`);
      }
      return { key, schema, value: data };
    });
  }

  #at(stage: Stage, className: string): void {
    this.#position.stage = stage;
    this.#position.className = className;
  }
}
