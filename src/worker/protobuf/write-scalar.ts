import { DataError, javaClassOf, type Schema } from '../data/index.ts';
import type { ProtoField } from './proto-types.ts';
import { ENUM } from './protobuf-names.ts';
import type { WireOutput } from './wire-output.ts';

/** True for what a field without presence does not write: its zero, or the first value of its enum. */
export function isDefaultOf({ type }: ProtoField): (value: unknown) => boolean {
  if (typeof type === 'string' || type.kind !== 'enum') return isZero;
  return (value) => value === type.values[0]?.number;
}

/** -0 is no zero (Float.equals). */
export function isZero(value: unknown): boolean {
  return (
    Object.is(value, 0) ||
    value === 0n ||
    value === false ||
    value === '' ||
    (value instanceof Uint8Array && value.length === 0)
  );
}

/**
 * The number that a value of an enum is written as, null for a number that the enum does not have; null instead of a
 * function where a field is no enum. The function throws DataError where the enum does not have a name.
 */
export function enumNumber({ type }: ProtoField, schema: Schema): ((value: unknown) => number | null) | null {
  if (typeof type === 'string' || type.kind !== 'enum') return null;
  const numbers = new Set(type.values.map(({ number }) => number));
  return (value) => {
    if (typeof value === 'number') return numbers.has(value) ? value : null;
    const number = Number(schema.parameters?.get(`${ENUM}.${String(value)}`));
    if (!Number.isInteger(number)) throw new DataError(`The enum ${type.name} has no value ${String(value)}`);
    return numbers.has(number) ? number : null;
  };
}

/** Writes a value without its tag. The function throws DataError where a value is none of the schema's type. */
export function scalarWriter(field: ProtoField, schema: Schema): (output: WireOutput, value: unknown) => void {
  const write = encoderOf(field);
  const isRight = checkOf(field, schema);
  return (output, value) => {
    if (!isRight(value)) throw new DataError(`Invalid type for ${schema.type}: ${javaClassOf(value)}`);
    write(output, value);
  };
}

function checkOf({ type }: ProtoField, schema: Schema): (value: unknown) => boolean {
  if (typeof type !== 'string') return (value) => typeof value === 'number';
  switch (schema.type) {
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'FLOAT32':
    case 'FLOAT64':
      return (value) => typeof value === 'number';
    case 'INT64':
      return (value) => typeof value === 'bigint';
    case 'BOOLEAN':
      return (value) => typeof value === 'boolean';
    case 'STRING':
      return (value) => typeof value === 'string';
    case 'BYTES':
      return (value) => value instanceof Uint8Array;
    default:
      throw new DataError(`The field of the type ${type} is no ${schema.type}`);
  }
}

type Encoder = (output: WireOutput, value: unknown) => void;
const low = (value: unknown) => (typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : (value as number));
const wide = (value: unknown) => (typeof value === 'bigint' ? value : BigInt(value as number));

function encoderOf({ type }: ProtoField): Encoder {
  if (typeof type !== 'string') return (output, value) => output.int32(value as number);
  switch (type) {
    case 'int32':
      return (output, value) => output.int32(low(value));
    case 'uint32':
      return (output, value) => output.varint(low(value) >>> 0);
    case 'sint32':
      return (output, value) => output.varint(((low(value) << 1) ^ (low(value) >> 31)) >>> 0);
    case 'fixed32':
    case 'sfixed32':
      return (output, value) => output.fixed32(low(value));
    case 'int64':
    case 'uint64':
      return (output, value) => output.int64(wide(value));
    case 'sint64':
      return (output, value) => output.int64(BigInt.asIntN(64, (wide(value) << 1n) ^ (wide(value) >> 63n)));
    case 'fixed64':
    case 'sfixed64':
      return (output, value) => output.fixed64(wide(value));
    case 'float':
      return (output, value) => output.float(value as number);
    case 'double':
      return (output, value) => output.double(value as number);
    case 'bool':
      return (output, value) => output.byte(value === true ? 1 : 0);
    case 'string':
      return (output, value) => output.string(value as string);
    case 'bytes':
      return (output, value) => output.bytesWithLength(value as Uint8Array);
    default:
      return type satisfies never;
  }
}
