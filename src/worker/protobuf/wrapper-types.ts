import type { Schema, SchemaType } from '../data/index.ts';
import type { MessageType } from './proto-types.ts';
import { type ProtobufOptions, TYPE, UNION, WRAPPER } from './protobuf-names.ts';

const PACKAGE = 'google.protobuf.';
/** What stands for a plain value where it may be missing, or is not in a message. */
const WRAPPERS: Readonly<Partial<Record<SchemaType, string>>> = {
  INT8: 'Int32Value',
  INT16: 'Int32Value',
  INT32: 'Int32Value',
  INT64: 'Int64Value',
  FLOAT32: 'FloatValue',
  FLOAT64: 'DoubleValue',
  BOOLEAN: 'BoolValue',
  STRING: 'StringValue',
  BYTES: 'BytesValue',
};
const WRAPPED: Readonly<Record<string, SchemaType>> = {
  DoubleValue: 'FLOAT64',
  FloatValue: 'FLOAT32',
  Int64Value: 'INT64',
  UInt64Value: 'INT64',
  Int32Value: 'INT32',
  UInt32Value: 'INT64',
  BoolValue: 'BOOLEAN',
  StringValue: 'STRING',
  BytesValue: 'BYTES',
};
const OF_INTEGERS: Readonly<Record<string, string>> = {
  uint32: 'UInt32Value',
  fixed32: 'UInt32Value',
  uint64: 'UInt64Value',
  fixed64: 'UInt64Value',
};

/** Full name of the wrapper that values outside a message are written in, or null where there is none. */
export function rootWrapper(schema: Schema): string | null {
  const name = WRAPPERS[schema.type];
  return name === undefined ? null : PACKAGE + name;
}

/** The type of what a message wraps, or null where it is no wrapper. */
export function wrappedType({ fullName }: MessageType): SchemaType | null {
  return fullName.startsWith(PACKAGE) ? (WRAPPED[fullName.slice(PACKAGE.length)] ?? null) : null;
}

/**
 * Full name of the wrapper of a field with `wrapper.for.nullables`, or null where it has none. The members of a oneof
 * may be missing anyway: there only those have one that were read as wrappers.
 */
export function wrapperOf(schema: Schema, isMember: boolean, options: ProtobufOptions): string | null {
  if (!options.wrapperForNullables || !schema.optional) return null;
  if (isMember && schema.parameters?.get(WRAPPER)?.toLowerCase() !== 'true') return null;
  const ofInteger = schema.type === 'INT64' ? OF_INTEGERS[schema.parameters?.get(TYPE) ?? ''] : undefined;
  return ofInteger === undefined ? rootWrapper(schema) : PACKAGE + ofInteger;
}

/** True for a struct that stands for a oneof. */
export function isUnion({ type, name }: Schema): boolean {
  return type === 'STRUCT' && name !== undefined && name.startsWith(UNION);
}
