import { width } from '../table.ts';
import { groupByPipeline, type PipelineGroup } from './group-by-pipeline.ts';
import type { GraphEdge, GraphNode, PipelineGraph } from './pipeline-graph.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: GraphNode;
}

/** A pipeline's band across the picture. */
export interface Lane extends Box {
  readonly label: string;
}

export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  readonly lanes: readonly Lane[];
}

const CHAR_WIDTH = 7.3;
const NODE_HEIGHT = 44;
const GAP_X = 64;
const GAP_Y = 16;
const MARGIN = 16;
const LANE_TITLE = 24;
const MIN_WIDTH = 96;

/**
 * Places the nodes in columns along the data's way, each pipeline in a band of its own. Columns by the longest path
 * from a source (after Sugiyama), the order within a band's column by the mean place of the neighbours, swept to and fro.
 */
export function layoutGraph(graph: PipelineGraph): GraphLayout {
  const columns = columnsOf(graph);
  const columnCount = Math.max(0, ...columns.values()) + 1;
  const widths = Array.from({ length: columnCount }, (_, column) =>
    Math.max(MIN_WIDTH, ...graph.nodes.filter((node) => columns.get(node.id) === column).map(nodeWidth)),
  );
  const lefts = widths.map((_, i) => 2 * MARGIN + sum(widths.slice(0, i)) + i * GAP_X);
  const innerWidth = sum(widths) + (columnCount - 1) * GAP_X;
  const nodes = new Map<string, PlacedNode>();
  const lanes: Lane[] = [];
  let top = MARGIN;
  for (const { pipeline, nodes: members } of neighbouringGroups(graph)) {
    const stacks = orderColumns(members, graph.edges, columns, columnCount);
    const rows = Math.max(...stacks.map((stack) => stack.length));
    const height = LANE_TITLE + rows * (NODE_HEIGHT + GAP_Y) + GAP_Y;
    for (const [column, stack] of stacks.entries()) {
      // Short columns stand in the middle of their band.
      const offset = ((rows - stack.length) * (NODE_HEIGHT + GAP_Y)) / 2;
      for (const [row, node] of stack.entries()) {
        const y = top + LANE_TITLE + GAP_Y / 2 + offset + row * (NODE_HEIGHT + GAP_Y);
        nodes.set(node.id, { node, x: lefts[column]!, y, width: widths[column]!, height: NODE_HEIGHT });
      }
    }
    lanes.push({ label: pipeline, x: MARGIN, y: top, width: innerWidth + 2 * MARGIN, height });
    top += height + GAP_Y;
  }
  return { width: innerWidth + 4 * MARGIN, height: top - GAP_Y + MARGIN, nodes, lanes };
}

/** The bands, by name, but one that data flows to or from comes right after: long lines across others are hard to follow. */
function neighbouringGroups(graph: PipelineGraph): readonly PipelineGroup[] {
  const groups = groupByPipeline(graph);
  const pipelineOf = new Map(graph.nodes.map((node) => [node.id, node.pipeline]));
  const linked = new Map(groups.map(({ pipeline }) => [pipeline, new Set<string>()]));
  for (const { from, to } of graph.edges) {
    const [a, b] = [pipelineOf.get(from)!, pipelineOf.get(to)!];
    linked.get(a)!.add(b);
    linked.get(b)!.add(a);
  }
  const ordered = new Set<PipelineGroup>();
  const place = (group: PipelineGroup): void => {
    if (ordered.has(group)) return;
    ordered.add(group);
    for (const other of groups) if (linked.get(group.pipeline)!.has(other.pipeline)) place(other);
  };
  groups.forEach(place);
  return [...ordered];
}

/** The longest way from a node without predecessors; an edge that closes a circle does not count. */
function columnsOf(graph: PipelineGraph): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const incoming = new Map<string, string[]>();
  for (const { from, to } of graph.edges) incoming.set(to, [...(incoming.get(to) ?? []), from]);
  const open = new Set<string>();
  const columnOf = (id: string): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    open.add(id);
    const before = (incoming.get(id) ?? []).filter((from) => !open.has(from)).map(columnOf);
    open.delete(id);
    const column = before.length === 0 ? 0 : Math.max(...before) + 1;
    columns.set(id, column);
    return column;
  };
  for (const { id } of graph.nodes) columnOf(id);
  // A topic that nobody here writes stands right before its reader rather than among the sources.
  for (const { id, kind } of graph.nodes) {
    if (kind !== 'topic' || incoming.has(id)) continue;
    const readers = graph.edges.filter((edge) => edge.from === id).map((edge) => columns.get(edge.to)!);
    if (readers.length > 0) columns.set(id, Math.max(0, Math.min(...readers) - 1));
  }
  return columns;
}

const SWEEPS = 4;

function orderColumns(
  members: readonly GraphNode[],
  edges: readonly GraphEdge[],
  columns: ReadonlyMap<string, number>,
  columnCount: number,
): GraphNode[][] {
  const stacks = Array.from({ length: columnCount }, (_, column) =>
    members.filter((node) => columns.get(node.id) === column),
  );
  const neighbours = new Map<string, string[]>();
  const link = (a: string, b: string): void => void neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const { from, to } of edges) {
    link(from, to);
    link(to, from);
  }
  const rows = new Map(stacks.flatMap((stack) => stack.map((node, row) => [node.id, row] as const)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = [...stacks.keys()];
    if (sweep % 2 === 1) order.reverse();
    for (const column of order) {
      const stack = stacks[column]!;
      const centers = new Map(stack.map((node) => [node.id, center(node.id, neighbours, rows)]));
      // sort is stable: where neighbours say nothing, names decide.
      stack.sort((a, b) => centers.get(a.id)! - centers.get(b.id)!);
      for (const [row, node] of stack.entries()) rows.set(node.id, row);
    }
  }
  return stacks;
}

function center(
  id: string,
  neighbours: ReadonlyMap<string, readonly string[]>,
  rows: ReadonlyMap<string, number>,
): number {
  const placed = (neighbours.get(id) ?? []).flatMap((other) => rows.get(other) ?? []);
  return placed.length === 0 ? rows.get(id)! : sum(placed) / placed.length;
}

/** What stands small under a node's name: its class and, where it was looked at, its state. */
export function secondLine({ detail, state }: GraphNode): string {
  return [detail, state ?? ''].filter((text) => text !== '').join(', ');
}

function nodeWidth(node: GraphNode): number {
  return Math.ceil(Math.max(width(node.label) * CHAR_WIDTH, width(secondLine(node)) * CHAR_WIDTH * 0.85) + 28);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
