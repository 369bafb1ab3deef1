import { createHash } from 'node:crypto';
import { compare, replaceCredentials } from '../core/index.ts';
import { digestSecret, digestWholeSecret, SECRET, WHOLE_SECRET } from './digest-secret.ts';

/** What a digest is salted with: the same value on another cluster or connector has another one. */
export interface DigestSalt {
  readonly clusterId: string;
  readonly connector: string;
}

/** The digest of a key's value, or `-`: applied, but too secret to say anything about. */
export type AppliedDigests = ReadonlyMap<string, string>;

export const NO_DIGEST = '-';
const VERSION = '2';
/** 1 had other digests of secrets, which the letter before them tells. */
const READABLE = /^[12] /;
const VALUE_LENGTH = 6;

/** Six base64url characters (36 bits): enough to see that a value is not the one applied. */
export function digestValue(salt: DigestSalt, key: string, value: string): string {
  return createHash('sha256').update(saltText(salt, key)).update(value).digest('base64url').slice(0, VALUE_LENGTH);
}

/** A value with credentials inside, such as a URL: its printable rest by its long digest, and the secrets in it. */
export function digestAround(salt: DigestSalt, key: string, value: string): string {
  const secrets: string[] = [];
  const rest = replaceCredentials(value, (secret) => {
    secrets.push(secret);
    return '';
  });
  return digestValue(salt, key, rest) + digestSecret(salt, secrets.join(' '));
}

/** Whether a digest is of this value, whichever kind it is of: a mark may be of an older connectctl, or of another worker. */
export function isDigestOf(digest: string, salt: DigestSalt, key: string, value: string): boolean {
  if (WHOLE_SECRET.test(digest)) return digest === digestWholeSecret(salt, value);
  if (SECRET.test(digest)) return digest === digestSecret(salt, value);
  return digest === (digest.length > VALUE_LENGTH ? digestAround(salt, key, value) : digestValue(salt, key, value));
}

function saltText(salt: DigestSalt, key: string): string {
  return `connectctl\0${salt.clusterId}\0${salt.connector}\0${key}\0`;
}

/** Writes `connectctl.applied`: `2 KEY=DIGEST,…`, sorted by key, keys percent-encoded. */
export function formatApplied(digests: AppliedDigests): string {
  const entries = [...digests].sort(([a], [b]) => compare(a, b));
  return `${VERSION} ${entries.map(([key, digest]) => `${encodeURIComponent(key)}=${digest}`).join(',')}`;
}

/** Reads `connectctl.applied`; undefined when it is missing or of a version that is not ours. */
export function parseApplied(text: string | undefined | null): AppliedDigests | undefined {
  if (!text || !READABLE.test(text)) return undefined;
  const digests = new Map<string, string>();
  for (const entry of text.slice(2).split(',')) {
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
