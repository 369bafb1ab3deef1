import { ProtocolError } from '../../protocol/protocol-error.ts';

/**
 * Snappy as Java's clients write it (xerial's stream): eight bytes of magic, version and compatible version
 * (1 and 1, int32), then blocks of an int32 length and raw snappy. librdkafka writes raw snappy alone.
 */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const HEADER_BYTES = 16;
const BLOCK_BYTES = 32 * 1024;

export async function compressSnappy(bytes: Buffer): Promise<Buffer> {
  const snappy = await load();
  const head = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(head);
  head.writeInt32BE(1, 8);
  head.writeInt32BE(1, 12);
  const parts: Buffer[] = [head];
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const packed = asBuffer(snappy.compress(bytes.subarray(start, start + BLOCK_BYTES)));
    const size = Buffer.alloc(4);
    size.writeInt32BE(packed.length);
    parts.push(size, packed);
  }
  return Buffer.concat(parts);
}

export async function decompressSnappy(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const snappy = await load();
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return asBuffer(snappy.uncompress(bytes, maxBytes));
  const parts: Buffer[] = [];
  let total = 0;
  for (let pos = HEADER_BYTES; pos < bytes.length; ) {
    if (pos + 4 > bytes.length) throw new ProtocolError('a snappy block has no length');
    const size = bytes.readInt32BE(pos);
    pos += 4;
    if (size < 0 || pos + size > bytes.length) throw new ProtocolError('a snappy block ends too early');
    const part = asBuffer(snappy.uncompress(bytes.subarray(pos, pos + size), maxBytes - total));
    total += part.length;
    parts.push(part);
    pos += size;
  }
  return Buffer.concat(parts, total);
}

/** Loaded when first needed: most pipelines never do. */
const load = async () => (await import('snappyjs')).default;

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
