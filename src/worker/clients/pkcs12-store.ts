import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { type DerNode, readDer } from './der.ts';

const Oid = {
  data: '2a864886f70d010701',
  encryptedData: '2a864886f70d010706',
  certBag: '2a864886f70d010c0a0103',
  pbes2: '2a864886f70d01050d',
} as const;

const digests: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
};

const ciphers: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '60864801650304012a': ['aes-256-cbc', 32],
  '608648016503040116': ['aes-192-cbc', 24],
  '608648016503040102': ['aes-128-cbc', 16],
};

/**
 * The certificates of a PKCS12 store without keys (RFC 7292), in DER: what keytool makes of a trust store, and what
 * Node.js alone refuses for the lack of a key. Its digest is not checked; a wrong password shows in the decryption.
 * @throws Error where the store is none, or encrypted as Java did before 2021 (RC2, triple DES)
 */
export function readPkcs12Certificates(bytes: Buffer, password: string): Buffer[] {
  const [, authSafe] = readDer(bytes).children;
  const safes = readDer(readDer(contentOf(authSafe)).content).children;
  return safes.flatMap((safe) => certificates(readDer(plainContents(safe, password))));
}

/** ContentInfo: SEQUENCE { type OID, [0] content }. */
function contentOf(info: DerNode | undefined): Buffer {
  const content = info?.children[1];
  if (!content) throw new Error('not a PKCS12 store');
  return content.content;
}

function plainContents(safe: DerNode, password: string): Buffer {
  const type = safe.children[0]?.content.toString('hex');
  const content = readDer(contentOf(safe));
  if (type === Oid.data) return content.content;
  if (type !== Oid.encryptedData) throw new Error('an unknown kind of content');
  // EncryptedData: SEQUENCE { version, SEQUENCE { type, algorithm, [0] IMPLICIT bytes } }
  const [, algorithm, encrypted] = content.children[1]?.children ?? [];
  return decrypt(algorithm, encrypted?.content ?? Buffer.alloc(0), password);
}

function decrypt(algorithm: DerNode | undefined, encrypted: Buffer, password: string): Buffer {
  const [oid, params] = algorithm?.children ?? [];
  if (oid?.content.toString('hex') !== Oid.pbes2) {
    throw new Error('it is encrypted in an old way; make it anew with keytool -importkeystore of Java 17');
  }
  const [derivation, scheme] = params?.children ?? [];
  const [salt, iterations, ...rest] = derivation?.children[1]?.children ?? [];
  const prf = rest.find((node) => node.children.length > 0);
  const digest = digests[prf?.children[0]?.content.toString('hex') ?? '2a864886f70d0207'];
  const [cipher, keyBytes] = ciphers[scheme?.children[0]?.content.toString('hex') ?? ''] ?? [];
  const iv = scheme?.children[1]?.content;
  if (!salt || !iterations || !digest || !cipher || !keyBytes || !iv) throw new Error('an unknown cipher');
  const rounds = Number.parseInt(iterations.content.toString('hex'), 16);
  const key = pbkdf2Sync(password, salt.content, rounds, keyBytes, digest);
  const decipher = createDecipheriv(cipher, key, iv);
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch (error) {
    throw new Error('keystore password was incorrect', { cause: error });
  }
}

/** SafeContents: SEQUENCE OF SEQUENCE { bag OID, [0] SEQUENCE { type, [0] OCTET STRING }, attributes }. */
function certificates(contents: DerNode): Buffer[] {
  return contents.children.flatMap((bag) => {
    if (bag.children[0]?.content.toString('hex') !== Oid.certBag) return [];
    const value = bag.children[1]?.children[0]?.children[1]?.children[0];
    return value ? [value.content] : [];
  });
}
