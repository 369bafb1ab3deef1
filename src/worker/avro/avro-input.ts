import { CONTAINER_PARTS, DataError, isTooMany, TOO_MANY_PARTS } from '../data/index.ts';

/** Blocks of things without a size, such as empty records, would otherwise be as long as a sender likes. */
const MAX_EMPTY_ITEMS = 100_000;
const MAX_DEPTH = 1000;

/** Reads Avro's binary encoding; every length is held against the bytes that are there before anything is made of it. */
export class AvroInput {
  readonly #bytes: Buffer;
  #at: number;
  #depth = 0;
  #parts = 0;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  boolean(): boolean {
    return this.#byte() === 1;
  }

  int(): number {
    const value = this.long();
    if (value < -0x80000000n || value > 0x7fffffffn) throw malformed(`an int of ${value}`);
    return Number(value);
  }

  long(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt((low >>> 1) ^ -(low & 1));
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw malformed('a long of more than 10 bytes');
  }

  float(): number {
    return this.#take(4).readFloatLE();
  }

  double(): number {
    return this.#take(8).readDoubleLE();
  }

  /** A copy: the message's buffer may be one of many records. */
  bytes(): Buffer {
    return this.fixed(this.#length());
  }

  fixed(sizeBytes: number): Buffer {
    return Buffer.from(this.#take(sizeBytes));
  }

  string(): string {
    return this.#take(this.#length()).toString('utf8');
  }

  /** Calls `item` for each item of an array's or map's blocks. */
  blocks(item: () => void): void {
    let total = 0;
    this.#count(CONTAINER_PARTS);
    for (;;) {
      let count = this.long();
      if (count === 0n) return;
      if (count < 0n) {
        count = -count;
        this.long();
      }
      total += Number(count);
      if (total > Math.max(this.#bytes.length, MAX_EMPTY_ITEMS)) throw malformed(`${total} items`);
      for (let left = Number(count); left > 0; left--) {
        this.#count(1);
        item();
      }
    }
  }

  /** Around what may hold itself again. @throws DataError where that goes too deep */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw malformed(`records nested deeper than ${MAX_DEPTH}`);
    this.#count(CONTAINER_PARTS);
    const value = read();
    this.#depth--;
    return value;
  }

  #count(parts: number): void {
    this.#parts += parts;
    if (isTooMany(this.#parts)) throw new DataError(TOO_MANY_PARTS);
  }

  #length(): number {
    const length = this.long();
    if (length < 0n || length > BigInt(this.remaining)) throw malformed(`a length of ${length}`);
    return Number(length);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw malformed('too few bytes');
    this.#at++;
    return byte;
  }

  #take(count: number): Buffer {
    if (count > this.remaining) throw malformed('too few bytes');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

function malformed(what: string): DataError {
  return new DataError(`Malformed Avro data: ${what}`, { javaClass: 'org.apache.avro.AvroRuntimeException' });
}
