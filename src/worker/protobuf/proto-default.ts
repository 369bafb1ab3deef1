import { DataError } from '../data/index.ts';
import { MessageValue } from './message-value.ts';
import type { EnumType, ProtoField } from './proto-types.ts';

/** What a message has for a field, or the field's default. */
export function valueOrDefault(message: MessageValue, field: ProtoField): unknown {
  return message.get(field) ?? defaultOf(field);
}

/** What a field has where a message does not have it: its own default, or the zero of its type. */
export function defaultOf(field: ProtoField): unknown {
  const { type, isRepeated, defaultText } = field;
  if (isRepeated) return [];
  if (typeof type !== 'string') return type.kind === 'enum' ? enumDefault(type, defaultText) : new MessageValue(type);
  switch (type) {
    case 'int32':
    case 'sint32':
    case 'sfixed32':
    case 'uint32':
    case 'fixed32':
      return defaultText === undefined ? 0 : Number(integerOf(field, defaultText));
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return defaultText === undefined ? 0n : BigInt.asIntN(64, integerOf(field, defaultText));
    case 'float':
      return Math.fround(fractionOf(field, defaultText));
    case 'double':
      return fractionOf(field, defaultText);
    case 'bool':
      return defaultText === 'true';
    case 'string':
      return defaultText ?? '';
    case 'bytes':
      return Buffer.from(defaultText ?? '', 'latin1');
    default:
      return type satisfies never;
  }
}

function enumDefault({ values }: EnumType, name: string | undefined): number {
  return (values.find((value) => value.name === name) ?? values[0])?.number ?? 0;
}

function integerOf(field: ProtoField, text: string): bigint {
  const match = /^(-?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.exec(text);
  if (match === null) throw noDefault(field, text);
  const digits = match[2]!;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return match[1] === '-' ? -value : value;
}

function fractionOf(field: ProtoField, text: string | undefined): number {
  if (text === undefined) return 0;
  if (text === 'nan') return Number.NaN;
  const value = Number(text.replace('inf', 'Infinity'));
  if (Number.isNaN(value)) throw noDefault(field, text);
  return value;
}

function noDefault({ name }: ProtoField, text: string): DataError {
  return new DataError(`The Protobuf field ${name} has the default ${text}, which is none of its type`);
}
