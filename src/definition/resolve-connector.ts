import { compare } from '../core/index.ts';
import type { FlatEntry } from './config-text.ts';
import { checkConnector } from './connector-checks.ts';
import { type ConnectorFields, mergeFields } from './connector-fields.ts';
import { collectLayers, type LayerSources, readLayers } from './connector-layers.ts';
import { mergeLayers } from './merge-layers.ts';
import { childOf, entriesOf, entryOf, isNull, type MapNode, type Node, spanOf } from './node.ts';
import type { Report } from './report.ts';
import { resolveNode } from './resolve-node.ts';
import type { Allowance, ConfigText, ResolvedConnector } from './resolved.ts';
import type { Scope } from './scope.ts';
import { Secrets } from './secrets.ts';
import { sharedSecretKeys } from './shared-secrets.ts';
import { isJudgedHere } from './silenceable.ts';
import { readTexts } from './typed-value.ts';
import type { Watches } from './watch.ts';

/** A connector with what the checks across connectors need besides. */
export interface ConnectorDraft {
  readonly connector: ResolvedConnector;
  readonly fields: ConnectorFields;
  readonly nameNode: Node;
  /** It has errors of its own: it is not handed on. */
  readonly failed: boolean;
}

export interface ConnectorContext extends LayerSources {
  readonly report: Report;
  readonly watches: Watches;
  /** `sensitive` of connectctl.yaml. */
  readonly sensitive: readonly string[];
  readonly secrets: Map<string, Secrets>;
}

/** The document that a connector is written in. */
export interface ConnectorHome {
  readonly pipeline: string;
  readonly map: MapNode;
}

/** Where a connector stands: its name worked out, and the forEach entry it comes from. */
export interface NamedConnector {
  readonly name: string;
  readonly nameNode: Node;
  readonly map: MapNode;
  readonly entry: string | undefined;
  readonly scope: Scope;
}

/** Puts a connector of a pipeline document together, in one environment. */
export function resolveConnector(
  named: NamedConnector,
  home: ConnectorHome,
  context: ConnectorContext,
): ConnectorDraft {
  const { report, watches } = context;
  const { scope, map } = named;
  const before = report.errorCount;
  const defaults = childOf(home.map, 'defaults');
  const maps = collectLayers(defaults?.kind === 'map' ? defaults : undefined, map, context, scope);
  const allow = collectAllow([home.map, ...maps], watches);
  report.silenced = silencers(allow, watches);
  const layers = readLayers(maps, map, context, scope);
  const flat = mergeLayers(layers, watches.nulls, report);
  checkConnector(named.name, named.nameNode, flat, report);
  const fields = mergeFields(layers, resolved(home.map, 'labels', scope), scope, context.match, watches);
  report.silenced = undefined;
  const secrets = secretsOf([...context.sensitive, ...maps.flatMap((one) => sensitiveOf(one, scope))], context);
  const connector = assemble(named, home.pipeline, flat, fields, allow, secrets);
  return { connector, fields, nameNode: named.nameNode, failed: report.errorCount > before };
}

function resolved(map: MapNode, key: string, scope: Scope): Node | undefined {
  const value = childOf(map, key);
  const node = value && resolveNode(value, scope);
  return typeof node === 'string' ? undefined : node;
}

interface WrittenAllowance extends Allowance {
  readonly node: Node;
}

function collectAllow(maps: readonly MapNode[], watches: Watches): ReadonlyMap<string, WrittenAllowance> {
  const allow = new Map<string, WrittenAllowance>();
  for (const map of maps) {
    const written = entryOf(map, 'allow');
    if (written && isNull(written.value)) {
      watches.nulls.seen(written.value, allow.size > 0, 'allow');
      allow.clear();
    }
    for (const { key, value } of entriesOf(written?.value)) {
      if (value.kind === 'scalar') allow.set(key.text, { reason: value.text, source: spanOf(key), node: key });
    }
  }
  return allow;
}

/** Codes of the definition itself; whether another was of use is known where that is looked for. */
function silencers(allow: ReadonlyMap<string, WrittenAllowance>, watches: Watches): ReadonlyMap<string, () => void> {
  const silenced = new Map<string, () => void>();
  for (const [code, { node }] of allow) {
    if (!isJudgedHere(code)) continue;
    watches.allows.seen(node, false, code);
    silenced.set(code, () => watches.allows.seen(node, true, code));
  }
  return silenced;
}

function sensitiveOf(map: MapNode, scope: Scope): string[] {
  const node = resolved(map, 'sensitive', scope);
  return node && !isNull(node) ? readTexts(node, 'an item of sensitive', scope.report) : [];
}

/** Most connectors have the same patterns: the tests are compiled once. */
export function secretsOf(patterns: readonly string[], { secrets }: Pick<ConnectorContext, 'secrets'>): Secrets {
  const key = patterns.join('\0');
  let known = secrets.get(key);
  if (!known) {
    known = new Secrets(patterns);
    secrets.set(key, known);
  }
  return known;
}

/** The connector as it is handed on. */
export function assemble(
  named: Pick<NamedConnector, 'name' | 'nameNode' | 'entry'>,
  pipeline: string,
  flat: ReadonlyMap<string, FlatEntry>,
  fields: ConnectorFields,
  allow: ReadonlyMap<string, Allowance>,
  secrets: Secrets,
): ResolvedConnector {
  const config = new Map<string, ConfigText>();
  const keep = new Map<string, ConfigText | undefined>();
  const sensitiveKeys = new Set<string>();
  const placeholderKeys = new Set<string>();
  const shared = sharedSecretKeys(flat, secrets);
  for (const key of [...flat.keys()].sort(compare)) {
    const entry = flat.get(key)!;
    const value = secrets.wrap(key, entry, shared.has(key));
    if (entry.kind === 'keep') keep.set(key, value);
    else if (value !== undefined) config.set(key, value);
    if (entry.text === undefined ? secrets.isSensitiveKey(key) : typeof value === 'object') sensitiveKeys.add(key);
    if (entry.placeholder) placeholderKeys.add(key);
  }
  const { state } = fields;
  return {
    name: named.name,
    pipeline,
    config,
    keep,
    sensitiveKeys,
    ...(placeholderKeys.size > 0 ? { placeholderKeys } : {}),
    isSensitiveKey: (key) => secrets.isSensitiveKey(key),
    sourceOf(key) {
      const entry = flat.get(key);
      return entry && spanOf(entry.node);
    },
    keySourceOf(key) {
      const entry = flat.get(key);
      return entry && spanOf(entry.key);
    },
    // Worked out when asked: the lines of a file are counted for the first of its places.
    get source() {
      return spanOf(named.nameNode);
    },
    get stateSource() {
      return state && spanOf(state.node);
    },
    state: state?.value,
    dependsOn: fields.dependsOn.map((one) => one.name),
    preventDestroy: fields.preventDestroy,
    movedFrom: fields.movedFrom.map((one) => one.name),
    offsets: fields.offsets,
    allow: new Map([...allow].map(([code, { reason, source }]) => [code, { reason, source }])),
    labels: fields.labels,
    description: fields.description,
    entry: named.entry,
  };
}
