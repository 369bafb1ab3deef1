const MAGIC = 0xfeedfeed;
const PRIVATE_KEY = 1;
const TRUSTED_CERTIFICATE = 2;

/**
 * The certificates of a JKS trust store, in DER (sun.security.provider.JavaKeyStore, versions 1 and 2):
 * magic, version, count; then by entry tag, alias, time, and certificates of type, length, DER. Certificates are
 * not encrypted; the digest at the end, which the store's password makes, is not checked.
 * @throws Error where the bytes are no such store
 */
export function readJksCertificates(bytes: Buffer): Buffer[] {
  const reader = new Reader(bytes);
  if (reader.int() >>> 0 !== MAGIC) throw new Error('not a JKS store');
  const version = reader.int();
  const certificates: Buffer[] = [];
  for (let entries = reader.int(); entries > 0; entries--) {
    const tag = reader.int();
    reader.text();
    reader.skip(8);
    if (tag === PRIVATE_KEY) {
      reader.skip(reader.int());
      for (let chain = reader.int(); chain > 0; chain--) reader.certificate(version);
    } else if (tag === TRUSTED_CERTIFICATE) {
      certificates.push(reader.certificate(version));
    } else {
      throw new Error(`unknown entry ${tag}`);
    }
  }
  return certificates;
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
    return this.#take(this.int());
  }

  #take(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new RangeError('the store is cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}
