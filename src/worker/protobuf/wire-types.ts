import type { ProtoField } from './proto-types.ts';

/** How a value is laid out on the wire, in the low three bits of its tag. */
export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
export const GROUP_START = 3;
export const GROUP_END = 4;
export const FIXED32 = 5;

export function wireTypeOf(type: ProtoField['type']): number {
  if (typeof type !== 'string') return type.kind === 'enum' ? VARINT : DELIMITED;
  switch (type) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return FIXED64;
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return FIXED32;
    case 'string':
    case 'bytes':
      return DELIMITED;
    default:
      return VARINT;
  }
}
