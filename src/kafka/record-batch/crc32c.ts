import { createRequire } from 'node:module';
import { crc32cInScript } from './crc32c-in-script.ts';

/** Below this the call into native code costs more than it saves. */
const SHORT_BYTES = 256;
const native = nativeCrc32c();

/** CRC-32C (Castagnoli) of `bytes[start, end)`, unsigned: the checksum of a record batch. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (native === undefined || end - start < SHORT_BYTES) return crc32cInScript(bytes, start, end);
  return native(bytes.subarray(start, end));
}

/** The processor's own instruction, eight times as fast; undefined where the package has no binary for this platform. */
function nativeCrc32c(): ((bytes: Uint8Array) => number) | undefined {
  try {
    return (createRequire(import.meta.url)('@node-rs/crc32') as typeof import('@node-rs/crc32')).crc32c;
  } catch {
    return undefined;
  }
}
