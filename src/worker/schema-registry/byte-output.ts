/** One growing buffer that is used again for each record. */
export class ByteOutput {
  protected buffer = Buffer.allocUnsafe(1024);
  protected length = 0;

  /** Starts anew. */
  reset(): void {
    this.length = 0;
    // One large record must not hold its memory for the life of a task.
    if (this.buffer.length > 1024 * 1024) this.buffer = Buffer.allocUnsafe(1024);
  }

  /** A copy of what was written since `reset`. */
  bytes(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length));
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeUInt32BE(value, this.length);
  }

  float(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeFloatLE(value, this.length);
  }

  double(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
  }

  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  /** Groups of seven bits, the lowest first; an unsigned number of 32 bits. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  /** As `varint`, of 64 bits. */
  varint64(value: bigint): void {
    this.reserve(10);
    let rest = value;
    while (rest > 0x7fn) {
      this.buffer[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.length++] = Number(rest);
  }

  /** @param sizeBytes as `Buffer.byteLength` has it */
  protected text(value: string, sizeBytes: number): void {
    this.reserve(sizeBytes);
    this.length += this.buffer.write(value, this.length);
  }

  protected reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.length);
    this.buffer = grown;
  }
}
