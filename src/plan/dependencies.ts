import type { ConnectorType } from '../core/index.ts';
import { classOf } from './definition-of.ts';
import type { Operation, PlanContext } from './plan-input.ts';
import { overlaps, type TopicsOf, topicsOf } from './topics-of.ts';

/**
 * Adds to each operation what has to be done first: what `dependsOn` names, and for a sink the sources that write its
 * topics. Topics come first by phase. A data flow that runs against a written `dependsOn` gives way to it.
 */
export function dependencies(operations: readonly Operation[], context: PlanContext): Operation[] {
  const byName = new Map(operations.filter((op) => op.change.kind === 'connector').map((op) => [op.change.name, op]));
  const written = new Map(
    [...byName].map(([name, op]) => [name, writtenDependencies(op).filter((d) => byName.has(d))]),
  );
  const edges = new Map(written);
  for (const [sink, sources] of dataFlow([...byName.values()], context)) {
    for (const source of sources) {
      if (!reaches(source, sink, edges)) edges.set(sink, [...new Set([...(edges.get(sink) ?? []), source])]);
    }
  }
  const topics = operations.filter((op) => op.change.kind === 'topic').map((op) => op.change.name);
  return operations.map((op) => {
    if (op.change.kind !== 'connector') return op;
    const uses = op.desired && topics.length > 0 ? topicsOfOperation(op, context).topics : undefined;
    const afterTopics = topics.filter((name) => uses && overlaps({ kind: 'names', names: [name] }, uses));
    return { ...op, after: edges.get(op.change.name) ?? [], afterTopics };
  });
}

/** `dependsOn`, and the connector whose offsets are taken over. */
function writtenDependencies({ desired, change }: Operation): readonly string[] {
  if (!desired) return [];
  const creates = change.action === 'create' || change.action === 'replace';
  const from = creates && desired.offsets?.kind === 'from' ? [desired.offsets.connector] : [];
  return [...desired.dependsOn, ...from];
}

function dataFlow(operations: readonly Operation[], context: PlanContext): Map<string, string[]> {
  const ends = operations
    .filter((op) => op.desired && op.change.action !== 'restart')
    .map((op) => ({ name: op.change.name, ...topicsOfOperation(op, context) }));
  const sources = ends.filter((end) => end.type === 'source' && end.topics.kind !== 'unknown');
  const flows = new Map<string, string[]>();
  for (const sink of ends.filter((end) => end.type === 'sink' && end.topics.kind !== 'unknown')) {
    flows.set(
      sink.name,
      sources.filter((source) => overlaps(source.topics, sink.topics)).map((source) => source.name),
    );
  }
  return flows;
}

function topicsOfOperation(op: Operation, context: PlanContext): { type: ConnectorType; topics: TopicsOf } {
  const full = context.classes.fullName(classOf(op.desired!));
  const type = context.classes.connectors.find((p) => p.class === full)?.type ?? op.live?.type ?? 'unknown';
  const read = (key: string): string | undefined => {
    const value = op.desired?.config.get(key);
    return typeof value === 'string' ? value : undefined;
  };
  const known = type === 'sink' ? 'sink' : 'source';
  return {
    type: known,
    topics: type === 'unknown' ? { kind: 'unknown', why: 'its class is unknown' } : topicsOf(known, read),
  };
}

function reaches(
  from: string,
  to: string,
  edges: ReadonlyMap<string, readonly string[]>,
  seen = new Set<string>(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (edges.get(from) ?? []).some((next) => reaches(next, to, edges, seen));
}
