import { parseConfig } from '../../../src/worker/config/index.ts';
import { converterPlugins } from '../../../src/worker/converters/index.ts';
import { javaText, type Schema, type SinkRecord, type SourceRecord } from '../../../src/worker/data/index.ts';
import type { Converter } from '../../../src/worker/plugins/index.ts';
import { transformationPlugins } from '../../../src/worker/transforms/index.ts';

/** A transform, a record for it, and what Kafka Connect 4.3.1 made of it. Values are JSON, with or without a schema. */
export interface Vector {
  readonly name: string;
  readonly class: string;
  readonly config: Readonly<Record<string, string>>;
  readonly record: {
    readonly topic?: string;
    readonly partition?: number;
    /** A sink record where it is given. */
    readonly offset?: number;
    readonly timestamp?: number;
    /** JSON text, so that no number is rounded on the way. */
    readonly key?: string | null;
    readonly value?: string | null;
    readonly headers?: readonly { readonly key: string; readonly value: string }[];
  };
  readonly expected: Outcome;
}

export interface Outcome {
  error?: string;
  dropped?: true;
  topic?: string;
  /** The part as JSON with its schema, and as Java prints it. */
  key?: string | null;
  keyText?: string;
  value?: string | null;
  valueText?: string;
  headers?: string[];
}

const withSchema = json({ 'schemas.enable': 'true', 'replace.null.with.default': 'false' });
const plain = json({ 'schemas.enable': 'false' });

export function runVector(vector: Vector): Outcome {
  try {
    return applied(vector);
  } catch (error) {
    const { name, message, javaClass } = error as Error & { javaClass?: string };
    return { error: `${javaClass ?? name}: ${message}` };
  }
}

function applied(vector: Vector): Outcome {
  const plugin = transformationPlugins.find(({ className }) => className.endsWith(`.${vector.class}`))!;
  const transform = plugin.create();
  transform.configure(parseConfig(plugin.configDef, vector.config));
  return outcomeOf(transform.apply<SourceRecord | SinkRecord>(recordOf(vector.record)));
}

/** A record as it is compared. */
export function outcomeOf(result: SourceRecord | SinkRecord | null): Outcome {
  if (result === null) return { dropped: true };
  const { topic, keySchema, key, valueSchema, value, headers } = result;
  const hasKey = keySchema !== null || (key !== null && key !== undefined);
  return {
    topic,
    ...(hasKey ? { key: textOf(keySchema, key), keyText: javaText(keySchema, key) } : {}),
    value: textOf(valueSchema, value),
    valueText: javaText(valueSchema, value),
    ...(headers.length === 0 ? {} : { headers: headers.map((h) => `${h.key}=${textOf(h.schema, h.value)}`) }),
  };
}

export function recordOf(record: Vector['record']): SourceRecord | SinkRecord {
  const key = dataOf(record.key);
  const value = dataOf(record.value);
  const common = {
    keySchema: key.schema,
    key: key.value,
    valueSchema: value.schema,
    value: value.value,
    timestampMs: record.timestamp ?? null,
    headers: (record.headers ?? []).map((header) => ({ key: header.key, ...dataOf(header.value) })),
  };
  if (record.offset === undefined) {
    const topic = record.topic ?? 't';
    const partition = record.partition ?? null;
    return { kind: 'source', topic, partition, ...common, sourcePartition: { f: 'x' }, sourceOffset: { p: 1 } };
  }
  const offset = BigInt(record.offset);
  const original = { topic: 't', partition: 3, offset, key: null, value: null, headers: [] };
  return {
    kind: 'sink',
    topic: record.topic ?? 't',
    partition: 3,
    ...common,
    offset,
    timestampType: 'CreateTime',
    original,
  };
}

/** A value from JSON text: an envelope of a schema and a payload, or without a schema. */
export function dataOf(value: string | null | undefined) {
  if (value === undefined || value === null) return { schema: null, value: null };
  const parsed = JSON.parse(value) as unknown;
  const isEnvelope = typeof parsed === 'object' && parsed !== null && 'schema' in parsed && 'payload' in parsed;
  return (isEnvelope ? withSchema : plain).toConnectData('t', Buffer.from(value), []);
}

/** A value as JSON with its schema; after a `!` why it has none. */
export function textOf(schema: Schema | null, value: unknown): string | null {
  try {
    return withSchema.fromConnectData('t', schema, value, [])?.toString() ?? null;
  } catch (error) {
    const { message, javaClass } = error as Error & { javaClass?: string };
    return `!${javaClass}: ${message}`;
  }
}

function json(config: Record<string, string>): Converter {
  const plugin = converterPlugins.find(({ className }) => className.endsWith('.JsonConverter'))!;
  const converter = plugin.create();
  converter.configure(parseConfig(plugin.configDef, { 'converter.type': 'value', ...config }), false);
  return converter;
}
