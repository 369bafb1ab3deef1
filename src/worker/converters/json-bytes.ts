/**
 * Text of a JSON file or body, without a byte order mark: UTF-8, or UTF-16 where its first character says so, as Jackson
 * finds out by itself (ByteSourceJsonBootstrapper), whatever `charset` says. null: bytes that are not of that encoding.
 */
export function jsonTextOf(bytes: Buffer): string | null {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function encodingOf([first, second]: Buffer): string {
  if (second === undefined) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  // JSON begins with a character of ASCII, of which UTF-16 has a zero before or after.
  if (first === 0 && second !== 0) return 'utf-16be';
  return first !== 0 && second === 0 ? 'utf-16le' : 'utf-8';
}
