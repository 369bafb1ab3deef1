import { childOf, entriesOf, isNull, type MapNode, type Node, spanOf, toPlain } from './node.ts';
import type { DeclaredOffsets } from './resolved.ts';
import type { Scope } from './scope.ts';
import { readText, reportKind } from './typed-value.ts';

/** `offsets` of a connector: pairs as GET …/offsets gives them, or the connector to take them from. */
export function readOffsets(node: Node, scope: Scope): DeclaredOffsets | undefined {
  const source = spanOf(node);
  if (node.kind === 'map') {
    const from = childOf(node, 'from');
    const connector = from && readText(from, 'offsets.from', scope.report);
    return connector === undefined ? undefined : { kind: 'from', connector, source };
  }
  if (node.kind !== 'list') {
    return reportKind(node, 'offsets', 'a list of partition and offset, or { from: NAME }', scope.report);
  }
  const pairs = node.items.map((item) => (item.kind === 'map' ? pairJson(item, scope) : undefined));
  return pairs.includes(undefined) ? undefined : { kind: 'pairs', json: `[${pairs.join(',')}]`, source };
}

function pairJson(map: MapNode, scope: Scope): string | undefined {
  const partition = childOf(map, 'partition');
  const offset = childOf(map, 'offset');
  if (partition?.kind === 'map' && (offset?.kind === 'map' || (offset && isNull(offset)))) {
    return `{"partition":${toJson(partition)},"offset":${toJson(offset)}}`;
  }
  scope.report.add('CC3020', map, 'a pair of offsets is a map partition and a map offset', {
    help: 'as GET /connectors/NAME/offsets gives them',
  });
  return undefined;
}

/** JSON with the numbers as written: an offset may be larger than a JavaScript number holds exactly. */
function toJson(node: Node): string {
  switch (node.kind) {
    case 'map':
      return `{${entriesOf(node)
        .map(({ key, value }) => `${JSON.stringify(key.text)}:${toJson(value)}`)
        .join(',')}}`;
    case 'list':
      return `[${node.items.map(toJson).join(',')}]`;
    case 'scalar': {
      const isJsonNumber = node.plain && /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(node.text);
      return isJsonNumber ? node.text : JSON.stringify(toPlain(node));
    }
  }
}
