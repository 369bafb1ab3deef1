/**
 * Rows of the differential data test: what a connector does to records, on Kafka Connect and on ours. `{t}` is
 * the row's topic, `{q}` its dead letter queue.
 */
export interface SourceCase {
  readonly name: string;
  readonly lines: readonly string[];
  /** Over a file source with StringConverter for keys and JsonConverter without schemas for values. */
  readonly config: Readonly<Record<string, string>>;
  /** Records that arrive; or the task fails, and both say why in the same words. */
  readonly expect: number | 'a failed task';
  /** Where they arrive, when that is not `{t}`. */
  readonly topic?: string;
}

export interface SinkCase {
  readonly name: string;
  readonly records: readonly SinkInput[];
  /** Over a file sink with StringConverter for keys and JsonConverter without schemas for values. */
  readonly config: Readonly<Record<string, string>>;
  readonly expect: 'all read' | 'a failed task';
}

export interface SinkInput {
  readonly key?: string | null;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestampMs?: number;
}

const transformPackage = 'org.apache.kafka.connect.transforms';

/** The keys of a chain of transforms, in order; `type` without its package. */
export function chain(...transforms: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const keys = transforms.flatMap(({ type, ...config }, index) => [
    [`transforms.t${index}.type`, `${transformPackage}.${type}`],
    ...Object.entries(config).map(([key, value]) => [`transforms.t${index}.${key}`, value]),
  ]);
  return { transforms: transforms.map((_, index) => `t${index}`).join(','), ...Object.fromEntries(keys) };
}

/** Keys of one predicate, `p`. */
export function predicate(type: string, config: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    predicates: 'p',
    'predicates.p.type': `${transformPackage}.predicates.${type}`,
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [`predicates.p.${key}`, value])),
  };
}

export const json = 'org.apache.kafka.connect.json.JsonConverter';
export const text = 'org.apache.kafka.connect.storage.StringConverter';
export const converters = 'org.apache.kafka.connect.converters';
export const withSchemas = { 'value.converter': json, 'value.converter.schemas.enable': 'true' };
export const withoutSchemas = { 'value.converter': json, 'value.converter.schemas.enable': 'false' };
export const asText = { 'value.converter': text };
