import { createHash } from 'node:crypto';
import { readDer } from './der.ts';

const DIGEST_BYTES = 20;

/**
 * Opens a private key of a JKS store (sun.security.provider.KeyProtector): EncryptedPrivateKeyInfo, SEQUENCE {
 * algorithm, OCTET STRING }, whose bytes are a salt, the key XORed with a chain of SHA-1 digests of password and
 * salt, and the SHA-1 of password and key.
 * @param password of the key, which is the store's own unless it was given another
 * @returns PKCS#8 in DER
 * @throws Error where the password is wrong
 */
export function openJksPrivateKey(protectedKey: Buffer, password: string): Buffer {
  const bytes = readDer(protectedKey).children[1]?.content ?? Buffer.alloc(0);
  if (bytes.length < 2 * DIGEST_BYTES) throw new Error('not a key of a JKS store');
  // Java's characters, most significant byte first.
  const secret = Buffer.from(password, 'utf16le').swap16();
  const encrypted = bytes.subarray(DIGEST_BYTES, bytes.length - DIGEST_BYTES);
  const key = Buffer.alloc(encrypted.length);
  let digest: Buffer = bytes.subarray(0, DIGEST_BYTES);
  for (let at = 0; at < encrypted.length; at++) {
    if (at % DIGEST_BYTES === 0) digest = sha1(secret, digest);
    key[at] = encrypted[at]! ^ digest[at % DIGEST_BYTES]!;
  }
  if (!sha1(secret, key).equals(bytes.subarray(bytes.length - DIGEST_BYTES))) throw new Error('Cannot recover key');
  return key;
}

function sha1(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
