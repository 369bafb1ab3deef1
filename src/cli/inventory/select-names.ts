import { Failure, globToRegExp, suggest } from '../../core/index.ts';
import type { Connection } from '../connections.ts';

/**
 * The things that any of the names or globs takes, all of them for none; a thing may answer to several names. Each one has
 * to take something: CC9012 says which did not. `kind` names the things in that message.
 */
export function selectNames<Thing>(
  things: readonly Thing[],
  namesOf: (thing: Thing) => readonly string[],
  texts: readonly string[],
  kind: string,
  connection: Connection,
): readonly Thing[] {
  if (texts.length === 0) return things;
  const chosen = new Set<Thing>();
  for (const text of texts) {
    const pattern = globToRegExp(text);
    const taken = things.filter((thing) => namesOf(thing).some((name) => pattern.test(name)));
    if (taken.length === 0) {
      const near = suggest(text, things.flatMap(namesOf));
      const help = near === undefined ? `\`connectctl get ${kind}s\` lists what is there.` : `Did you mean "${near}"?`;
      throw new Failure('CC9012', `No ${kind} at ${connection.label} matches "${text}"`, { help });
    }
    for (const thing of taken) chosen.add(thing);
  }
  return things.filter((thing) => chosen.has(thing));
}
