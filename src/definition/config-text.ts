import { isNull, type Node, type ScalarNode } from './node.ts';
import { resolveNode } from './resolve-node.ts';
import type { Scope } from './scope.ts';

/** A flat key's value with its place. */
export interface FlatEntry {
  readonly kind: 'text' | 'keep' | 'remove';
  /** What is sent; for `keep` the default, or undefined. */
  readonly text: string | undefined;
  readonly uses: readonly string[];
  readonly placeholder: boolean;
  /** Where the value is written. */
  readonly node: Node;
  /** Where the key is written. */
  readonly key: Node;
}

const NONE: readonly string[] = [];

/**
 * The text that a YAML value becomes: its source spelling; lists joined with commas; the word null
 * removes. `absent`: as if the line were not there. Undefined: reported.
 */
export function configEntry(key: Node, value: Node, scope: Scope): FlatEntry | 'absent' | undefined {
  const node = resolveNode(value, scope);
  if (node === 'absent') return node;
  if (node === 'failed') return undefined;
  if (isNull(node)) return { kind: 'remove', text: undefined, uses: NONE, placeholder: false, node, key };
  switch (node.kind) {
    case 'scalar':
      return textEntry(node, key);
    case 'list':
      return listEntry(node, key, scope);
    case 'map': {
      const first = node.entries[0]?.key.text ?? 'sub.key';
      const name = key.kind === 'scalar' ? key.text : 'key';
      scope.report.add('CC3003', node, `the value of "${name}" is a map, and Connect's configs are flat`, {
        help: `write one line a key, as in ${name}.${first}: …; JSON goes in a text: '{"${first}": …}'`,
      });
      return undefined;
    }
  }
}

/** A text that we made ourselves, at the place it comes from. */
export function madeEntry(text: string, node: Node, key: Node): FlatEntry {
  return { kind: 'text', text, uses: NONE, placeholder: false, node, key };
}

export function removeEntry(node: Node, key: Node): FlatEntry {
  return { kind: 'remove', text: undefined, uses: NONE, placeholder: false, node, key };
}

export function textEntry(node: ScalarNode, key: Node): FlatEntry {
  return {
    kind: node.keep ? 'keep' : 'text',
    text: node.keep === 'bare' ? undefined : node.text,
    uses: node.uses ?? NONE,
    placeholder: node.placeholder === true,
    node,
    key,
  };
}

function listEntry(list: Node & { kind: 'list' }, key: Node, scope: Scope): FlatEntry | undefined {
  const texts: string[] = [];
  const uses: string[] = [];
  let placeholder = false;
  let failed = false;
  for (const item of list.items) {
    const problem = elementProblem(item);
    if (problem !== undefined) {
      const help = 'write the whole value as one text';
      scope.report.add('CC3004', item, `a list becomes a text with commas, and this element ${problem}`, { help });
      failed = true;
    } else if (item.kind === 'scalar') {
      texts.push(item.text);
      if (item.uses) uses.push(...item.uses);
      placeholder ||= item.placeholder === true;
    }
  }
  return failed ? undefined : { kind: 'text', text: texts.join(','), uses, placeholder, node: list, key };
}

function elementProblem(item: Node): string | undefined {
  if (item.kind !== 'scalar') return `is a ${item.kind}`;
  if (item.keep) return 'is a ${keep}';
  if (isNull(item)) return 'is null';
  return item.text.includes(',') ? 'holds a comma' : undefined;
}
