import { describe, expect, it } from 'vitest';
import { configOf, resolveText, validateText } from './projects.ts';

const KEYS = 'org.apache.kafka.connect';

/** Template and defaults below, the connector above: each row gives the three and what comes out. */
const rows: readonly {
  readonly name: string;
  readonly template?: string;
  readonly defaults?: string;
  readonly connector?: string;
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  {
    name: 'the connector wins over defaults, defaults over its templates',
    template: 'config: { a: 1, b: 1, c: 1 }',
    defaults: 'config: { b: 2, c: 2 }',
    connector: 'config: { c: 3 }',
    expected: { a: '1', b: '2', c: '3' },
  },
  {
    name: 'a key wins however it was spelled',
    template: 'tasksMax: 1',
    connector: 'config: { tasks.max: 5 }',
    expected: { 'tasks.max': '5' },
  },
  { name: 'lists replace', template: 'config: { l: [a, b] }', connector: 'config: { l: [c] }', expected: { l: 'c' } },
  { name: 'null removes', template: 'config: { a: 1, b: 2 }', connector: 'config: { a: null }', expected: { b: '2' } },
  {
    name: 'an environments block stands right above its layer',
    template: 'config: { a: 1 }\nenvironments: { local: { config: { a: 2, b: 2 } } }',
    connector: 'config: { b: 3 }',
    expected: { a: '2', b: '3' },
  },
  {
    name: 'blocks that match apply in the order written',
    connector: 'config: { a: 1 }\nenvironments: { "*": { config: { a: 2, b: 2 } }, local: { config: { a: 3 } } }',
    expected: { a: '3', b: '2' },
  },
  {
    name: 'a block of another environment does not count',
    connector: 'config: { a: 1 }\nenvironments: { prod: { config: { a: 2 } } }',
    expected: { a: '1' },
  },
  {
    name: 'another converter class drops the lower keys',
    template: 'valueConverter: { class: JsonConverter, schemas.enable: false }',
    connector: 'valueConverter: org.x.Avro',
    expected: { 'value.converter': 'org.x.Avro' },
  },
  {
    name: 'the same class, short or in full, keeps them',
    template: 'valueConverter: { class: JsonConverter, schemas.enable: false }',
    connector: `valueConverter: ${KEYS}.json.JsonConverter`,
    expected: { 'value.converter': `${KEYS}.json.JsonConverter`, 'value.converter.schemas.enable': 'false' },
  },
  {
    name: 'converter keys without a class go over the lower ones',
    template: 'valueConverter: { class: JsonConverter, schemas.enable: false }',
    connector: 'valueConverter: { schemas.enable: true }',
    expected: { 'value.converter': `${KEYS}.json.JsonConverter`, 'value.converter.schemas.enable': 'true' },
  },
  {
    name: 'a null converter drops all of its keys',
    template: 'keyConverter: { class: JsonConverter, schemas.enable: false }',
    connector: 'keyConverter: null',
    expected: {},
  },
  {
    name: 'a class inside config goes as written',
    connector: 'config: { value.converter: JsonConverter }',
    expected: { 'value.converter': 'JsonConverter' },
  },
  {
    name: 'short predicate and transform classes are sent in full',
    connector:
      'transforms: [{ name: t, type: Cast$Key, config: { spec: int8 }, predicate: p }]\npredicates: [{ name: p, type: HasHeaderKey, config: { name: h } }]',
    expected: {
      transforms: 't',
      'transforms.t.type': `${KEYS}.transforms.Cast$Key`,
      'transforms.t.spec': 'int8',
      'transforms.t.predicate': 'p',
      predicates: 'p',
      'predicates.p.type': `${KEYS}.transforms.predicates.HasHeaderKey`,
      'predicates.p.name': 'h',
    },
  },
  {
    name: 'another class goes as written',
    connector: 'transforms: [{ name: t, type: org.x.T$Value }]',
    expected: { transforms: 't', 'transforms.t.type': 'org.x.T$Value' },
  },
  {
    name: 'raw transforms in a higher layer drop the lower items',
    template:
      'transforms: [{ name: a, type: Filter, predicate: p }]\npredicates: [{ name: p, type: RecordIsTombstone }]',
    connector: 'config: { transforms: b, transforms.b.type: Y, predicates: null }',
    expected: { transforms: 'b', 'transforms.b.type': 'Y' },
  },
  {
    name: 'a transform without a type, or by its bare name, is the inherited one; one left out is gone',
    template:
      'transforms: [{ name: a, type: HoistField$Value, config: { field: f } }, { name: b, type: Filter }, { name: c, type: Filter }]',
    connector: 'transforms: [{ name: a, config: { field: g } }, b]',
    expected: {
      transforms: 'a,b',
      'transforms.a.type': `${KEYS}.transforms.HoistField$Value`,
      'transforms.a.field': 'g',
      'transforms.b.type': `${KEYS}.transforms.Filter`,
    },
  },
  {
    name: 'an inherited transform item counts as not written: its key may stand in config beside it',
    template: 'transforms: [{ name: a, type: HoistField$Value, config: { field: f } }]',
    connector: 'transforms: [a]\nconfig: { transforms.a.field: g }',
    expected: {
      transforms: 'a',
      'transforms.a.type': `${KEYS}.transforms.HoistField$Value`,
      'transforms.a.field': 'g',
    },
  },
  {
    name: 'predicates are joined by name',
    template: 'predicates: [{ name: p, type: RecordIsTombstone }, { name: q, type: com.x.Old, config: { k: 1 } }]',
    connector: 'predicates: [{ name: q, type: com.x.New }]',
    expected: {
      predicates: 'p,q',
      'predicates.p.type': `${KEYS}.transforms.predicates.RecordIsTombstone`,
      'predicates.q.type': 'com.x.New',
    },
  },
  {
    name: 'a list of references',
    template: 'config: { a: 1 }',
    connector: 'config: { a: "${var.nothing:-2}" }',
    expected: { a: '2' },
  },
];

describe('layers', () => {
  for (const { name, template = 'config: {}', defaults = '', connector = '', expected } of rows) {
    it(name, () => {
      const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);
      const text = [
        `template: t\n${template}`,
        `pipeline: p\ndefaults:\n  extends: [t]\n${indent(defaults, '  ')}\nconnectors:\n  - name: c\n    class: X\n${indent(connector, '    ')}\n`,
      ].join('\n---\n');
      const project =
        'project: x\nenvironments: { local: { connect: { url: "http://x" } }, prod: { connect: { url: "http://y" } } }';
      const resolution = resolveText(text, { project });
      expect(resolution.diagnostics).toEqual([]);
      const { 'connector.class': _, ...config } = configOf(resolution);
      expect(config).toEqual(expected);
    });
  }

  it('templates are taken left to right, and extend each other', () => {
    const text =
      'template: a\nconfig: { k: a, x: a }\n---\ntemplate: b\nextends: [a]\nconfig: { k: b }\n---\ntemplate: c\nconfig: { k: c }\n---\npipeline: p\nconnectors: [{ name: one, class: X, extends: [b, c] }, { name: two, class: X, extends: [c, b] }]';
    const resolution = resolveText(text);
    expect([configOf(resolution, 'one'), configOf(resolution, 'two')]).toEqual([
      { 'connector.class': 'X', k: 'c', x: 'a' },
      { 'connector.class': 'X', k: 'b', x: 'a' },
    ]);
  });

  it('a null that removes something in one environment only is no warning', () => {
    const project =
      'project: x\nenvironments: { a: { connect: { url: "http://x" } }, b: { connect: { url: "http://y" } } }';
    const text =
      'template: t\nenvironments: { b: { config: { k: 1 } } }\n---\npipeline: p\nconnectors: [{ name: c, class: X, extends: [t], config: { k: null } }]';
    expect(validateText({ 'p.yaml': text }, project)).toEqual([]);
  });

  it('sourceOf is where the winning value is written', () => {
    const text =
      'template: t\nconfig: { a: 1, b: 1 }\n---\npipeline: p\nconnectors:\n  - name: c\n    class: X\n    extends: [t]\n    config: { b: 2 }\n';
    const connector = resolveText(text).connectors[0]!;
    const place = (key: string): unknown => {
      const source = connector.sourceOf(key);
      return source && [source.line, source.column];
    };
    expect([place('a'), place('b'), place('nothing'), connector.source.line]).toEqual([[2, 14], [9, 18], undefined, 6]);
  });
});

describe('fields that are no keys', () => {
  it('the higher layer wins, labels and allow are joined', () => {
    const text =
      'template: t\nstate: paused\nlabels: { a: 1, b: 1 }\npreventDestroy: true\ndependsOn: [x]\nallow: { H001: one }\n---\npipeline: p\nlabels: { z: 1 }\nallow: { H003: three }\nconnectors:\n  - { name: x, class: X }\n  - { name: c, class: X, extends: [t], state: running, labels: { b: 2, a: null }, preventDestroy: null, dependsOn: [], allow: { H002: two } }';
    const { connectors, diagnostics } = resolveText(text);
    expect(diagnostics).toEqual([]);
    const c = connectors[0]!;
    expect({
      state: c.state,
      labels: [...c.labels],
      prevent: c.preventDestroy,
      depends: c.dependsOn,
      allow: [...c.allow.keys()].sort(),
    }).toEqual({
      state: 'RUNNING',
      labels: [
        ['z', '1'],
        ['b', '2'],
      ],
      prevent: false,
      depends: [],
      allow: ['H001', 'H002', 'H003'],
    });
  });

  it('topics are joined by name, and null takes back what a lower layer says of one', () => {
    const text =
      'template: t\ntopics: [{ name: a, partitions: 3, config: { retention.ms: 1 } }, { name: b }]\n---\npipeline: p\nconnectors: [{ name: c, class: X, extends: [t], topics: [{ name: a, partitions: 6, config: { retention.ms: null } }, { name: d }] }]';
    const { topics, diagnostics } = resolveText(text);
    expect(diagnostics).toEqual([]);
    expect(topics.map(({ name, partitions, config }) => [name, partitions, [...config]])).toEqual([
      ['a', 6, [['retention.ms', null]]],
      ['b', undefined, []],
      ['d', undefined, []],
    ]);
  });

  it('state left out is not managed', () => {
    expect(resolveText('pipeline: p\nconnectors: [{ name: c, class: X }]').connectors[0]?.state).toBeUndefined();
  });
});

describe('only', () => {
  const project =
    'project: x\nenvironments: { dev: { connect: { url: "http://x" }, kafka: { bootstrapServers: "k:1" } }, prod: { connect: { url: "http://y" } } }';
  const text =
    'pipeline: p\nconnectors: [{ name: a, class: X, only: [dev] }, { name: b, class: X, dependsOn: [a] }]\ntopics: [{ name: t, only: ["d*"] }]';

  it('limits connectors and topics, and one that it keeps out does not count as a dependency', () => {
    const names = (environment: string): unknown => {
      const { connectors, topics, diagnostics } = resolveText(text, { project, environment });
      return [connectors.map((one) => [one.name, one.dependsOn]), topics.map((one) => one.name), diagnostics];
    };
    expect(names('dev')).toEqual([
      [
        ['a', []],
        ['b', ['a']],
      ],
      ['t'],
      [],
    ]);
    expect(names('prod')).toEqual([[['b', []]], [], []]);
  });

  it('one name in two environments is two connectors', () => {
    const two = 'pipeline: p\nconnectors: [{ name: a, class: X, only: [dev] }, { name: a, class: Y, only: [prod] }]';
    expect(validateText({ 'p.yaml': two }, project)).toEqual([]);
  });
});
