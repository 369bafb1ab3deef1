import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ConnectionError } from './connection-error.ts';

const derive = promisify(pbkdf2);

/** Fewer is refused, as in Java (KIP-84); a malicious server could ask for weak hashing. */
const MIN_ITERATIONS = 4096;

/** The client's side of SCRAM (RFC 5802, no channel binding): what to send first, then an answer to each reply. */
export class ScramClient {
  readonly #hash: 'sha256' | 'sha512';
  readonly #password: string;
  readonly #firstBare: string;
  readonly #nonce: string;
  #serverSignature: Buffer | undefined;

  constructor(hash: 'sha256' | 'sha512', username: string, password: string, nonce?: string) {
    this.#hash = hash;
    this.#password = password;
    this.#nonce = nonce ?? randomBytes(24).toString('base64');
    this.#firstBare = `n=${username.replace(/=/g, '=3D').replace(/,/g, '=2C')},r=${this.#nonce}`;
  }

  firstMessage(): string {
    return `n,,${this.#firstBare}`;
  }

  /** @param serverFirst `r=…,s=…,i=…` */
  async finalMessage(serverFirst: string): Promise<string> {
    const { r: nonce = '', s: salt = '', i = '' } = attributesOf(serverFirst);
    const iterations = Number(i);
    if (!nonce.startsWith(this.#nonce)) throw new ConnectionError('SCRAM: the server answered with another nonce');
    if (!(iterations >= MIN_ITERATIONS)) {
      throw new ConnectionError(`SCRAM: the server wants ${i} iterations, fewer than ${MIN_ITERATIONS}`);
    }
    const keyBytes = this.#hash === 'sha256' ? 32 : 64;
    const salted = await derive(this.#password, Buffer.from(salt, 'base64'), iterations, keyBytes, this.#hash);
    const clientKey = this.#hmac(salted, 'Client Key');
    const storedKey = createHash(this.#hash).update(clientKey).digest();
    const withoutProof = `c=biws,r=${nonce}`;
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`;
    const signature = this.#hmac(storedKey, authMessage);
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
    this.#serverSignature = this.#hmac(this.#hmac(salted, 'Server Key'), authMessage);
    return `${withoutProof},p=${proof.toString('base64')}`;
  }

  /** Proves that the server knows the password too. @param serverFinal `v=…` */
  verify(serverFinal: string): void {
    const { v = '', e } = attributesOf(serverFinal);
    const given = Buffer.from(v, 'base64');
    const expected = this.#serverSignature;
    if (e !== undefined || !expected || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new ConnectionError('SCRAM: the server could not prove that it knows the password');
    }
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest();
  }
}

function attributesOf(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}
