import type { ResolvedEnvironment } from '../definition/index.ts';
import { marks } from '../plan/index.ts';
import { printable } from '../render/index.ts';
import type { LiveConnector } from './inventory/index.ts';

const NAMES_SHOWN = 5;

/**
 * A line for each other owner whose marks imported connectors carry: a plan that holds one of them is refused as a
 * whole. `environment`: that of the import; undefined with --connect, where every owner is another one.
 */
export function otherOwnersText(live: readonly LiveConnector[], environment: ResolvedEnvironment | undefined): string {
  if (environment?.ownership === 'none') return '';
  const owned = new Map<string, string[]>();
  for (const { name, info } of live) {
    const owner = info.config[marks.owner];
    if (!owner || owner === environment?.owner) continue;
    owned.set(owner, [...(owned.get(owner) ?? []), name]);
  }
  return [...owned].map(([owner, names]) => lineOf(owner, names)).join('');
}

function lineOf(owner: string, names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
  const list = `${names.slice(0, NAMES_SHOWN).join(', ')}${more}`;
  const [what, them] =
    names.length === 1 ? ['1 connector carries', 'it'] : [`${names.length} connectors carry`, 'them'];
  return (
    `warning  ${what} the mark of ${printable(owner)} (${printable(list)}): apply is refused while the files ` +
    `hold ${them}, unless --adopt names ${them}\n`
  );
}
