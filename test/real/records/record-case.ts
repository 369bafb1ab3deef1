import type { RecordText } from '../oracle/oracle.ts';

/** Keys of a connector beside its class, its names and where it reads and writes. */
export type ConnectorConfig = Readonly<Record<string, string>>;

/** Bytes of a Kafka record. */
export interface MessageBytes {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly { readonly key: string; readonly value: Buffer | null }[];
  readonly timestampMs: number;
  /** In the group's other topic. */
  readonly isElsewhere?: boolean;
}

/** A sink connector on both workers, and what it reads: a row a record. */
export interface SinkGroup {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly rows: readonly { readonly name: string; readonly message: MessageBytes }[];
}

/** A source connector on both workers, and what it gives: a row a record. Times are the run's own unless `timestamp` is null. */
export interface SourceGroup {
  readonly name: string;
  readonly config: ConnectorConfig;
  readonly rows: readonly { readonly name: string; readonly record: RecordText }[];
}

/** A sink connector that is asked for, and what becomes of it: it is refused, or its task fails. */
export interface RefusedRow {
  readonly name: string;
  readonly config: ConnectorConfig;
}

export interface RecordTable {
  readonly sinks: readonly SinkGroup[];
  readonly sources: readonly SourceGroup[];
  readonly refused: readonly RefusedRow[];
}

const json = 'org.apache.kafka.connect.json.JsonConverter';

/** Keys, values and headers with their schemas, and null where a field is null. */
export const asJson: ConnectorConfig = Object.fromEntries(
  ['key.converter', 'value.converter', 'header.converter'].flatMap((role) => [
    [role, json],
    [`${role}.schemas.enable`, 'true'],
    [`${role}.replace.null.with.default`, 'false'],
  ]),
);

export const TIMESTAMP = 1_700_000_000_123;

/** A record of the tables as bytes that JsonConverter reads with schemas enabled. */
export function messageOf({ key, value, headers = [] }: RecordText): MessageBytes {
  return {
    key: inEnvelope(key),
    value: inEnvelope(value),
    headers: headers.map((header) => ({ key: header.key, value: inEnvelope(header.value) })),
    timestampMs: TIMESTAMP,
  };
}

/** With schemas enabled a value without one has a schema that is null. */
function inEnvelope(text: string | null | undefined): Buffer | null {
  if (text === null || text === undefined) return null;
  return Buffer.from(/^\{"schema":.*"payload":/s.test(text) ? text : `{"schema":null,"payload":${text}}`);
}
