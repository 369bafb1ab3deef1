import { globToRegExp } from '../core/index.ts';
import { childOf, type Entry, entriesOf, itemsOf, type MapNode, type Node } from './node.ts';
import { resolveNode } from './resolve-node.ts';
import type { Scope } from './scope.ts';

/** Which blocks and limits count in one environment. Keys are names or globs. */
export class EnvironmentMatch {
  readonly #name: string;
  readonly #known = new Map<string, boolean>();

  constructor(name: string) {
    this.#name = name;
  }

  matches(glob: string): boolean {
    let known = this.#known.get(glob);
    if (known === undefined) {
      known = globToRegExp(glob).test(this.#name);
      this.#known.set(glob, known);
    }
    return known;
  }

  /** The blocks of `environments` that count, in the order written. */
  blocksOf(map: MapNode): MapNode[] {
    return entriesOf(childOf(map, 'environments')).flatMap(({ key, value }: Entry) =>
      value.kind === 'map' && this.matches(key.text) ? [value] : [],
    );
  }

  /** Whether `only` lets a document, connector or topic in; without `only` it is in every environment. */
  lets(map: MapNode, scope: Scope): boolean {
    const written = childOf(map, 'only');
    if (!written) return true;
    const node: Node | string = resolveNode(written, scope);
    if (typeof node === 'string') return true;
    return itemsOf(node).some((item) => item.kind === 'scalar' && this.matches(item.text));
  }
}
