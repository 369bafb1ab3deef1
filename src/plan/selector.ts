import { globToRegExp, isGlob } from '../core/index.ts';

/** What a selector looks at; a live connector without a definition has no labels. */
export interface Selectable {
  readonly name: string;
  readonly pipeline: string;
  readonly labels?: ReadonlyMap<string, string>;
}

/** Compiles a selector: a name, a glob, `pipeline=…` or `label.KEY=…` (both take globs). */
export function selector(text: string): (thing: Selectable) => boolean {
  const pipeline = /^pipeline=(.*)$/s.exec(text);
  if (pipeline) return matching(pipeline[1]!, (thing) => thing.pipeline);
  const label = /^label\.([^=]+)=(.*)$/s.exec(text);
  if (label) return matching(label[2]!, (thing) => thing.labels?.get(label[1]!));
  return matching(text, (thing) => thing.name);
}

function matching(pattern: string, read: (thing: Selectable) => string | undefined): (thing: Selectable) => boolean {
  if (!isGlob(pattern)) return (thing) => read(thing) === pattern;
  const regexp = globToRegExp(pattern);
  return (thing) => {
    const value = read(thing);
    return value !== undefined && regexp.test(value);
  };
}

/** Compiles several: true where any of them matches; false for an empty list. */
export function anySelector(texts: readonly string[]): (thing: Selectable) => boolean {
  const selectors = texts.map(selector);
  return (thing) => selectors.some((matches) => matches(thing));
}
