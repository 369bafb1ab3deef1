import { fullClassName } from './class-names.ts';
import type { FlatEntry } from './config-text.ts';
import type { Layer } from './layer.ts';
import type { Report } from './report.ts';
import type { EffectWatch } from './watch.ts';

/**
 * The higher layer wins key by key; lists replace. Three groups of keys hang together: a converter's with
 * its class, a transform's and a predicate's with the list that names it. Removed keys are gone.
 *
 * @param layers weakest first
 */
export function mergeLayers(layers: readonly Layer[], nulls: EffectWatch, report: Report): Map<string, FlatEntry> {
  const merged = new Map<string, FlatEntry>();
  for (const layer of layers) {
    for (const converter of CONVERTERS) mergeConverter(merged, layer, converter);
    mergeTransforms(merged, layer);
    const predicates = mergePredicates(merged, layer);
    reportMissingItems(merged, layer, report);
    for (const [key, entry] of layer.flat) {
      if (entry.kind !== 'remove') merged.set(key, key === 'predicates' && predicates ? predicates : entry);
      else nulls.seen(entry.node, merged.delete(key) || dropped.has(entry), key);
    }
  }
  return merged;
}

export const CONVERTERS = ['key.converter', 'value.converter', 'header.converter'] as const;

/** Nulls that took a group of keys with them: they did remove something, though their own key was not there. */
const dropped = new WeakSet<FlatEntry>();

/** Another class does not know the lower one's keys; null drops them all. */
function mergeConverter(merged: Map<string, FlatEntry>, { flat }: Layer, converter: string): void {
  const entry = flat.get(converter);
  if (!entry) return;
  const lower = merged.get(converter);
  const isOther = entry.kind === 'text' && lower?.kind === 'text' && !isSameClass(entry.text, lower.text);
  if (entry.kind === 'remove' || isOther) dropKeys(merged, (key) => key.startsWith(`${converter}.`), entry);
}

function isSameClass(a: string | undefined, b: string | undefined): boolean {
  return fullClassName(a ?? '') === fullClassName(b ?? '');
}

function mergeTransforms(merged: Map<string, FlatEntry>, { flat }: Layer): void {
  const entry = flat.get('transforms');
  if (!entry) return;
  const names = new Set(entry.kind === 'text' ? listOf(entry.text) : []);
  dropKeys(
    merged,
    (key) => {
      const name = itemNameOf(key, 'transforms.', names);
      // A named item without a type is the inherited one; with a type it is a new one.
      return name !== undefined && (!names.has(name) || flat.has(`transforms.${name}.type`));
    },
    entry,
  );
}

/** Joined by name: what a lower layer declares stays. */
function mergePredicates(merged: Map<string, FlatEntry>, { flat }: Layer): FlatEntry | undefined {
  const entry = flat.get('predicates');
  if (!entry) return undefined;
  if (entry.kind !== 'text') {
    dropKeys(merged, (key) => key.startsWith('predicates.'), entry);
    return undefined;
  }
  const names = listOf(entry.text);
  const known = new Set(names);
  dropKeys(
    merged,
    (key) => {
      const name = itemNameOf(key, 'predicates.', known);
      return name !== undefined && known.has(name) && flat.has(`predicates.${name}.type`);
    },
    entry,
  );
  const lower = listOf(merged.get('predicates')?.text);
  // As written, blanks and all: what one layer says goes through untouched.
  if (lower.length === 0) return undefined;
  return { ...entry, text: [...new Set([...lower, ...names])].join(',') };
}

/** The item that a key belongs to; a name may hold dots where it was written raw. */
function itemNameOf(key: string, prefix: string, names: ReadonlySet<string>): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const rest = key.slice(prefix.length);
  for (const name of names) if (rest.startsWith(`${name}.`)) return name;
  return rest.slice(0, rest.indexOf('.') < 0 ? undefined : rest.indexOf('.'));
}

function reportMissingItems(merged: ReadonlyMap<string, FlatEntry>, layer: Layer, report: Report): void {
  for (const { list, name, node } of layer.inherited) {
    if (merged.has(`${list}.${name}.type`) || layer.flat.has(`${list}.${name}.type`)) continue;
    const one = list === 'transforms' ? 'transform' : 'predicate';
    report.add('CC3010', node, `no lower layer has a ${one} "${name}", and this one has no type`, {
      help: 'write its type:, or the name of one that a template or defaults declares',
    });
  }
}

function dropKeys(merged: Map<string, FlatEntry>, drops: (key: string) => boolean, by: FlatEntry): void {
  for (const key of merged.keys()) {
    if (!drops(key)) continue;
    merged.delete(key);
    dropped.add(by);
  }
}

/** Connect's own reading of a list: items trimmed, empty ones left out here. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
