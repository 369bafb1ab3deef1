import { decodeUtf8, encodableText } from '../data/index.ts';
import { SINGLE_BYTE_CHARSETS } from './single-byte-charsets.ts';

/** Turns text into bytes and back in one character set, what is malformed as Java replaces it. */
export interface TextEncoding {
  encode(text: string): Buffer;
  decode(bytes: Buffer): string;
}

const REPLACEMENT = '\ufffd';

/** The encoding of a Java charset name, any case; undefined for one that is not supported here. */
export function textEncoding(name: string): TextEncoding | undefined {
  const key = name
    .toLowerCase()
    .replace(/[-_]/g, '')
    .replace(/^cp125/, 'windows125')
    .replace(/^(?:cp)(?=\d)/, 'ibm');
  const known = Object.hasOwn(ENCODINGS, key) ? ENCODINGS[key] : undefined;
  if (known !== undefined || !Object.hasOwn(SINGLE_BYTE_CHARSETS, key)) return known;
  return singleByte(SINGLE_BYTE_CHARSETS[key] ?? '');
}

export const utf8: TextEncoding = {
  encode: (text) => Buffer.from(encodableText(text), 'utf8'),
  decode: decodeUtf8,
};

/** Java writes `?` for what the set lacks, and U+FFFD for a byte that has no meaning in it. */
function singleByte(upperHalf: string): TextEncoding {
  const start = 0x100 - upperHalf.length;
  const chars = Array.from({ length: 0x100 }, (_, byte) =>
    byte < start ? String.fromCharCode(byte) : (upperHalf[byte - start] ?? REPLACEMENT),
  );
  const bytesOf = new Map(chars.map((char, byte) => [char, byte]));
  bytesOf.delete(REPLACEMENT);
  return {
    encode: (text) => Buffer.from(Array.from(text, (char) => bytesOf.get(char) ?? 0x3f)),
    decode: (bytes) => Array.from(bytes, (byte) => chars[byte]).join(''),
  };
}

export const utf16le: TextEncoding = {
  encode: (text) => Buffer.from(text.toWellFormed(), 'utf16le'),
  decode: (bytes) => {
    const text = bytes.toString('utf16le') + (bytes.length % 2 === 1 ? REPLACEMENT : '');
    if (text.isWellFormed()) return text;
    // What follows the first half of a pair goes with it.
    return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udbff][\s\S]?|[\udc00-\udfff]/g, (found) =>
      found.isWellFormed() ? found : REPLACEMENT,
    );
  },
};

export const utf16be: TextEncoding = {
  encode: (text) => utf16le.encode(text).swap16(),
  decode: (bytes) => {
    const whole = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
    return utf16le.decode(Buffer.concat([whole, bytes.subarray(bytes.length & ~1)]));
  },
};

/** Big endian with a byte order mark, which is read in either order. */
export const utf16: TextEncoding = {
  encode: (text) => (text === '' ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be.encode(text)])),
  decode: (bytes) => {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le.decode(bytes.subarray(2));
    return utf16be.decode(bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
  },
};

const latin1 = singleByte('');
const ascii = singleByte(REPLACEMENT.repeat(0x80));
const ENCODINGS: Readonly<Record<string, TextEncoding>> = {
  utf8,
  iso88591: latin1,
  latin1,
  usascii: ascii,
  ascii,
  utf16,
  utf16le,
  utf16be,
};
