import { ByteOutput } from '../schema-registry/index.ts';

/** Protobuf's encoding. */
export class WireOutput extends ByteOutput {
  tag(number: number, wireType: number): void {
    this.varint(((number << 3) | wireType) >>> 0);
  }

  /** A negative number takes ten bytes, as that of 64 bits would. */
  int32(value: number): void {
    if (value >= 0) this.varint(value);
    else this.varint64(BigInt.asUintN(64, BigInt(value)));
  }

  int64(value: bigint): void {
    if (value >= 0n && value < 0x80000000n) this.varint(Number(value));
    else this.varint64(BigInt.asUintN(64, value));
  }

  fixed32(value: number): void {
    this.reserve(4);
    this.length = this.buffer.writeInt32LE(value | 0, this.length);
  }

  fixed64(value: bigint): void {
    this.reserve(8);
    this.length = this.buffer.writeBigInt64LE(BigInt.asIntN(64, value), this.length);
  }

  bytesWithLength(value: Uint8Array): void {
    this.varint(value.length);
    this.raw(value);
  }

  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.text(value, length);
  }

  /** What `write` writes, after its length. */
  delimited(write: () => void): void {
    const start = this.length;
    write();
    const size = this.length - start;
    const room = size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : size < 0x10000000 ? 4 : 5;
    this.reserve(room);
    this.buffer.copyWithin(start + room, start, this.length);
    this.length = start;
    this.varint(size);
    this.length += size;
  }
}
