import { printableLines } from '../printable.ts';
import { groupByPipeline } from './group-by-pipeline.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';
import { stateColor } from './state-color.ts';

/** The graph in Graphviz' language. */
export function renderDot(graph: PipelineGraph): string {
  const lines = ['digraph pipelines {', '  rankdir=LR;', '  node [fontname="Helvetica", shape=box, style=rounded];'];
  for (const [i, { pipeline, nodes }] of groupByPipeline(graph).entries()) {
    if (pipeline === '') lines.push(...nodes.map((node) => `  ${nodeText(node)}`));
    else {
      lines.push(`  subgraph cluster_${i} {`, `    label=${quote(pipeline)};`);
      lines.push(...nodes.map((node) => `    ${nodeText(node)}`), '  }');
    }
  }
  for (const { from, to, kind } of graph.edges) {
    lines.push(`  ${from} -> ${to}${kind === 'data' ? '' : ' [style=dashed, label="dead letters"]'};`);
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function nodeText(node: GraphNode): string {
  if (node.kind === 'topic') return `${node.id} [label=${quote(node.label)}, shape=cylinder, style=solid];`;
  const label = quote([node.label, node.detail, node.state ?? ''].filter((line) => line !== '').join('\n'));
  const color = node.state === undefined ? '' : `, color="${stateColor(node.state)}"`;
  return `${node.id} [label=${label}${color}];`;
}

function quote(text: string): string {
  return `"${printableLines(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
