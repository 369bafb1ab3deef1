const MAGIC = 0xfeedfeed;
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;

/** A private key with the certificates that vouch for it. */
export interface JksKey {
  /** Encrypted; `openJksPrivateKey` opens it. */
  readonly protectedKey: Buffer;
  /** The key's own certificate first, in DER. */
  readonly chain: readonly Buffer[];
}

export interface JksEntries {
  readonly keys: readonly JksKey[];
  /** Trusted certificates, in DER. */
  readonly certificates: readonly Buffer[];
}

/** True where bytes begin as a JKS store does. */
export function isJks(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32BE(0) === MAGIC;
}

/**
 * What is in a JKS store (sun.security.provider.JavaKeyStore, versions 1 and 2): magic, version, count; then by entry
 * tag, alias, time, and certificates of type, length, DER. Certificates are not encrypted; the digest at the end,
 * which the store's password makes, is not checked.
 * @throws Error where the bytes are no such store
 */
export function readJks(bytes: Buffer): JksEntries {
  const reader = new Reader(bytes);
  if (reader.int() >>> 0 !== MAGIC) throw new Error('not a JKS store');
  const version = reader.int();
  const keys: JksKey[] = [];
  const certificates: Buffer[] = [];
  for (let entries = reader.int(); entries > 0; entries--) {
    const tag = reader.int();
    reader.text();
    reader.skip(8);
    if (tag === PRIVATE_KEY) {
      const protectedKey = reader.bytes();
      const chain = Array.from({ length: reader.int() }, () => reader.certificate(version));
      keys.push({ protectedKey, chain });
    } else if (tag === TRUSTED_CERTIFICATE) {
      certificates.push(reader.certificate(version));
    } else {
      throw new Error(`unknown entry ${tag}`);
    }
  }
  return { keys, certificates };
}

/** Reads past the end throw a RangeError, which the caller reports as an unreadable store. */
class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  text(): string {
    const length = this.#bytes.readUInt16BE(this.#at);
    return this.#take(2 + length).toString('utf8', 2);
  }

  skip(length: number): void {
    this.#take(length);
  }

  /** Version 1 names no type: it is always X.509. */
  certificate(version: number): Buffer {
    if (version === 2) this.text();
    return this.bytes();
  }

  /** After their length. */
  bytes(): Buffer {
    return this.#take(this.int());
  }

  #take(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new RangeError('the store is cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
