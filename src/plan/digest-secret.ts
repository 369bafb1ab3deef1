import { createHash, scryptSync } from 'node:crypto';

/** `w` and one byte in hex. */
export const SECRET = /^w[0-9a-f]{2}$/;
/** Of the first version of the marks: one byte of the text as a whole. */
export const WHOLE_SECRET = /^s[0-9a-f]{2}$/;

interface ClusterSalt {
  readonly clusterId: string;
}

/**
 * One byte of a secret, or of a text that holds one: the sum of its words' bytes, each of a scrypt (about 30 ms). A
 * changed secret goes unseen once in 256, and a list of 10,000 guesses still leaves some forty that fit.
 *
 * A sum, because a password stands in many places: as a key, within a URL, a JAAS text, `user:password`, or JSON. A byte of
 * each whole text would be another byte of the same password, and two leave one guess of 10,000. Here the words around it
 * add what anyone can add up for himself, and every place tells the same byte. For that reason the salt is the cluster's
 * alone, and the spellings of one password (percent-encoded, with a backslash, in Basic's base64) are brought to one.
 */
export function digestSecret({ clusterId }: ClusterSalt, text: string): string {
  let sum = 0;
  for (const word of plainSpelling(text).match(WORD) ?? []) sum += byteOf(clusterId, word);
  return `w${hex(sum % 256)}`;
}

/** What a mark of the first version holds. */
export function digestWholeSecret({ clusterId }: ClusterSalt, text: string): string {
  return `s${hex(slowByte(clusterId, text))}`;
}

/** Letters and digits belong together; whatever else there is stands for itself, for it may be a quote or a delimiter. */
const WORD = /[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]/gu;

/** Nobody guesses a key, but by its lines and signs it would be a hundred words: five seconds of scrypt. */
const PEM_BODY = /(?<=-----BEGIN [A-Z0-9 ]+-----)[^-]+(?=-----END )/g;

function plainSpelling(text: string): string {
  return text
    .replace(PEM_BODY, (body) => body.replace(/[^A-Za-z0-9]/g, ''))
    .replace(/\bBasic ([A-Za-z0-9+/]+={0,2})/g, (_whole, encoded: string) => Buffer.from(encoded, 'base64').toString())
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (encoded) => Buffer.from(encoded.replaceAll('%', ''), 'hex').toString())
    .replaceAll('\\', '');
}

/** A delimiter is no secret: thirty of them would cost a second. */
function byteOf(clusterId: string, word: string): number {
  if (word.length > 1 || /[\p{L}\p{N}]/u.test(word)) return slowByte(clusterId, word);
  return createHash('sha256').update(saltText(clusterId)).update(word).digest()[0]!;
}

function slowByte(clusterId: string, text: string): number {
  const ofCluster = slowBytes.get(clusterId) ?? new Map<string, number>();
  slowBytes.set(clusterId, ofCluster);
  let byte = ofCluster.get(text);
  if (byte === undefined) {
    byte = scryptSync(text, saltText(clusterId), 1, { N: 16_384, r: 8, p: 1 })[0]!;
    ofCluster.set(text, byte);
  }
  return byte;
}

/** By cluster, then word: many connectors share one, and each is compared more than once. */
const slowBytes = new Map<string, Map<string, number>>();

function saltText(clusterId: string): string {
  return `connectctl\0${clusterId}\0`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
