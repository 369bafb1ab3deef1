import { compare, suggest } from '../core/index.ts';
import type { Place } from './check-shape.ts';
import { type Entry, type Node, textOf } from './node.ts';
import type { Report } from './report.ts';
import { below, type Schema } from './schema.ts';

/** An unknown key points at the key. */
export function reportUnknownKey(place: Place, { key }: Entry, report: Report): void {
  const help = findMeant(place, key.text);
  report.add('CC1007', key, `unknown key "${key.text}" in ${describe(place)}`, help ? { help } : {});
}

export function reportKeyName(place: Place, { key }: Entry, report: Report): void {
  const what = place.entry?.key.text ?? 'this map';
  report.add('CC1009', key, `"${key.text}" cannot be a key of ${what}`, { help: KEY_HELP[what] });
}

const KEY_HELP: Readonly<Record<string, string>> = {
  allow: 'an id such as H003 or CC3008',
  variables: 'letters, digits, - and _, a digit not first',
  environments: 'letters, digits, dots, dashes and underscores',
};

export function reportMissingKey(place: Place, key: string, report: Report): void {
  const { node, entry } = place;
  const at = entry?.key ?? (node.kind === 'map' ? node.entries[0]?.key : undefined) ?? node;
  const is = below(place.schema, key)?.['x-is'];
  report.add('CC1008', at, `"${key}" is missing in ${describe(place)}`, is ? { help: `write ${key}: with ${is}` } : {});
}

export function reportWrongValue(place: Place, report: Report): void {
  const { node, entry, schema, above } = place;
  const key = entry?.key.text;
  if (key === 'topics' && node.kind === 'scalar') {
    report.add('CC3016', node, "a connector's topics declares topics, and is no text", {
      help: `what a sink reads is config: { topics: ${JSON.stringify(node.text)} }`,
    });
    return;
  }
  const what = key !== undefined ? `"${key}"` : above ? `an item of "${above.entry?.key.text}"` : 'a document';
  const is = schema['x-is'] ?? 'a map';
  const help = helpFor(node, is);
  report.add('CC1009', node, `${what} has to be ${is}, not ${describeValue(node)}`, help ? { help } : {});
}

function helpFor(node: Node, is: string): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const fits = (is.startsWith('an integer') && /^\d+$/.test(node.text)) || /^(true|false)$/.test(node.text);
  if (!node.plain && fits) return 'take the quotes off';
  const words = is.split(/, | or | and /).filter((word) => /^[a-z-]{4,}[0-9]*$/.test(word));
  const near = suggest(node.text, words);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

function describeValue(node: Node): string {
  switch (node.kind) {
    case 'list':
      return node.items.length === 0 ? 'an empty list' : 'a list';
    case 'map':
      return node.entries.length === 0 ? 'an empty map' : 'a map';
    case 'scalar':
      return node.plain ? clipped(node.text) || 'empty' : JSON.stringify(clipped(node.text));
  }
}

/** Enough of a value to know it by. */
function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Looks at this level, then one level up, then one level down. */
function findMeant(place: Place, key: string): string | undefined {
  const here = keysOf(place.schema);
  const written = place.node.kind === 'map' ? place.node.entries.map((entry) => entry.key.text) : [];
  const sibling = suggest(
    key,
    here.filter((name) => !written.includes(name)),
  );
  if (sibling !== undefined) return `did you mean "${sibling}"?`;
  const up = suggest(key, keysOf(enclosing(place)?.schema));
  if (up !== undefined) return up === key ? `"${key}" belongs one level up` : `did you mean "${up}", one level up?`;
  for (const name of here) {
    const down = suggest(key, keysOf(below(place.schema, name)));
    if (down === key) return `"${key}" belongs under ${name}:`;
    if (down !== undefined) return `did you mean "${down}", under ${name}:?`;
  }
  if (here.includes('config')) return "a plugin's own keys go under config:";
  return here.length > 0 && here.length <= 12 ? `known here: ${here.join(', ')}` : undefined;
}

/** The next map above whose keys are known: a list between counts as no level. */
function enclosing(place: Place): Place | undefined {
  let above = place.above;
  while (above && !(above.node.kind === 'map' && above.schema.properties)) above = above.above;
  return above;
}

function keysOf(schema: Schema | undefined): string[] {
  return Object.keys(schema?.properties ?? {}).sort(compare);
}

const LIST_WORDS: Readonly<Record<string, string>> = {
  connectors: 'connector',
  transforms: 'transform',
  predicates: 'predicate',
  topics: 'topic',
  removed: 'removal',
};

/** `connector "orders-sink"`, `transform "line"`, `environment "prod"`: what a key stands in. */
function describe({ node, entry, above }: Place): string {
  if (!above) return describeDocument(node);
  const list = above.node.kind === 'list' ? above.entry?.key.text : undefined;
  if (list !== undefined) {
    const word = LIST_WORDS[list] ?? 'an item';
    const name = node.kind === 'map' ? textOf(node, 'name') : undefined;
    return name === undefined ? `a ${word}` : `${word} "${name}"`;
  }
  if (above.entry?.key.text === 'environments') return `environment "${entry?.key.text}"`;
  return `"${entry?.key.text}"`;
}

function describeDocument(node: Node): string {
  if (node.kind !== 'map') return 'this document';
  const pipeline = textOf(node, 'pipeline');
  const template = textOf(node, 'template');
  if (pipeline !== undefined) return `pipeline "${pipeline}"`;
  return template === undefined ? 'connectctl.yaml' : `template "${template}"`;
}
