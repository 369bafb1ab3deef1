import { type ConnectorStateName, type ConnectorType, compare } from '../../core/index.ts';
import type { TopicsOf } from '../../plan/index.ts';

/** What a graph needs of one connector. */
export interface GraphConnector {
  readonly name: string;
  /** Empty: unknown. */
  readonly pipeline: string;
  readonly type: ConnectorType;
  /** Its class without the package. */
  readonly class: string;
  /** Undefined: not looked at. */
  readonly state?: ConnectorStateName | undefined;
  /** What its config says that it writes (a source) or reads (a sink). */
  readonly topics: TopicsOf;
  /** Topics that the worker has seen it use. */
  readonly usedTopics?: readonly string[];
  /** A sink's dead letter queue. */
  readonly deadLetters?: string | undefined;
}

export interface GraphNode {
  /** `c0`, `t3`: safe in every format. */
  readonly id: string;
  readonly kind: 'source' | 'sink' | 'connector' | 'topic';
  readonly label: string;
  /** A second line: a connector's class. */
  readonly detail: string;
  /** The pipeline it belongs to; a topic's is that of the first connector that writes or else reads it. */
  readonly pipeline: string;
  readonly state?: ConnectorStateName | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** What failed to be written goes there. */
  readonly kind: 'data' | 'dead-letters';
}

/** Connectors and topics, and what flows between them; the same for the same input, whatever its order. */
export interface PipelineGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Connectors whose topics nobody can tell, with the reason. */
  readonly notes: readonly string[];
}

/** Builds the graph; topics that several connectors name are one node. */
export function pipelineGraph(input: readonly GraphConnector[]): PipelineGraph {
  const connectors = [...input].sort((a, b) => compare(a.pipeline, b.pipeline) || compare(a.name, b.name));
  const known = knownTopics(connectors);
  const flows = connectors.flatMap((connector, i) => flowsOf(connector, `c${i}`, known));
  const topicNames = [...new Set(flows.map((flow) => flow.topic))].sort(compare);
  const topicIds = new Map(topicNames.map((name, i) => [name, `t${i}`]));
  const nodes: GraphNode[] = connectors.map((connector, i) => ({
    id: `c${i}`,
    kind: connector.type === 'unknown' ? 'connector' : connector.type,
    label: connector.name,
    detail: connector.class,
    pipeline: connector.pipeline,
    ...(connector.state && { state: connector.state }),
  }));
  for (const [name, id] of topicIds) {
    const owner = flows.find((flow) => flow.topic === name && flow.writes) ?? flows.find((flow) => flow.topic === name);
    nodes.push({ id, kind: 'topic', label: name, detail: '', pipeline: owner?.pipeline ?? '' });
  }
  const edges = flows.map(({ topic, connectorId, writes, kind }): GraphEdge => {
    const topicId = topicIds.get(topic)!;
    return writes ? { from: connectorId, to: topicId, kind } : { from: topicId, to: connectorId, kind };
  });
  return { nodes, edges: unique(edges), notes: connectors.flatMap(noteOf) };
}

interface Flow {
  readonly topic: string;
  readonly connectorId: string;
  readonly pipeline: string;
  readonly writes: boolean;
  readonly kind: GraphEdge['kind'];
}

function flowsOf(connector: GraphConnector, connectorId: string, known: readonly string[]): Flow[] {
  const writes = connector.type !== 'sink';
  const common = { connectorId, pipeline: connector.pipeline };
  const dead = connector.deadLetters;
  const topics = new Set([...topicNamesOf(connector.topics, known), ...(connector.usedTopics ?? [])]);
  if (dead !== undefined) topics.delete(dead);
  return [
    ...[...topics].map((topic): Flow => ({ ...common, topic, writes, kind: 'data' })),
    ...(dead === undefined ? [] : [{ ...common, topic: dead, writes: true, kind: 'dead-letters' } as const]),
  ];
}

/** A pattern or prefix stands for the topics that others name and it fits; for itself where it fits none. */
function topicNamesOf(topics: TopicsOf, known: readonly string[]): readonly string[] {
  switch (topics.kind) {
    case 'names':
      return topics.names;
    case 'pattern': {
      const fitting = known.filter((name) => topics.pattern.test(name));
      return fitting.length > 0 ? fitting : [`/${topics.pattern.source.replace(/^\^\(\?:(.*)\)\$$/, '$1')}/`];
    }
    case 'prefix': {
      const fitting = known.filter((name) => name.startsWith(topics.prefix));
      return fitting.length > 0 ? fitting : [`${topics.prefix}*`];
    }
    case 'unknown':
      return [];
    default:
      return topics satisfies never;
  }
}

function knownTopics(connectors: readonly GraphConnector[]): readonly string[] {
  const names = connectors.flatMap(({ topics, usedTopics, deadLetters }) => [
    ...(topics.kind === 'names' ? topics.names : []),
    ...(usedTopics ?? []),
    ...(deadLetters === undefined ? [] : [deadLetters]),
  ]);
  return [...new Set(names)].sort(compare);
}

function noteOf({ name, topics, usedTopics }: GraphConnector): string[] {
  return topics.kind === 'unknown' && (usedTopics ?? []).length === 0
    ? [`the topics of ${name} are not known: ${topics.why}`]
    : [];
}

function unique(edges: readonly GraphEdge[]): GraphEdge[] {
  const byKey = new Map(edges.map((edge) => [`${edge.from} ${edge.to} ${edge.kind}`, edge]));
  return [...byKey.values()];
}
