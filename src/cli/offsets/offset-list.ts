import { parseWithBigints, stringifyWithBigints } from '../../connect/index.ts';
import { compare, Failure } from '../../core/index.ts';

/** One partition with its offset, 64-bit integers whole as bigints; offset null: none (a reset). */
export interface PartitionOffset {
  readonly partition: unknown;
  readonly offset: unknown;
}

/**
 * Reads `{"offsets": [{"partition", "offset"}]}`, the form of the REST API, or its list alone; sorted by partition.
 * Throws CC9016 for anything else; `where` says whose text it is.
 */
export function readOffsets(value: unknown, where = 'the answer of the worker'): readonly PartitionOffset[] {
  const list = Array.isArray(value) ? value : (value as { readonly offsets?: unknown } | null)?.offsets;
  if (!Array.isArray(list) || !list.every(isPartitionOffset)) {
    throw new Failure('CC9016', `The offsets in ${where} are not a list of partitions and offsets`, {
      help: 'The form is {"offsets": [{"partition": {…}, "offset": {…}}]}, as `connectctl offsets get -o json` prints it.',
    });
  }
  return sortOffsets(list.map(({ partition, offset }) => ({ partition, offset })));
}

/** By topic and number for sinks, by text for sources. */
export function sortOffsets(offsets: readonly PartitionOffset[]): readonly PartitionOffset[] {
  return [...offsets].sort((a, b) => compare(sortKey(a.partition), sortKey(b.partition)));
}

/** One partition's identity: its text with keys in order. */
export function partitionKey(partition: unknown): string {
  return stringifyWithBigints(ordered(partition));
}

/**
 * How people see and type one: `orders:0` and `120` for a sink's topic partition and offset, JSON for all else.
 */
export function offsetText(value: unknown): string {
  if (value === null || value === undefined) return '(none)';
  const sink = value as { kafka_topic?: unknown; kafka_partition?: unknown; kafka_offset?: unknown };
  const keys = Object.keys(value).sort().join();
  if (keys === 'kafka_partition,kafka_topic') return `${String(sink.kafka_topic)}:${String(sink.kafka_partition)}`;
  if (keys === 'kafka_offset') return String(sink.kafka_offset);
  return stringifyWithBigints(value);
}

/** Reads a partition as it is typed: `TOPIC:NUMBER`, or JSON. */
export function parsePartition(text: string): unknown {
  if (text.trim().startsWith('{')) return parseJson(text);
  const match = /^(.+):(\d+)$/.exec(text);
  if (!match) {
    throw new Failure('CC9016', `"${text}" is no partition`, {
      help: 'For a sink it is TOPIC:NUMBER (orders:0), for a source JSON such as \'{"filename":"/var/log/a.log"}\'.',
    });
  }
  return { kafka_topic: match[1], kafka_partition: Number(match[2]) };
}

/**
 * Reads `PARTITION=OFFSET` as it is typed: `orders:0=120`, or JSON on both sides of the `=`. The `=` that counts is the
 * first after which an offset stands.
 */
export function parseAssignment(text: string): PartitionOffset {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const [left, right] = [text.slice(0, at), text.slice(at + 1).trim()];
    if (/^-?\d+$/.test(right)) {
      return { partition: parsePartition(left), offset: { kafka_offset: integer(right) } };
    }
    if (right.startsWith('{') && isJson(left.trim().startsWith('{') ? left : '{}') && isJson(right)) {
      return { partition: parsePartition(left), offset: parseJson(right) };
    }
  }
  throw new Failure('CC9016', `"${text}" is no PARTITION=OFFSET`, {
    help: 'For a sink: orders:0=120. For a source: \'{"filename":"a.log"}={"position":0}\'.',
  });
}

function isPartitionOffset(value: unknown): value is PartitionOffset {
  return typeof value === 'object' && value !== null && 'partition' in value && 'offset' in value;
}

function integer(digits: string): number | bigint {
  return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
}

function parseJson(text: string): unknown {
  try {
    return parseWithBigints(text);
  } catch (cause) {
    throw new Failure('CC9016', `"${text}" is not JSON`, { cause });
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function sortKey(partition: unknown): string {
  const sink = partition as { kafka_topic?: unknown; kafka_partition?: unknown } | null;
  if (typeof sink?.kafka_topic !== 'string') return partitionKey(partition);
  return `${sink.kafka_topic}:${String(sink.kafka_partition).padStart(10, '0')}`;
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
