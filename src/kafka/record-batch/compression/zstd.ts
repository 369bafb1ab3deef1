import * as zlib from 'node:zlib';
import { ProtocolError } from '../../protocol/protocol-error.ts';

/** node:zlib has zstd from 22.15 on; the types of Node 20 do not know it. */
interface NativeZstd {
  zstdCompressSync?(bytes: Buffer, options?: { params: Record<number, number> }): Buffer;
  zstdDecompressSync?(bytes: Buffer, options: { maxOutputLength: number }): Buffer;
}

const native: NativeZstd = zlib as NativeZstd;

/** ZSTD_c_compressionLevel. */
const LEVEL = 100;

export async function compressZstd(bytes: Buffer, level?: number): Promise<Buffer> {
  if (native.zstdCompressSync) {
    return native.zstdCompressSync(bytes, level === undefined ? undefined : { params: { [LEVEL]: level } });
  }
  return asBuffer((await loadWasm()).compress(bytes, level));
}

export async function decompressZstd(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (native.zstdDecompressSync) return native.zstdDecompressSync(bytes, { maxOutputLength: maxBytes });
  return decompressWasm(bytes, maxBytes);
}

/**
 * The WebAssembly build unpacks into one block whose size has to be known. Java's stream writer leaves the size
 * out of the frame, so sizes are tried, four times as much each time, up to the limit.
 */
async function decompressWasm(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  const known = contentSize(bytes);
  if (known !== undefined && known > maxBytes) throw tooLarge(maxBytes);
  const wasm = await loadWasm();
  for (let size = known ?? Math.max(64 * 1024, bytes.length * 8); ; size *= 4) {
    const heap = Math.min(size, maxBytes);
    try {
      return asBuffer(wasm.decompress(bytes, { defaultHeapSize: heap }));
    } catch (error) {
      if (!isTooSmall(error)) throw error;
      if (known !== undefined || heap >= maxBytes) throw tooLarge(maxBytes);
    }
  }
}

/** ZSTD_error_dstSize_tooSmall, as the binding prints it. */
function isTooSmall(error: unknown): boolean {
  return error instanceof Error && / -70$/.test(error.message);
}

/** Frame_Content_Size of the frame header (RFC 8878, 3.1.1.1), undefined where it is left out. */
function contentSize(bytes: Buffer): number | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== 0xfd2fb528) throw new ProtocolError('not a zstd frame');
  const descriptor = bytes.readUInt8(4);
  const singleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const pos = 5 + (singleSegment ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  if (pos + 8 > bytes.length) return undefined;
  if (sizeFlag === 0) return singleSegment ? bytes.readUInt8(pos) : undefined;
  if (sizeFlag === 1) return bytes.readUInt16LE(pos) + 256;
  return sizeFlag === 2 ? bytes.readUInt32LE(pos) : Number(bytes.readBigUInt64LE(pos));
}

type Wasm = typeof import('@bokuweb/zstd-wasm');

let loading: Promise<Wasm> | undefined;

function loadWasm(): Promise<Wasm> {
  loading ??= import('@bokuweb/zstd-wasm').then(async (wasm) => {
    await wasm.init();
    return wasm;
  });
  return loading;
}

function tooLarge(maxBytes: number): ProtocolError {
  return new ProtocolError(`a zstd frame unpacks to more than ${maxBytes} bytes`);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
