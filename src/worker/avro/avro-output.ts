import { ByteOutput } from '../schema-registry/index.ts';

/** Avro's binary encoding (specification, "Binary Encoding"). */
export class AvroOutput extends ByteOutput {
  /** A 32-bit integer, or a length. */
  int(value: number): void {
    this.varint(((value << 1) ^ (value >> 31)) >>> 0);
  }

  long(value: bigint): void {
    if (value >= -0x40000000n && value < 0x40000000n) this.int(Number(value));
    else this.varint64(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
  }

  bytesWithLength(value: Uint8Array): void {
    this.int(value.length);
    this.raw(value);
  }

  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.int(length);
    this.text(value, length);
  }
}
