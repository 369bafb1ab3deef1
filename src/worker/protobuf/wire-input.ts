import { DataError, isTooMany, TOO_MANY_PARTS } from '../data/index.ts';
import { DELIMITED, FIXED32, FIXED64, GROUP_END, GROUP_START, VARINT } from './wire-types.ts';

/** As Java's library has it. */
const MAX_DEPTH = 100;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads Protobuf's encoding; every length is held against the bytes that are there before anything is made of it. */
export class WireInput {
  readonly #bytes: Buffer;
  #at: number;
  /** Of the message that is being read. */
  #end: number;
  #depth = 0;
  #parts = 0;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = bytes.length;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  /** Unsigned, 32 bits; what is above them is dropped. */
  varint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw malformed('a varint of more than 10 bytes');
  }

  /** Unsigned, 64 bits. */
  varint64(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw malformed('a varint of more than 10 bytes');
  }

  fixed32(): number {
    return this.#take(4).readUInt32LE();
  }

  fixed64(): bigint {
    return this.#take(8).readBigUInt64LE();
  }

  float(): number {
    return this.#take(4).readFloatLE();
  }

  double(): number {
    return this.#take(8).readDoubleLE();
  }

  /** A copy: the message's buffer may be one of many records. */
  bytes(): Buffer {
    return Buffer.from(this.#take(this.#length()));
  }

  /** @param isStrict whether bytes that are no UTF-8 are an error (proto3), or replaced (proto2) */
  string(isStrict: boolean): string {
    const bytes = this.#take(this.#length());
    if (!isStrict) return bytes.toString('utf8');
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw malformed('text that is no UTF-8');
    }
  }

  /** Before something is kept of what is read. @throws DataError where a message has more than there is memory for */
  count(parts: number): void {
    this.#parts += parts;
    if (isTooMany(this.#parts)) throw new DataError(TOO_MANY_PARTS);
  }

  /** Around what has a length before it: `read` finds its end where that is. @throws DataError where it nests too deep */
  delimited(read: () => void): void {
    const length = this.#length();
    const outerEnd = this.#end;
    if (++this.#depth > MAX_DEPTH) throw malformed(`messages nested deeper than ${MAX_DEPTH}`);
    this.#end = this.#at + length;
    read();
    this.#end = outerEnd;
    this.#depth--;
  }

  /** Leaves out a value of a field that is not known. */
  skip(number: number, wireType: number): void {
    if (wireType === VARINT) this.varint64();
    else if (wireType === FIXED64) this.#take(8);
    else if (wireType === FIXED32) this.#take(4);
    else if (wireType === DELIMITED) this.#take(this.#length());
    else if (wireType === GROUP_START) this.#skipGroup(number);
    else throw malformed(`a tag of the wire type ${wireType}`);
  }

  #skipGroup(number: number): void {
    if (++this.#depth > MAX_DEPTH) throw malformed(`groups nested deeper than ${MAX_DEPTH}`);
    for (;;) {
      const tag = this.varint32();
      if ((tag & 7) !== GROUP_END) this.skip(tag >>> 3, tag & 7);
      else if (tag >>> 3 === number) break;
      else throw malformed('a group that ends as another one');
    }
    this.#depth--;
  }

  #length(): number {
    const length = this.varint32();
    if (length > this.#end - this.#at) throw malformed(`a length of ${length}`);
    return length;
  }

  #byte(): number {
    if (this.#at >= this.#end) throw malformed('too few bytes');
    return this.#bytes[this.#at++]!;
  }

  #take(count: number): Buffer {
    if (count > this.#end - this.#at) throw malformed('too few bytes');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

export function malformed(what: string): DataError {
  return new DataError(`Malformed Protobuf data: ${what}`, {
    javaClass: 'com.google.protobuf.InvalidProtocolBufferException',
  });
}
