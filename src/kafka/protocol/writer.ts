const LARGE = 8 * 1024;

/** Writes big-endian protocol values; large byte fields are kept as chunks of their own and never copied. */
export class Writer {
  #buffer: Buffer;
  #start = 0;
  #pos = 0;
  readonly #chunks: Buffer[] = [];
  #flushed = 0;

  constructor(sizeHint = 256) {
    this.#buffer = Buffer.allocUnsafe(sizeHint);
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#flushed + this.#pos - this.#start;
  }

  int8(value: number): void {
    this.#room(1);
    this.#buffer[this.#pos++] = value & 0xff;
  }

  int16(value: number): void {
    this.#room(2);
    this.#pos = this.#buffer.writeInt16BE(value, this.#pos);
  }

  uint16(value: number): void {
    this.#room(2);
    this.#pos = this.#buffer.writeUInt16BE(value, this.#pos);
  }

  int32(value: number): void {
    this.#room(4);
    this.#pos = this.#buffer.writeInt32BE(value, this.#pos);
  }

  int64(value: bigint): void {
    this.#room(8);
    this.#pos = this.#buffer.writeBigInt64BE(value, this.#pos);
  }

  float64(value: number): void {
    this.#room(8);
    this.#pos = this.#buffer.writeDoubleBE(value, this.#pos);
  }

  /** Unsigned base-128 varint of at most 32 bits. */
  uvarint(value: number): void {
    this.#room(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#buffer[this.#pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[this.#pos++] = rest;
  }

  utf8(text: string, byteLength: number): void {
    this.#room(byteLength);
    this.#pos += this.#buffer.write(text, this.#pos, byteLength, 'utf8');
  }

  raw(bytes: Buffer): void {
    if (bytes.length >= LARGE) {
      this.#flush();
      this.#chunks.push(bytes);
      this.#flushed += bytes.length;
      return;
    }
    this.#room(bytes.length);
    this.#pos += bytes.copy(this.#buffer, this.#pos);
  }

  /** The chunks in order; the writer must not be used afterwards. */
  finish(): Buffer[] {
    this.#flush();
    return this.#chunks;
  }

  #flush(): void {
    if (this.#pos === this.#start) return;
    this.#chunks.push(this.#buffer.subarray(this.#start, this.#pos));
    this.#flushed += this.#pos - this.#start;
    this.#start = this.#pos;
  }

  #room(bytes: number): void {
    if (this.#pos + bytes <= this.#buffer.length) return;
    this.#flush();
    this.#buffer = Buffer.allocUnsafe(Math.max(bytes, 1024, this.#buffer.length));
    this.#start = 0;
    this.#pos = 0;
  }
}
