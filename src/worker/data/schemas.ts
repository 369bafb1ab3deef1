import type { Schema } from './schema.ts';
import { type PrimitiveType, primitiveSchema } from './schema-builder.ts';

const required = (type: PrimitiveType): Schema => primitiveSchema(type);
const optional = (type: PrimitiveType): Schema => primitiveSchema(type, { optional: true });

/** The plain schemas, one object each (Schema.INT8_SCHEMA … Schema.OPTIONAL_BYTES_SCHEMA). */
export const schemas = {
  int8: required('INT8'),
  int16: required('INT16'),
  int32: required('INT32'),
  int64: required('INT64'),
  float32: required('FLOAT32'),
  float64: required('FLOAT64'),
  boolean: required('BOOLEAN'),
  string: required('STRING'),
  bytes: required('BYTES'),
  optionalInt8: optional('INT8'),
  optionalInt16: optional('INT16'),
  optionalInt32: optional('INT32'),
  optionalInt64: optional('INT64'),
  optionalFloat32: optional('FLOAT32'),
  optionalFloat64: optional('FLOAT64'),
  optionalBoolean: optional('BOOLEAN'),
  optionalString: optional('STRING'),
  optionalBytes: optional('BYTES'),
} as const satisfies Record<string, Schema>;
