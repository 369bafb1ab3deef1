import { maskCredentials } from './mask-credentials.ts';
import { MASK } from './sensitive.ts';

/**
 * What a worker says, without these secrets: its messages and traces quote values, and a connector's own may quote any. A
 * secret of less than four characters goes only where it stands alone, or every other word would be masked.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let shown = maskCredentials(text);
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    const value = secret.trim();
    if (value.length >= 4) shown = shown.replaceAll(value, MASK);
    else if (value !== '') shown = shown.replace(standingAlone(value), () => MASK);
  }
  return shown;
}

function standingAlone(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu');
}
