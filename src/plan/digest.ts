import { createHash, scryptSync } from 'node:crypto';
import { compare } from '../core/index.ts';

/** What a digest is salted with: the same value on another cluster or connector has another one. */
export interface DigestSalt {
  readonly clusterId: string;
  readonly connector: string;
}

/** The digest of a key's value, or `-`: applied, but too secret to say anything about. */
export type AppliedDigests = ReadonlyMap<string, string>;

export const NO_DIGEST = '-';
const VERSION = '1';

/** Six base64url characters (36 bits): enough to see that a value is not the one applied. */
export function digestValue(salt: DigestSalt, key: string, value: string): string {
  return createHash('sha256').update(saltText(salt, key)).update(value).digest('base64url').slice(0, 6);
}

/**
 * One byte of a scrypt (about 30 ms), for a secret on a worker that hides it. A changed secret goes unseen once in 256;
 * a list of 10,000 guesses still leaves some forty that fit. Salted by the cluster alone: a password that stands under
 * two keys would otherwise have two bytes, and two bytes leave one guess of 10,000.
 */
export function digestSecret({ clusterId }: Pick<DigestSalt, 'clusterId'>, value: string): string {
  const known = secretDigests.get(clusterId)?.get(value);
  if (known !== undefined) return known;
  const byte = scryptSync(value, `connectctl\0${clusterId}\0`, 1, { N: 16_384, r: 8, p: 1 });
  const digest = `s${byte.toString('hex')}`;
  const ofCluster = secretDigests.get(clusterId) ?? new Map<string, string>();
  secretDigests.set(clusterId, ofCluster.set(value, digest));
  return digest;
}

/** By cluster, then secret: many connectors share one, and each is compared more than once. */
const secretDigests = new Map<string, Map<string, string>>();

function saltText(salt: DigestSalt, key: string): string {
  return `connectctl\0${salt.clusterId}\0${salt.connector}\0${key}\0`;
}

/** Writes `connectctl.applied`: `1 KEY=DIGEST,…`, sorted by key, keys percent-encoded. */
export function formatApplied(digests: AppliedDigests): string {
  const entries = [...digests].sort(([a], [b]) => compare(a, b));
  return `${VERSION} ${entries.map(([key, digest]) => `${encodeURIComponent(key)}=${digest}`).join(',')}`;
}

/** Reads `connectctl.applied`; undefined when it is missing or of a version that is not ours. */
export function parseApplied(text: string | undefined | null): AppliedDigests | undefined {
  if (!text?.startsWith(`${VERSION} `)) return undefined;
  const digests = new Map<string, string>();
  for (const entry of text.slice(VERSION.length + 1).split(',')) {
    const at = entry.lastIndexOf('=');
    if (at > 0) digests.set(decodeKey(entry.slice(0, at)), entry.slice(at + 1));
  }
  return digests;
}

/** A mark may have been edited by hand: what does not decode stands for itself. */
function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
