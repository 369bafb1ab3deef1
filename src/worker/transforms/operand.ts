import type { ConfigDef } from '../config/index.ts';
import { type Schema, type SinkRecord, type SourceRecord, withKey, withValue } from '../data/index.ts';
import type { Transformation, TransformationPlugin } from '../plugins/index.ts';

export type AnyRecord = SourceRecord | SinkRecord;

/** The part of a record that a transform works on: its key or its value. */
export interface Operand {
  schemaOf(record: AnyRecord): Schema | null;
  valueOf(record: AnyRecord): unknown;
  /** The record with another schema and value in this part, and all else kept. */
  with<R extends AnyRecord>(record: R, schema: Schema | null, value: unknown): R;
  readonly isKey: boolean;
}

const keyOperand: Operand = {
  isKey: true,
  schemaOf: (record) => record.keySchema,
  valueOf: (record) => record.key,
  with: withKey,
};

const valueOperand: Operand = {
  isKey: false,
  schemaOf: (record) => record.valueSchema,
  valueOf: (record) => record.value,
  with: withValue,
};

export interface TransformSpec<Create> {
  /** Simple name, such as `Cast`. */
  readonly name: string;
  readonly configDef: ConfigDef;
  readonly create: Create;
}

const PACKAGE = 'org.apache.kafka.connect.transforms';

/** The two plugins of a transform that works on a key or a value: `…$Key` and `…$Value`. */
export function keyAndValue(
  spec: TransformSpec<(operand: Operand) => Transformation>,
): readonly TransformationPlugin[] {
  return [
    { ...plugin(`${spec.name}$Key`, spec.configDef), create: () => spec.create(keyOperand) },
    { ...plugin(`${spec.name}$Value`, spec.configDef), create: () => spec.create(valueOperand) },
  ];
}

/** The plugin of a transform that works on a whole record. */
export function wholeRecord(spec: TransformSpec<() => Transformation>): readonly TransformationPlugin[] {
  return [{ ...plugin(spec.name, spec.configDef), create: spec.create }];
}

function plugin(name: string, configDef: ConfigDef) {
  return { kind: 'transformation', className: `${PACKAGE}.${name}`, version: '4.3.1', configDef } as const;
}
