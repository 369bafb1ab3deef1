import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';
import { ProtocolError } from '../../protocol/protocol-error.ts';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';
import { compressZstd, decompressZstd } from './zstd.ts';

export type CompressionName = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** The largest records section that is unpacked: what a broker accepts is smaller, so a bomb ends here. */
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

/** Codecs by their number in a batch's attributes. */
export const compressionNames: readonly CompressionName[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

const gzipAsync = promisify(gzip);

/** @param level of gzip and zstd; their own default unless given. The other codecs have none here. */
export async function compress(name: Exclude<CompressionName, 'none'>, bytes: Buffer, level?: number): Promise<Buffer> {
  switch (name) {
    case 'gzip':
      return gzipAsync(bytes, level === undefined ? {} : { level });
    case 'snappy':
      return compressSnappy(bytes);
    case 'lz4':
      return compressLz4(bytes);
    case 'zstd':
      return compressZstd(bytes, level);
  }
}

/** Unpacks a records section; a ProtocolError for bytes that are not what the codec writes, or too many. */
export async function decompress(name: Exclude<CompressionName, 'none'>, bytes: Buffer): Promise<Buffer> {
  try {
    switch (name) {
      case 'gzip':
        return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
      case 'snappy':
        return await decompressSnappy(bytes, MAX_UNPACKED_BYTES);
      case 'lz4':
        return await decompressLz4(bytes, MAX_UNPACKED_BYTES);
      case 'zstd':
        return await decompressZstd(bytes, MAX_UNPACKED_BYTES);
    }
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw new ProtocolError(`a record batch cannot be unpacked with ${name}`, { cause: error });
  }
}
