import { ProtocolError } from '../protocol/protocol-error.ts';

/** Zigzag varints of records: 32 bits for lengths and offset deltas, 64 for timestamp deltas. */

/** Bytes that `value`, an int32, takes. */
export function sizeOfVarint(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x200000) return 3;
  return zigzag < 0x10000000 ? 4 : 5;
}

/** Writes an int32 and returns the position after it. */
export function writeVarint(buffer: Uint8Array, position: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  let pos = position;
  while (rest > 0x7f) {
    buffer[pos++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  buffer[pos++] = rest;
  return pos;
}

const isInt32 = (value: number): boolean => (value | 0) === value;

/** Bytes that `value`, a safe integer, takes as a 64-bit varint. */
export function sizeOfVarlong(value: number): number {
  if (isInt32(value)) return sizeOfVarint(value);
  let size = 1;
  for (let rest = zigzag64(value) >> 7n; rest > 0n; rest >>= 7n) size++;
  return size;
}

/** Writes a safe integer as a 64-bit varint and returns the position after it. */
export function writeVarlong(buffer: Uint8Array, position: number, value: number): number {
  if (isInt32(value)) return writeVarint(buffer, position, value);
  let pos = position;
  let rest = zigzag64(value);
  while (rest > 0x7fn) {
    buffer[pos++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  buffer[pos++] = Number(rest);
  return pos;
}

function zigzag64(value: number): bigint {
  const wide = BigInt(value);
  return BigInt.asUintN(64, (wide << 1n) ^ (wide >> 63n));
}

/** Reads varints in turn from `bytes[position, end)`. */
export class VarintCursor {
  readonly bytes: Buffer;
  position: number;
  readonly end: number;

  constructor(bytes: Buffer, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** An int32. */
  varint(): number {
    const { bytes } = this;
    let pos = this.position;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (pos >= this.end) throw new ProtocolError('a record ends within a varint');
      const byte = bytes[pos++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.position = pos;
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new ProtocolError('a varint is longer than five bytes');
  }

  /** An int64, as a number: timestamps are far below 2^53. */
  varlong(): number {
    const start = this.position;
    let value = 0n;
    for (let i = 0; i < 10; i++) {
      if (start + i >= this.end) throw new ProtocolError('a record ends within a varint');
      const byte = this.bytes[start + i] as number;
      if (byte < 0x80 && i < 4) return this.varint();
      value |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) {
        this.position = start + i + 1;
        return Number(BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n)));
      }
    }
    throw new ProtocolError('a varint is longer than ten bytes');
  }

  /** `length` bytes, sharing memory; null where the length is negative. */
  take(length: number): Buffer | null {
    if (length < 0) return null;
    const start = this.position;
    if (start + length > this.end) throw new ProtocolError('a record ends within a field');
    this.position = start + length;
    return this.bytes.subarray(start, this.position);
  }
}
