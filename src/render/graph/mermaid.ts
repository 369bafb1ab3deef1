import { compare } from '../../core/index.ts';
import { printableLines } from '../printable.ts';
import { groupByPipeline } from './group-by-pipeline.ts';
import type { GraphNode, PipelineGraph } from './pipeline-graph.ts';
import { stateColor } from './state-color.ts';

/** The graph as a Mermaid flowchart, which GitHub, GitLab and most Markdown viewers draw. */
export function renderMermaid(graph: PipelineGraph): string {
  const lines = ['flowchart LR'];
  for (const [i, { pipeline, nodes }] of groupByPipeline(graph).entries()) {
    if (pipeline === '') lines.push(...nodes.map((node) => `  ${nodeText(node)}`));
    else
      lines.push(`  subgraph p${i}["${asText(pipeline)}"]`, ...nodes.map((node) => `    ${nodeText(node)}`), '  end');
  }
  for (const { from, to, kind } of graph.edges) {
    lines.push(kind === 'data' ? `  ${from} --> ${to}` : `  ${from} -. dead letters .-> ${to}`);
  }
  for (const state of [...new Set(graph.nodes.flatMap((node) => node.state ?? []))].sort(compare)) {
    const ids = graph.nodes.filter((node) => node.state === state).map((node) => node.id);
    const name = state.toLowerCase();
    lines.push(`  classDef ${name} stroke:${stateColor(state)},stroke-width:2px`, `  class ${ids.join(',')} ${name}`);
  }
  return `${lines.join('\n')}\n`;
}

function nodeText(node: GraphNode): string {
  if (node.kind === 'topic') return `${node.id}[("${asText(node.label)}")]`;
  const state = node.state === undefined ? '' : `<br/>${node.state}`;
  const detail = node.detail === '' ? '' : `<br/>${asText(node.detail)}`;
  return `${node.id}["${asText(node.label)}${detail}${state}"]`;
}

/** Mermaid's own entities: inside quotes nothing else is safe. */
function asText(text: string): string {
  return printableLines(text).replace(/[#"<>&`\n\r]/g, (char) => `#${char.charCodeAt(0)};`);
}
