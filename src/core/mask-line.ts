import { maskCredentials } from './mask-credentials.ts';
import { MASK } from './sensitive.ts';

/**
 * Masks a line of a definition from the value of the first secret key on, and credentials inside URLs. References
 * (`${var.x}`), and what only begins a map or a block, show.
 */
export function maskLine(line: string, isSensitiveKey: (key: string) => boolean): string {
  // Tried at the beginning of a word alone: a line may be megabytes of base64.
  const pattern = /(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]+)["']?\s*[:=]\s*/g;
  for (let match = pattern.exec(line); match; match = pattern.exec(line)) {
    const from = match.index + match[0].length;
    const value = line.slice(from);
    if (isSensitiveKey(match[1]!) && !showsNothing(value)) return maskCredentials(line.slice(0, from)) + MASK;
  }
  return maskCredentials(line);
}

function showsNothing(value: string): boolean {
  return value.trim() === '' || /^(?:["']?\$\{[^}]*\}["']?[\s,}]*$|[|>][-+0-9]*\s*$|\{\s)/.test(value);
}
