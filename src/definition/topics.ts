import { compare } from '../core/index.ts';
import { configEntry } from './config-text.ts';
import type { EnvironmentMatch } from './environment-match.ts';
import { childOf, entriesOf, isNull, itemsOf, type MapNode, type Node, spanOf } from './node.ts';
import { findProviderReference } from './references.ts';
import type { Report } from './report.ts';
import { resolveNode } from './resolve-node.ts';
import type { ResolvedTopic } from './resolved.ts';
import type { Scope } from './scope.ts';
import { readCount, readText, reportKind } from './typed-value.ts';

/** A topic as one place declares it. */
export interface DeclaredTopic {
  readonly name: string;
  readonly node: Node;
  readonly partitions: Numbered | undefined;
  readonly replicationFactor: Numbered | undefined;
  readonly config: ReadonlyMap<string, { readonly text: string | null; readonly node: Node }>;
}

interface Numbered {
  readonly value: number;
  readonly node: Node;
}

/** The topics of a document, a connector or a template; those that `only` keeps out are left out. */
export function readTopics(list: Node | undefined, scope: Scope, match: EnvironmentMatch): DeclaredTopic[] {
  const resolved = list && (list.kind === 'list' ? list : resolveNode(list, scope));
  if (resolved === undefined || typeof resolved === 'string' || isNull(resolved)) return [];
  if (resolved.kind === 'scalar') {
    scope.report.add('CC3016', resolved, 'topics declares topics, and is no text', {
      help: 'what a sink reads is config.topics',
    });
    return [];
  }
  return itemsOf(resolved).flatMap((item) => {
    if (item.kind !== 'map') return reportKind(item, 'an item of topics', 'a map with name', scope.report) ?? [];
    return match.lets(item, scope) ? (readTopic(item, scope) ?? []) : [];
  });
}

function readTopic(map: MapNode, scope: Scope): DeclaredTopic | undefined {
  const nameNode = resolved(map, 'name', scope);
  const name = nameNode && readText(nameNode, 'the name of a topic', scope.report);
  if (!nameNode || name === undefined) return undefined;
  checkTopicName(name, nameNode, scope.report);
  return {
    name,
    node: nameNode,
    partitions: readNumber(map, 'partitions', scope),
    replicationFactor: readNumber(map, 'replicationFactor', scope),
    config: readConfig(map, scope),
  };
}

/** Kafka's own rule (org.apache.kafka.common.internals.Topic). */
function checkTopicName(name: string, node: Node, report: Report): void {
  if (node.kind === 'scalar' && node.placeholder) return;
  if (/^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== '.' && name !== '..') return;
  report.add('CC1009', node, `"${name}" cannot be the name of a topic`, {
    help: 'Kafka takes letters, digits, dots, dashes and underscores, at most 249',
  });
}

function resolved(map: MapNode, key: string, scope: Scope): Node | undefined {
  const value = childOf(map, key);
  const node = value && resolveNode(value, scope);
  return node === undefined || typeof node === 'string' || isNull(node) ? undefined : node;
}

function readNumber(map: MapNode, key: string, scope: Scope): Numbered | undefined {
  const node = resolved(map, key, scope);
  const value = node && readCount(node, key, scope.report);
  return node && value !== undefined ? { value, node } : undefined;
}

function readConfig(map: MapNode, scope: Scope): DeclaredTopic['config'] {
  const config = new Map<string, { text: string | null; node: Node }>();
  for (const { key, value } of entriesOf(resolved(map, 'config', scope))) {
    const entry = configEntry(key, value, scope);
    if (entry === undefined || entry === 'absent') continue;
    const provider = findProviderReference(entry.text ?? '');
    if (entry.kind === 'keep') reportKind(entry.node, 'the config of a topic', 'a text', scope.report);
    else if (provider) readText(entry.node, 'the config of a topic', scope.report);
    else config.set(key.text, { text: entry.kind === 'remove' ? null : (entry.text ?? ''), node: entry.node });
  }
  return config;
}

/** Declarations of higher layers over those of lower ones, joined by name and field by field. */
export function joinTopics(lower: readonly DeclaredTopic[], higher: readonly DeclaredTopic[]): DeclaredTopic[] {
  const joined = new Map(lower.map((topic) => [topic.name, topic]));
  for (const topic of higher) {
    const below = joined.get(topic.name);
    joined.set(topic.name, {
      ...topic,
      partitions: topic.partitions ?? below?.partitions,
      replicationFactor: topic.replicationFactor ?? below?.replicationFactor,
      config: new Map([...(below?.config ?? []), ...topic.config]),
    });
  }
  return [...joined.values()];
}

/** The topics of an environment: equal declarations count once, different ones of one name are an error. */
export class TopicTable {
  readonly #topics = new Map<string, { readonly topic: DeclaredTopic; readonly pipeline: string }>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  add(topics: readonly DeclaredTopic[], pipeline: string): void {
    for (const topic of topics) {
      const known = this.#topics.get(topic.name);
      if (!known) {
        this.#topics.set(topic.name, { topic, pipeline });
      } else if (sameText(known.topic) !== sameText(topic)) {
        this.#report.add('CC3015', topic.node, `the topic "${topic.name}" is declared twice, and differently`, {
          help: 'declare it in one place, or in the same way in both',
          related: [{ message: 'the other declaration', source: spanOf(known.topic.node) }],
        });
      }
    }
  }

  get first(): DeclaredTopic | undefined {
    return [...this.#topics.values()][0]?.topic;
  }

  resolved(): ResolvedTopic[] {
    return [...this.#topics.values()]
      .map(({ topic, pipeline }) => resolvedTopic(topic, pipeline))
      .sort((a, b) => compare(a.name, b.name));
  }
}

function sameText({ partitions, replicationFactor, config }: DeclaredTopic): string {
  const keys = [...config].map(([key, { text }]) => [key, text] as const).sort(([a], [b]) => compare(a, b));
  return JSON.stringify([partitions?.value ?? null, replicationFactor?.value ?? null, keys]);
}

function resolvedTopic(topic: DeclaredTopic, pipeline: string): ResolvedTopic {
  const config = [...topic.config].sort(([a], [b]) => compare(a, b));
  const places = new Map<string, Node | undefined>([
    ['partitions', topic.partitions?.node],
    ['replicationFactor', topic.replicationFactor?.node],
    ...config.map(([key, { node }]) => [`config.${key}`, node] as const),
  ]);
  return {
    name: topic.name,
    pipeline,
    partitions: topic.partitions?.value,
    replicationFactor: topic.replicationFactor?.value,
    config: new Map(config.map(([key, { text }]) => [key, text])),
    source: spanOf(topic.node),
    sourceOf(field) {
      const node = places.get(field);
      return node && spanOf(node);
    },
  };
}
