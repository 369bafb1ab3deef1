import { MASK, replaceCredentials } from '../core/index.ts';
import type { FlatEntry } from './config-text.ts';
import type { Secrets } from './secrets.ts';
import { withParts } from './secrets-of.ts';

/**
 * The keys of a connector that repeat a secret of another of its keys through the same variable: what is a password in
 * `connection.password: ${var.pw}` is one in `notes: "… ${var.pw}"`, too. An address whose credentials are masked in
 * place stays readable, and so does `connection.user: ${var.user}` beside `basic.auth.user.info: ${var.user}:${var.pw}`.
 */
export function sharedSecretKeys(flat: ReadonlyMap<string, FlatEntry>, secrets: Secrets): ReadonlySet<string> {
  const using = [...flat].filter(([, { uses, text }]) => uses.length > 0 && text !== undefined && text !== '');
  const known = using.filter(([key, entry]) => secrets.isSecret(key, entry));
  if (known.length === 0) return new Set();
  const repeats = ({ uses, text }: FlatEntry): boolean => {
    const shown = replaceCredentials(text!, () => MASK);
    return known.some(
      ([, secret]) =>
        secret.uses.some((name) => uses.includes(name)) && partsOf(secret.text!).some((part) => shown.includes(part)),
    );
  };
  return new Set(using.filter(([key, entry]) => !secrets.isSecret(key, entry) && repeats(entry)).map(([key]) => key));
}

/** The password alone, where a secret is a JAAS text or `NAME:PASSWORD`. */
function partsOf(secret: string): readonly string[] {
  const password = /^[^:\s]+:([^\s]+)$/.exec(secret)?.[1];
  return password === undefined ? withParts(secret) : [secret, password];
}
