import type { SourceSpan } from '../core/index.ts';
import type { SourceText } from './source-text.ts';

/** A value with its place. What references put in place of others are nodes too, at the reference. */
export type Node = ScalarNode | ListNode | MapNode;

interface Located {
  readonly source: SourceText;
  /** Offsets in the source's text; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

export interface ScalarNode extends Located {
  readonly kind: 'scalar';
  /** In its source spelling (`1e3`, `007`), folded and unescaped where YAML does. */
  readonly text: string;
  /** Written without quotes, so that `true`, `12` and `null` have their types. */
  readonly plain: boolean;
  /** Taken as it stands: no references are read in it. */
  readonly literal?: boolean;
  /** The variables that it contains, in their turn too: what makes it sensitive. */
  readonly uses?: readonly string[];
  /** `${keep}`: its text is the default, if there is one. */
  readonly keep?: 'bare' | 'default';
  /** Stands in for an environment variable that isn't looked at. */
  readonly placeholder?: boolean;
}

export interface ListNode extends Located {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface MapNode extends Located {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

/** The value of a map's key. */
export function childOf(map: MapNode, key: string): Node | undefined {
  return entryOf(map, key)?.value;
}

export function entryOf(map: MapNode, key: string): Entry | undefined {
  for (const entry of map.entries) if (entry.key.text === key) return entry;
  return undefined;
}

/** The text of a map's scalar. */
export function textOf(map: MapNode, key: string): string | undefined {
  const node = childOf(map, key);
  return node?.kind === 'scalar' ? node.text : undefined;
}

export function spanOf(node: Located): SourceSpan {
  return node.source.span(node.start, node.end);
}

/** The word `null`, which removes a key; no other spelling gets this far. */
export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.plain && node.text === 'null';
}

/** The items of a list, the value itself of anything else, nothing of nothing. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  if (!node || isNull(node)) return [];
  return node.kind === 'list' ? node.items : [node];
}

/** The entries of a map; nothing of anything else, whose shape the schemas have reported. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

const NUMBER = /^[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?)$/;

/** The plain value, typed as YAML 1.2's core schema types it: what the JSON Schemas look at. */
export function toPlain(node: Node): unknown {
  switch (node.kind) {
    case 'list':
      return node.items.map(toPlain);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const { key, value } of node.entries) plain[key.text] = toPlain(value);
      return plain;
    }
    case 'scalar':
      return node.plain ? typed(node.text) : node.text;
  }
}

function typed(text: string): unknown {
  if (text === 'null') return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return NUMBER.test(text) ? Number(text) : text;
}
