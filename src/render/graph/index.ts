export { renderDot } from './dot.ts';
export { renderMermaid } from './mermaid.ts';
export * from './pipeline-graph.ts';
export { renderSvg } from './svg.ts';
