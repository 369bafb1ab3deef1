import { ProtocolError } from '../../protocol/protocol-error.ts';

const MAGIC = 0x184d2204;

/** The LZ4 frame format, as all Kafka clients since 0.10 write it. */
export async function compressLz4(bytes: Buffer): Promise<Buffer> {
  return (await import('lz4-napi')).compressFrame(bytes);
}

export async function decompressLz4(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (unpackedAtMost(bytes) > maxBytes) throw new ProtocolError(`an lz4 frame unpacks to more than ${maxBytes} bytes`);
  return (await import('lz4-napi')).decompressFrame(bytes);
}

/** The most that the frame's blocks can hold, counted without unpacking any. */
function unpackedAtMost(bytes: Buffer): number {
  if (bytes.length < 7 || bytes.readUInt32LE(0) !== MAGIC) throw new ProtocolError('not an lz4 frame');
  const flags = bytes.readUInt8(4);
  const blockBytes = 1 << (8 + 2 * ((bytes.readUInt8(5) >> 4) & 7));
  const checksumBytes = flags & 0x10 ? 4 : 0;
  let pos = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
  let total = 0;
  while (pos + 4 <= bytes.length) {
    const size = bytes.readUInt32LE(pos) & 0x7fffffff;
    if (size === 0) break;
    // A block cannot unpack to more than 255 times its size, whatever the frame allows.
    total += Math.min(blockBytes, size * 255);
    pos += 4 + size + checksumBytes;
  }
  return total;
}
