/** The plain types of Avro (specification 1.11, "Primitive Types"). */
export type AvroPrimitiveType = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/** JSON as `JsonReader` gives it: integers bigint, objects Map. */
export type AvroProps = ReadonlyMap<string, unknown>;

interface WithProps {
  /** What the specification does not name, such as `connect.name` and `logicalType`, in its order. */
  readonly props: AvroProps;
}

export interface AvroPrimitive extends WithProps {
  readonly type: AvroPrimitiveType;
}

interface Named extends WithProps {
  readonly name: string;
  /** Empty: none. */
  readonly namespace: string;
  readonly doc?: string | undefined;
}

export interface AvroField {
  readonly name: string;
  readonly schema: AvroSchema;
  readonly doc?: string | undefined;
  /** JSON; undefined: the field has no default. */
  readonly defaultValue?: unknown;
}

export interface AvroRecord extends Named {
  readonly type: 'record';
  /** Filled after the record is known by its name: a field may be of the record's own type. */
  readonly fields: readonly AvroField[];
}

export interface AvroEnum extends Named {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  readonly defaultSymbol?: string | undefined;
}

export interface AvroFixed extends Named {
  readonly type: 'fixed';
  readonly sizeBytes: number;
}

export interface AvroArray extends WithProps {
  readonly type: 'array';
  readonly items: AvroSchema;
}

export interface AvroMap extends WithProps {
  readonly type: 'map';
  readonly values: AvroSchema;
}

export interface AvroUnion {
  readonly type: 'union';
  readonly branches: readonly AvroSchema[];
}

export type AvroNamed = AvroRecord | AvroEnum | AvroFixed;
export type AvroSchema = AvroPrimitive | AvroNamed | AvroArray | AvroMap | AvroUnion;

export const NO_PROPS: AvroProps = new Map();
export const AVRO_NULL: AvroPrimitive = { type: 'null', props: NO_PROPS };

/** Name with namespace. */
export function fullName({ name, namespace }: AvroNamed): string {
  return namespace === '' ? name : `${namespace}.${name}`;
}

export function isNamed(schema: AvroSchema): schema is AvroNamed {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';
}

/** A property that is text, else undefined. */
export function textProp(schema: AvroSchema, key: string): string | undefined {
  const value = schema.type === 'union' ? undefined : schema.props.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** Namespace and name of a full name; the namespace is empty where there is none. */
export function splitName(full: string): readonly [namespace: string, name: string] {
  const dot = full.lastIndexOf('.');
  return dot < 0 ? ['', full] : [full.slice(0, dot), full.slice(dot + 1)];
}
