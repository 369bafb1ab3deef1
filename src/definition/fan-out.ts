import { childOf, isNull, type MapNode, type Node, type ScalarNode, spanOf } from './node.ts';
import { parseReferences } from './references.ts';
import type { NamedConnector } from './resolve-connector.ts';
import { resolveNode } from './resolve-node.ts';
import type { Each, VariableScope } from './scope.ts';
import { readText } from './typed-value.ts';

/** The connectors that an item of `connectors` stands for: itself, or one an entry of its `forEach`. */
export function nameConnectors(map: MapNode, scope: VariableScope): NamedConnector[] {
  const nameNode = childOf(map, 'name');
  if (!nameNode) return [];
  const written = childOf(map, 'forEach');
  if (!written) return nameOne(map, nameNode, undefined, scope);
  const entries = readForEach(written, scope);
  if (!entries) return [];
  if (nameNode.kind === 'scalar' && !namesItsEntry(nameNode.text)) {
    scope.report.add('CC3013', nameNode, 'the name of a connector with forEach has to hold ${each.key}', {
      help: `as in ${nameNode.text}-\${each.key}`,
    });
    return [];
  }
  return entries.flatMap((each) => nameOne(map, nameNode, each, scope));
}

function namesItsEntry(name: string): boolean {
  return parseReferences(name).parts.some(
    (part) => typeof part === 'object' && part.kind === 'each' && part.path === 'key',
  );
}

function nameOne(map: MapNode, nameNode: Node, each: Each | undefined, scope: VariableScope): NamedConnector[] {
  const { report } = scope;
  report.entry = each?.key.text;
  const node = resolveNode(nameNode, scope.forConnector(undefined, each));
  if (node === 'absent') report.add('CC2007', nameNode, 'the name of a connector cannot be null');
  const name = typeof node === 'string' ? undefined : readText(node, 'the name of a connector', report);
  report.entry = undefined;
  if (name === undefined) return [];
  return [{ name, nameNode, map, entry: each?.key.text, scope: scope.forConnector(name, each) }];
}

/** A list of names, or a map of name to value, or a reference to such a variable. */
function readForEach(written: Node, scope: VariableScope): Each[] | undefined {
  const node = resolveNode(written, scope);
  if (node === 'failed') return undefined;
  if (node !== 'absent' && node.kind === 'map') return node.entries.map(({ key, value }) => ({ key, value }));
  if (node !== 'absent' && node.kind === 'list') return readNames(node.items, scope);
  scope.report.add('CC3014', written, 'forEach needs a list of names, or a map of name to value', {
    help: 'as in forEach: [orders, customers]',
  });
  return undefined;
}

function readNames(items: readonly Node[], scope: VariableScope): Each[] {
  const seen = new Map<string, ScalarNode>();
  for (const item of items) {
    if (item.kind !== 'scalar' || isNull(item) || item.keep) {
      scope.report.add('CC3014', item, 'an item of a forEach list is a name', {
        help: 'for names with values write a map: { orders: { … } }',
      });
      continue;
    }
    const first = seen.get(item.text);
    if (first) {
      const related = [{ message: 'first here', source: spanOf(first) }];
      scope.report.add('CC3014', item, `"${item.text}" is in the list twice`, { related });
    } else {
      seen.set(item.text, item);
    }
  }
  return [...seen.values()].map((key) => ({ key, value: key }));
}
