import type { TargetState } from '../core/index.ts';
import type { EnvironmentMatch } from './environment-match.ts';
import type { Layer } from './layer.ts';
import { type Entry, entriesOf, isNull, type Node } from './node.ts';
import { readOffsets } from './offsets.ts';
import type { DeclaredOffsets } from './resolved.ts';
import type { Scope } from './scope.ts';
import { type DeclaredTopic, joinTopics, readTopics } from './topics.ts';
import { readBoolean, readChoice, readText, readTexts, reportKind } from './typed-value.ts';
import type { Watches } from './watch.ts';

/** What a connector says that is no config key. */
export interface ConnectorFields {
  readonly state: { readonly value: TargetState; readonly node: Node } | undefined;
  readonly dependsOn: readonly { readonly name: string; readonly node: Node }[];
  readonly preventDestroy: boolean;
  readonly movedFrom: readonly { readonly name: string; readonly node: Node }[];
  readonly offsets: DeclaredOffsets | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly description: string | undefined;
  readonly topics: readonly DeclaredTopic[];
}

/** Puts the fields of the layers over each other: the higher wins; labels and topics are joined by name. */
export function mergeFields(
  layers: readonly Layer[],
  documentLabels: Node | undefined,
  scope: Scope,
  match: EnvironmentMatch,
  watches: Watches,
): ConnectorFields {
  const fields = new Map<string, Entry>();
  const labels = new Map<string, string>();
  let topics: DeclaredTopic[] = [];
  addLabels(documentLabels, labels, scope, watches);
  for (const layer of layers) {
    for (const [name, entry] of layer.fields) {
      const removes = isNull(entry.value);
      if (name === 'labels') addLabels(entry.value, labels, scope, watches);
      else if (name === 'topics') topics = removes ? [] : joinTopics(topics, readTopics(entry.value, scope, match));
      else if (removes) watches.nulls.seen(entry.value, fields.delete(name), name);
      else fields.set(name, entry);
    }
  }
  return { ...readFields(fields, scope), labels, topics };
}

function readFields(fields: ReadonlyMap<string, Entry>, scope: Scope): Omit<ConnectorFields, 'labels' | 'topics'> {
  const { report } = scope;
  const get = (name: string): Node | undefined => fields.get(name)?.value;
  const state = get('state');
  const written = state && readChoice(state, 'state', ['running', 'paused', 'stopped'] as const, report);
  const preventDestroy = get('preventDestroy');
  const offsets = get('offsets');
  const description = get('description');
  return {
    state: state && written ? { value: written.toUpperCase() as TargetState, node: state } : undefined,
    dependsOn: readNames(get('dependsOn'), 'dependsOn', scope),
    preventDestroy: (preventDestroy && readBoolean(preventDestroy, 'preventDestroy', report)) ?? false,
    movedFrom: readNames(get('movedFrom'), 'movedFrom', scope),
    offsets: offsets && readOffsets(offsets, scope),
    description: description?.kind === 'scalar' ? description.text : undefined,
  };
}

function readNames(node: Node | undefined, what: string, scope: Scope): { name: string; node: Node }[] {
  if (!node) return [];
  const items = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => readTexts(item, what, scope.report).map((name) => ({ name, node: item })));
}

function addLabels(node: Node | undefined, labels: Map<string, string>, scope: Scope, watches: Watches): void {
  if (node && node.kind !== 'map' && !isNull(node)) reportKind(node, 'labels', 'a map of texts', scope.report);
  for (const { key, value } of entriesOf(node)) {
    if (isNull(value)) {
      watches.nulls.seen(value, labels.delete(key.text), key.text);
      continue;
    }
    const text = readText(value, 'a label', scope.report);
    if (text !== undefined) labels.set(key.text, text);
  }
}
