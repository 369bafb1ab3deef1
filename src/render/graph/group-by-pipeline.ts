import { compare } from '../../core/index.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';

export interface PipelineGroup {
  /** Empty for nodes of no pipeline. */
  readonly pipeline: string;
  readonly nodes: readonly GraphNode[];
}

/** The nodes by pipeline, sorted by its name; those of no pipeline last. */
export function groupByPipeline(graph: PipelineGraph): readonly PipelineGroup[] {
  const names = [...new Set(graph.nodes.map((node) => node.pipeline))].sort(
    (a, b) => Number(a === '') - Number(b === '') || compare(a, b),
  );
  return names.map((pipeline) => ({ pipeline, nodes: graph.nodes.filter((node) => node.pipeline === pipeline) }));
}
