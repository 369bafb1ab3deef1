/** Turns text into bytes and back in one character set. */
export interface TextEncoding {
  encode(text: string): Buffer;
  decode(bytes: Buffer): string;
}

/** The encoding of a Java charset name, any case; undefined for one that is not supported here. */
export function textEncoding(name: string): TextEncoding | undefined {
  return ENCODINGS[name.toLowerCase().replace(/[-_]/g, '')];
}

const utf8: TextEncoding = {
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => bytes.toString('utf8'),
};

/** Java writes `?` for what the set lacks, and U+FFFD for a byte that has no meaning in it. */
function singleByte(limit: number): TextEncoding {
  return {
    encode: (text) =>
      Buffer.from(
        Array.from(text, (char) => (char.charCodeAt(0) < limit && char.length === 1 ? char.charCodeAt(0) : 0x3f)),
      ),
    decode: (bytes) => bytes.toString('latin1').replace(/[\u0080-\u00ff]/g, (char) => (limit > 0x80 ? char : '\ufffd')),
  };
}

const utf16le: TextEncoding = {
  encode: (text) => Buffer.from(text, 'utf16le'),
  decode: (bytes) => bytes.toString('utf16le'),
};

const utf16be: TextEncoding = {
  encode: (text) => Buffer.from(text, 'utf16le').swap16(),
  decode: (bytes) =>
    Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le'),
};

/** Big endian with a byte order mark, which is read in either order. */
const utf16: TextEncoding = {
  encode: (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be.encode(text)]),
  decode: (bytes) => {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16le.decode(bytes.subarray(2));
    return utf16be.decode(bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
  },
};

const ENCODINGS: Readonly<Record<string, TextEncoding | undefined>> = {
  utf8,
  iso88591: singleByte(0x100),
  latin1: singleByte(0x100),
  usascii: singleByte(0x80),
  ascii: singleByte(0x80),
  utf16,
  utf16le,
  utf16be,
};
