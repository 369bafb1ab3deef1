/**
 * Connect's data model (org.apache.kafka.connect.data). Values by schema type:
 * INT8 INT16 INT32 number · INT64 bigint · FLOAT32 FLOAT64 number · BOOLEAN boolean · STRING string ·
 * BYTES Buffer · ARRAY array · MAP Map · STRUCT Struct. Logical: Decimal BigDecimal, Date/Time/Timestamp JS Date.
 * Without a schema: integers bigint, fractions number, objects Map (insertion order, printed in Java's order), arrays array.
 */
export type SchemaType =
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FLOAT32'
  | 'FLOAT64'
  | 'BOOLEAN'
  | 'STRING'
  | 'BYTES'
  | 'ARRAY'
  | 'MAP'
  | 'STRUCT';

export interface Field {
  readonly name: string;
  readonly index: number;
  readonly schema: Schema;
}

export interface Schema {
  readonly type: SchemaType;
  readonly optional: boolean;
  readonly defaultValue?: unknown;
  readonly name?: string | undefined;
  readonly version?: number | undefined;
  readonly doc?: string | undefined;
  readonly parameters?: ReadonlyMap<string, string> | undefined;
  /** STRUCT only. */
  readonly fields?: readonly Field[];
  /** MAP only. */
  readonly keySchema?: Schema;
  /** MAP: of the values; ARRAY: of the elements. */
  readonly valueSchema?: Schema;
}

export interface SchemaAndValue {
  readonly schema: Schema | null;
  readonly value: unknown;
}
