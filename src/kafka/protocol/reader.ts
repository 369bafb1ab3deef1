import { ProtocolError } from './protocol-error.ts';

/** Reads big-endian protocol values; every read past the end is a ProtocolError. Byte fields share memory. */
export class Reader {
  readonly #buffer: Buffer;
  #pos: number;

  constructor(buffer: Buffer, position = 0) {
    this.#buffer = buffer;
    this.#pos = position;
  }

  get position(): number {
    return this.#pos;
  }

  get remaining(): number {
    return this.#buffer.length - this.#pos;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#take(2));
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  float64(): number {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#buffer[this.#take(1)] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ProtocolError('a varint is longer than five bytes');
  }

  utf8(byteLength: number): string {
    const start = this.#take(byteLength);
    return this.#buffer.toString('utf8', start, start + byteLength);
  }

  raw(byteLength: number): Buffer {
    const start = this.#take(byteLength);
    return this.#buffer.subarray(start, start + byteLength);
  }

  /** A count of elements, refused when the rest of the message could not hold that many. */
  checkCount(count: number): number {
    if (count < 0 || count > this.remaining) {
      throw new ProtocolError(`an array of ${count} elements does not fit in the ${this.remaining} bytes left`);
    }
    return count;
  }

  #take(bytes: number): number {
    const start = this.#pos;
    if (bytes < 0 || start + bytes > this.#buffer.length) {
      throw new ProtocolError(`the message ends ${start + bytes - this.#buffer.length} bytes too early`);
    }
    this.#pos = start + bytes;
    return start;
  }
}
