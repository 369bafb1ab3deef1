import { Sensitive } from '../core/index.ts';
import type { ResolvedConnector } from './resolved.ts';

/** The secrets that a connector sends, in clear: to find them in what a worker answers, and for nothing else. */
export function secretsOf({ config, keep }: Pick<ResolvedConnector, 'config' | 'keep'>): readonly string[] {
  const values = [...config.values(), ...keep.values()];
  return values.flatMap((value) => (value instanceof Sensitive ? withParts(value.reveal()) : []));
}

/** A text such as JAAS holds its password in quotes, and a message may quote that alone. */
export function withParts(secret: string): readonly string[] {
  const parts = [...secret.matchAll(/(?:password|secret|token)\s*[=:]\s*"((?:[^"\\]|\\.)+)"/gi)];
  return [secret, ...parts.map((match) => match[1]!.replaceAll(/\\(.)/g, '$1'))];
}
