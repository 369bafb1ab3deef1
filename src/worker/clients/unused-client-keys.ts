import { type FlatConfig, suggest } from '../../core/index.ts';
import type { ClientKind } from '../validation/index.ts';
import { clientKeyUses } from './client-key-uses.ts';

const kinds = ['producer', 'consumer', 'admin'] as const;

/**
 * One sentence for each setting under `producer.` + `infix` and its like that is unknown, most likely misspelt, or
 * without effect here. Values are not shown.
 */
export function unusedClientKeys(config: FlatConfig, infix: '' | 'override.'): string[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const kind = kinds.find((name) => key.startsWith(`${name}.${infix}`));
    // Where /admin listens is no matter of an admin client.
    if (!kind || (infix === '' && /^admin\.listeners(\.|$)/.test(key))) return [];
    const prefix = `${kind}.${infix}`;
    return unusedClientKey(kind, prefix, key.slice(prefix.length), value);
  });
}

/** @param prefix what stands before the name where a user wrote it */
export function unusedClientKey(kind: ClientKind, prefix: string, name: string, value: string): string[] {
  const uses = clientKeyUses[kind];
  const use = Object.hasOwn(uses, name) ? uses[name] : undefined;
  if (use === undefined) {
    const meant = suggest(name, Object.keys(uses));
    return [
      `The ${kind} setting '${prefix}${name}' is not known${meant ? `; did you mean '${prefix}${meant}'?` : '.'}`,
    ];
  }
  if (use === 'honoured' || use.same.includes(value.trim())) return [];
  return [`The ${kind} setting '${prefix}${name}' has no effect: ${use.because}.`];
}
