import { type GraphLayout, type Lane, layoutGraph, type PlacedNode, secondLine } from './layout.ts';
import type { GraphEdge, PipelineGraph } from './pipeline-graph.ts';
import { stateColor } from './state-color.ts';

/** The graph as one SVG file that needs nothing else; it follows the reader's light or dark scheme. */
export function renderSvg(graph: PipelineGraph): string {
  const layout = layoutGraph(graph);
  const size = `${round(layout.width)} ${round(layout.height)}`;
  const [w, h] = size.split(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${w}" height="${h}" role="img">`,
    '<title>Pipelines, connectors and topics</title>',
    STYLE,
    '<rect class="paper" width="100%" height="100%"/>',
    ...layout.lanes.map(laneText),
    ...graph.edges.map((edge) => edgeText(edge, layout)),
    ...[...layout.nodes.values()].map(nodeText),
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
<style>
.paper{fill:#fff}.lane{fill:#f6f8fa;stroke:#d0d7de}.lane-name{fill:#57606a;font-weight:600}
text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#1f2328}.detail{font-size:10px;fill:#57606a}
.box{fill:#fff;stroke:#57606a;stroke-width:1.5}.topic{fill:#ddf4ff;stroke:#0969da;stroke-width:1.2}
.edge{fill:none;stroke:#57606a;stroke-width:1.3}.dead{stroke-dasharray:5 4;stroke:#cf222e}.tip{fill:#57606a}
@media (prefers-color-scheme:dark){.paper{fill:#0d1117}.lane{fill:#161b22;stroke:#30363d}text{fill:#e6edf3}
.detail,.lane-name{fill:#8b949e}.box{fill:#0d1117;stroke:#8b949e}.topic{fill:#0c2d6b}.edge{stroke:#8b949e}.tip{fill:#8b949e}.dead{stroke:#f85149}}
</style>`;

function laneText({ label, x, y, width, height }: Lane): string {
  const frame = `<rect class="lane" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/>`;
  return `${frame}<text class="lane-name" x="${round(x + 12)}" y="${round(y + 17)}">${asText(label || '(no pipeline)')}</text>`;
}

function nodeText({ node, x, y, width, height }: PlacedNode): string {
  const middle = round(x + width / 2);
  const title = `<title>${asText([node.label, node.detail, node.state ?? ''].filter(Boolean).join('\n'))}</title>`;
  if (node.kind === 'topic') {
    return `<g>${title}${cylinder(x, y, width, height)}<text x="${middle}" y="${round(y + height / 2 + 7)}" text-anchor="middle">${asText(node.label)}</text></g>`;
  }
  const color = node.state === undefined ? '' : ` style="stroke:${stateColor(node.state)};stroke-width:2.5"`;
  const box = `<rect class="box" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="6"${color}/>`;
  const lines =
    `<text x="${middle}" y="${round(y + 19)}" text-anchor="middle">${asText(node.label)}</text>` +
    `<text class="detail" x="${middle}" y="${round(y + 34)}" text-anchor="middle">${asText(secondLine(node))}</text>`;
  return `<g>${title}${box}${lines}</g>`;
}

/** A topic as a cylinder lying on its base: two ellipses and the wall between. */
function cylinder(x: number, y: number, width: number, height: number): string {
  const r = 5;
  const [rx, left, right] = [round(width / 2), round(x), round(x + width)];
  const [top, bottom] = [round(y + r), round(y + height - r)];
  return (
    `<path class="topic" d="M${left} ${top}a${rx} ${r} 0 0 1 ${round(width)} 0V${bottom}a${rx} ${r} 0 0 1 ${round(-width)} 0z"/>` +
    `<path class="topic" style="fill:none" d="M${left} ${top}a${rx} ${r} 0 0 0 ${right - left} 0"/>`
  );
}

function edgeText({ from, to, kind }: GraphEdge, { nodes }: GraphLayout): string {
  const [a, b] = [nodes.get(from)!, nodes.get(to)!];
  const [x1, y1] = [a.x + a.width, a.y + a.height / 2];
  const [x2, y2] = [b.x, b.y + b.height / 2];
  // Against the flow (a circle) the curve needs room to turn.
  const bend = x2 > x1 ? (x2 - x1) / 2 : 80;
  const d = `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  return `<path class="edge${kind === 'data' ? '' : ' dead'}" marker-end="url(#arrow)" d="${d}"/>`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}

/** XML takes no control characters, not even as entities. */
function asText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
