import type { EnvironmentMatch } from './environment-match.ts';
import { type Layer, readLayer } from './layer.ts';
import { childOf, itemsOf, type MapNode, type Node } from './node.ts';
import { hasReference } from './references.ts';
import { resolveNode } from './resolve-node.ts';
import type { Scope } from './scope.ts';

/** What layers are found in. */
export interface LayerSources {
  readonly templates: ReadonlyMap<string, MapNode>;
  readonly match: EnvironmentMatch;
  /** Layers without any reference, which are the same for every connector. */
  readonly readLayers: Map<MapNode, { readonly layer: Layer; readonly failed: boolean }>;
}

/**
 * The layers of a connector as written, weakest first: the templates of `defaults`, `defaults`, the
 * connector's templates, the connector; right above each its matching environments blocks.
 */
export function collectLayers(
  defaults: MapNode | undefined,
  connector: MapNode,
  sources: LayerSources,
  scope: Scope,
): MapNode[] {
  const layers: MapNode[] = [];
  if (defaults) addWithTemplates(defaults, layers, sources, scope, []);
  addWithTemplates(connector, layers, sources, scope, []);
  return layers;
}

function addWithTemplates(
  map: MapNode,
  layers: MapNode[],
  sources: LayerSources,
  scope: Scope,
  way: readonly MapNode[],
): void {
  for (const name of templateNames(map, scope)) {
    const template = sources.templates.get(name);
    // What is unknown or goes in a circle is reported when the project is loaded.
    if (template && !way.includes(template)) addWithTemplates(template, layers, sources, scope, [...way, template]);
  }
  layers.push(map, ...sources.match.blocksOf(map));
}

function templateNames(map: MapNode, scope: Scope): string[] {
  const written = childOf(map, 'extends');
  if (!written) return [];
  const node = resolveNode(written, scope);
  if (typeof node === 'string') return [];
  return itemsOf(node).flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
}

/**
 * Reads the layers; one without references is read once for all connectors. `own` is the connector's itself: no other
 * has it, and the name of one with forEach holds a reference.
 */
export function readLayers(maps: readonly MapNode[], own: MapNode, sources: LayerSources, scope: Scope): Layer[] {
  return maps.map((map) => {
    if (map === own) return readLayer(map, scope);
    const known = sources.readLayers.get(map);
    if (known) {
      if (known.failed) scope.report.repeat();
      return known.layer;
    }
    const before = scope.report.errorCount;
    const layer = readLayer(map, scope);
    if (!holdsReference(map)) {
      sources.readLayers.set(map, { layer, failed: scope.report.errorCount > before });
    }
    return layer;
  });
}

function holdsReference(node: Node): boolean {
  switch (node.kind) {
    case 'scalar':
      return hasReference(node.text);
    case 'list':
      return node.items.some(holdsReference);
    case 'map':
      return node.entries.some(({ key, value }) => hasReference(key.text) || holdsReference(value));
  }
}
