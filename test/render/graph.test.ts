import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicsOf } from '../../src/plan/index.ts';
import { layoutGraph } from '../../src/render/graph/layout.ts';
import { type GraphConnector, pipelineGraph, renderDot, renderMermaid, renderSvg } from '../../src/render/index.ts';

function connector(
  name: string,
  type: 'source' | 'sink',
  config: Readonly<Record<string, string>>,
  more: Partial<GraphConnector> = {},
): GraphConnector {
  return { name, type, pipeline: 'p', class: 'X', topics: topicsOf(type, (key) => config[key]), ...more };
}

const shop: readonly GraphConnector[] = [
  connector('orders-source', 'source', { topic: 'orders' }, { pipeline: 'orders', class: 'Source', state: 'RUNNING' }),
  connector(
    'orders-sink',
    'sink',
    { topics: 'orders,bills' },
    { pipeline: 'orders', deadLetters: 'orders-dlq', state: 'FAILED' },
  ),
  connector('audit', 'sink', { 'topics.regex': 'ord.*' }, { pipeline: 'audit' }),
  connector('cdc', 'source', { 'topic.prefix': 'db' }, { pipeline: '' }),
];

/** Edges as `from -> to` with labels. */
function flows(connectors: readonly GraphConnector[]): string[] {
  const graph = pipelineGraph(connectors);
  const label = (id: string): string => graph.nodes.find((node) => node.id === id)!.label;
  return graph.edges.map(({ from, to, kind }) => `${label(from)} ${kind === 'data' ? '->' : '~>'} ${label(to)}`).sort();
}

describe('the graph', () => {
  it('joins connectors by the topics they write and read', () => {
    expect(flows(shop)).toEqual(
      [
        'orders-source -> orders',
        'orders -> orders-sink',
        'bills -> orders-sink',
        'orders-sink ~> orders-dlq',
        'orders -> audit',
        'orders-dlq -> audit',
        'cdc -> db*',
      ].sort(),
    );
  });

  const rows = [
    {
      name: 'a pattern that fits nothing stands for itself',
      input: [connector('a', 'sink', { 'topics.regex': 'x.*' })],
      expected: ['/x.*/ -> a'],
    },
    {
      name: 'a prefix stands for the topics that others read',
      input: [connector('a', 'source', { 'topic.prefix': 'db' }), connector('b', 'sink', { topics: 'db.t1' })],
      expected: ['a -> db.t1', 'db.t1 -> b'],
    },
    {
      name: 'what the worker has seen counts too',
      input: [connector('a', 'source', {}, { usedTopics: ['t'] })],
      expected: ['a -> t'],
    },
    {
      name: 'a topic that is both named and used is one edge',
      input: [connector('a', 'source', { topic: 't' }, { usedTopics: ['t'] })],
      expected: ['a -> t'],
    },
    {
      name: 'a dead letter queue that the worker has seen is not read',
      input: [connector('a', 'sink', { topics: 't' }, { deadLetters: 'd', usedTopics: ['t', 'd'] })],
      expected: ['a ~> d', 't -> a'],
    },
  ];
  it.each(rows)('$name', ({ input, expected }) => {
    expect(flows(input)).toEqual(expected);
  });

  it('says whose topics are not known, and why', () => {
    const graph = pipelineGraph([connector('a', 'source', {})]);
    expect(graph.notes).toEqual([expect.stringContaining('the topics of a are not known: ')]);
    expect(graph.edges).toEqual([]);
  });

  it('is the same whatever the order of the input', () => {
    expect(renderSvg(pipelineGraph([...shop].reverse()))).toBe(renderSvg(pipelineGraph(shop)));
  });
});

describe('Mermaid', () => {
  it('groups by pipeline and marks states', () => {
    expect(renderMermaid(pipelineGraph(shop))).toBe(`flowchart LR
  subgraph p0["audit"]
    c1["audit<br/>X"]
  end
  subgraph p1["orders"]
    c2["orders-sink<br/>X<br/>FAILED"]
    c3["orders-source<br/>Source<br/>RUNNING"]
    t0[("bills")]
    t2[("orders")]
    t3[("orders-dlq")]
  end
  c0["cdc<br/>X"]
  t1[("db*")]
  c0 --> t1
  t2 --> c1
  t3 --> c1
  t2 --> c2
  t0 --> c2
  c2 -. dead letters .-> t3
  c3 --> t2
  classDef failed stroke:#cf222e,stroke-width:2px
  class c2 failed
  classDef running stroke:#1a7f37,stroke-width:2px
  class c3 running
`);
  });

  it('takes a name that would end its quotes', () => {
    const text = renderMermaid(pipelineGraph([connector('a"]<b>\n', 'source', { topic: '#1' })]));
    expect(text).toContain('["a#34;]#60;b#62;#10;<br/>X"]');
    expect(text).toContain('[("#35;1")]');
  });
});

describe('DOT', () => {
  it('quotes what it holds', () => {
    const text = renderDot(pipelineGraph([connector('a"b\\', 'source', { topic: 't' }, { state: 'PAUSED' })]));
    expect(text).toContain('c0 [label="a\\"b\\\\\\nX\\nPAUSED", color="#9a6700"];');
    expect(text).toContain('c0 -> t0;');
    expect(text.startsWith('digraph pipelines {\n')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
  });
});

describe('SVG', () => {
  it('holds each node once, with its name as text', () => {
    const text = renderSvg(pipelineGraph(shop));
    for (const name of ['orders-source', 'orders-sink', 'audit', 'cdc', 'orders', 'bills', 'orders-dlq', 'db*']) {
      expect(text.split(`text-anchor="middle">${name}</text>`)).toHaveLength(2);
    }
    expect(text.match(/marker-end/g)).toHaveLength(7);
  });

  it('escapes names, and leaves out what XML cannot hold', () => {
    const text = renderSvg(pipelineGraph([connector('<a&"\u0007', 'source', { topic: 't' })]));
    expect(text).toContain('&lt;a&amp;&quot;\ufffd');
    expect(text).not.toContain('\u0007');
  });

  it('of nothing is a picture too', () => {
    expect(renderSvg(pipelineGraph([]))).toMatch(/^<svg [^>]*viewBox="0 0 \d/);
  });
});

const anyGraph = fc
  .array(
    fc.record({
      type: fc.constantFrom('source' as const, 'sink' as const),
      topics: fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
      pipeline: fc.constantFrom('', 'a', 'b', 'a pipeline with a long name'),
      dead: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
    }),
    { maxLength: 14 },
  )
  .map((list) =>
    pipelineGraph(
      list.map(({ type, topics, pipeline, dead }, i) => ({
        name: `connector-${i}`,
        type,
        pipeline,
        class: 'Class',
        topics: { kind: 'names', names: topics.map((t) => `topic-${t}`) },
        ...(dead !== undefined && type === 'sink' && { deadLetters: `topic-${dead}` }),
      })),
    ),
  );

describe('the layout', () => {
  it('puts no node on another one, and each within its band and the picture, circles included', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { nodes, lanes, width, height } = layoutGraph(graph);
        const placed = [...nodes.values()];
        expect(placed).toHaveLength(graph.nodes.length);
        for (const [i, a] of placed.entries()) {
          const lane = lanes.find(({ label }) => label === a.node.pipeline)!;
          expect(a.x).toBeGreaterThanOrEqual(lane.x);
          expect(a.x + a.width).toBeLessThanOrEqual(lane.x + lane.width);
          expect(a.y).toBeGreaterThanOrEqual(lane.y);
          expect(a.y + a.height).toBeLessThanOrEqual(lane.y + lane.height);
          for (const b of placed.slice(i + 1)) {
            const apart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            expect(apart).toBe(true);
          }
        }
        for (const lane of lanes) {
          expect(lane.x + lane.width).toBeLessThanOrEqual(width);
          expect(lane.y + lane.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });

  it('lets data flow to the right where there is no circle', () => {
    const { nodes } = layoutGraph(pipelineGraph(shop));
    for (const { from, to } of pipelineGraph(shop).edges) expect(nodes.get(from)!.x).toBeLessThan(nodes.get(to)!.x);
  });
});
