import { expect, test } from 'vitest';
import {
  defaultPlanOptions,
  makePlan,
  type Observed,
  type PlanEnvironment,
  type PlanOptions,
} from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment, removed, topic } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

interface Case {
  readonly connectors: readonly DesiredInput[];
  readonly lives?: Readonly<Record<string, LiveInput>>;
  readonly options?: Partial<PlanOptions>;
  readonly environment?: Partial<PlanEnvironment>;
  readonly observed?: Partial<Observed>;
  readonly removed?: readonly string[];
}

const S = { 'connector.class': 'FileStreamSource', file: '/a' };
const K = { 'connector.class': 'FileStreamSink', file: '/b', topics: 't' };
const ran = (config: Readonly<Record<string, string>>): LiveInput => ({ config, applied: config });
const abilities = observed([]).abilities;

function plan(input: Case) {
  return makePlan({
    environment: { ...environment, ...input.environment },
    connectors: input.connectors.map(desired),
    topics: [],
    removed: (input.removed ?? []).map((name) => removed(name)),
    diagnostics: [],
    observed: observed(
      Object.entries(input.lives ?? {}).map(([name, one]) => live(name, one)),
      input.observed,
    ),
    options: { ...defaultPlanOptions, ...input.options },
  });
}

const equal: readonly (Case & { readonly name: string })[] = [
  {
    name: 'a class by its alias',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, 'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector' }) },
  },
  {
    name: 'a key at the default that the worker reports',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, 'batch.size': '2000' }) },
  },
  {
    name: 'a default written in the file and absent on the worker',
    connectors: [{ name: 'a', config: { ...S, 'tasks.max': '1' } }],
    lives: { a: ran(S) },
  },
  {
    name: 'topics in another order',
    connectors: [{ name: 'a', config: { ...K, topics: 'b, a' } }],
    lives: { a: ran({ ...K, topics: 'a,b' }) },
  },
  { name: 'another pipeline in the mark', connectors: [{ name: 'a', pipeline: 'q', config: S }], lives: { a: ran(S) } },
  {
    name: 'keys of Confluent Cloud',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, '__internal.x': '1' }) },
  },
  {
    name: 'keys of ignoreKeys',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, 'cloud.id': '7' }) },
    environment: { ignoreKeys: ['cloud.*'] },
  },
  {
    name: 'a key of ${keep}',
    connectors: [{ name: 'a', config: { 'connector.class': 'FileStreamSource' }, keep: { file: null } }],
    lives: { a: ran(S) },
  },
  {
    name: 'a state that no file manages',
    connectors: [{ name: 'a', config: S }],
    lives: { a: { ...ran(S), state: 'PAUSED' } },
  },
  {
    name: 'UNASSIGNED where it is to run',
    connectors: [{ name: 'a', config: S, state: 'RUNNING' }],
    lives: { a: { ...ran(S), state: 'UNASSIGNED' } },
  },
  {
    name: 'FAILED, without --restart-failed',
    connectors: [{ name: 'a', config: S, state: 'RUNNING' }],
    lives: { a: { ...ran(S), state: 'FAILED' } },
  },
  {
    name: 'a mask whose digest is not known',
    connectors: [{ name: 'a', config: { ...S, 'connection.password': 'x' } }],
    lives: { a: { config: { ...S, 'connection.password': '••••••••' }, marks: { 'connectctl.owner': 'demo/local' } } },
  },
];

test.each(equal)('no change: $name', (input) => {
  expect(plan(input).plan).toMatchObject({ changes: [], summary: { noop: 1 } });
});

test.each(equal.slice(0, 4))('--strict shows: $name', (input) => {
  expect(plan({ ...input, options: { strict: true } }).plan.summary.update).toBe(1);
});

const different: readonly (Case & { readonly name: string; readonly key: string })[] = [
  {
    name: "an override at the client's default",
    key: 'producer.override.batch.size',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, 'producer.override.batch.size': '16384' }) },
  },
  {
    name: "a converter's sub-key at its default",
    key: 'value.converter.schemas.enable',
    connectors: [{ name: 'a', config: S }],
    lives: { a: ran({ ...S, 'value.converter.schemas.enable': 'true' }) },
  },
  {
    name: 'a key that the file ignores and writes all the same',
    key: 'cloud.id',
    connectors: [{ name: 'a', config: { ...S, 'cloud.id': '8' } }],
    lives: { a: ran({ ...S, 'cloud.id': '7' }) },
    environment: { ignoreKeys: ['cloud.*'] },
  },
  {
    name: 'preventDestroy, which stands as a mark',
    key: 'connectctl.protected',
    connectors: [{ name: 'a', config: S, preventDestroy: true }],
    lives: { a: ran(S) },
  },
];

test.each(different)('a change: $name', ({ key, ...input }) => {
  expect(plan(input).plan.changes).toMatchObject([{ action: 'update', fields: [{ key }] }]);
});

const refused: readonly (Case & { readonly name: string; readonly code: string })[] = [
  {
    name: "another owner's, even by a glob",
    code: 'CC4001',
    connectors: [{ name: 'a', config: S }],
    lives: { a: { ...ran(S), owner: 'x/y' } },
    options: { adopt: ['*'] },
  },
  {
    name: 'unmarked and different',
    code: 'CC4002',
    connectors: [{ name: 'a', config: S }],
    lives: { a: { config: K } },
  },
  {
    name: 'a kept key that the worker hides, without PATCH',
    code: 'CC4003',
    connectors: [{ name: 'a', config: { ...S, file: '/z' }, keep: { 'connection.password': null } }],
    lives: { a: { config: { ...S, 'connection.password': '••••••••' }, marks: { 'connectctl.owner': 'demo/local' } } },
    observed: { abilities: { ...abilities, patchConfig: false } },
  },
  {
    name: 'more deletes than allowed',
    code: 'CC4004',
    connectors: [],
    lives: { a: ran(S), b: ran(S) },
    options: { prune: true, maxDeletes: 1 },
  },
  {
    name: 'a delete of what is protected, whose file is gone',
    code: 'CC4005',
    connectors: [],
    lives: { a: { ...ran(S), marks: { 'connectctl.protected': 'true' } } },
    options: { prune: true },
  },
  {
    name: 'source to sink with preventDestroy',
    code: 'CC4005',
    connectors: [{ name: 'a', config: K, preventDestroy: true }],
    lives: { a: ran(S) },
  },
  {
    name: 'STOPPED before 3.5',
    code: 'CC4008',
    connectors: [{ name: 'a', config: S, state: 'STOPPED' }],
    lives: { a: ran(S) },
    observed: { abilities: { ...abilities, stop: false } },
  },
  {
    name: 'STOPPED before 3.5, with another change',
    code: 'CC4008',
    connectors: [{ name: 'a', config: { ...S, file: '/z' }, state: 'STOPPED' }],
    lives: { a: ran(S) },
    observed: { abilities: { ...abilities, stop: false } },
  },
  {
    name: 'a create that is to be STOPPED before 3.5',
    code: 'CC4008',
    connectors: [{ name: 'a', config: S, state: 'STOPPED' }],
    observed: { abilities: { ...abilities, stop: false } },
  },
  {
    name: 'a move before 3.7',
    code: 'CC4009',
    connectors: [{ name: 'a', config: S, movedFrom: ['b'] }],
    lives: { b: ran(S) },
    observed: { abilities: { ...abilities, initialState: false } },
  },
  ...['a/b', 'a\\b', '100%'].map((name) => ({
    name: `${name}, which no URL of a worker from 4.0 on may hold`,
    code: 'CC4006',
    connectors: [{ name, config: S }],
    observed: { abilities: { ...abilities, anyName: false } },
  })),
  {
    name: 'a move from a name that no URL may hold',
    code: 'CC4006',
    connectors: [{ name: 'a', config: S, movedFrom: ['a/b'] }],
    lives: { 'a/b': ran(S) },
    observed: { abilities: { ...abilities, anyName: false } },
  },
];

test('a name with a slash is no trouble before 4.0, nor one with a blank after', () => {
  const changes = (name: string, anyName: boolean) =>
    plan({ connectors: [{ name, config: S }], observed: { abilities: { ...abilities, anyName } } }).plan.changes;
  expect(changes('a/b', true)[0]).not.toHaveProperty('refused');
  expect(changes('a b;c:d', false)[0]).not.toHaveProperty('refused');
});

test.each(refused)('refused: $name', ({ code, ...input }) => {
  expect(plan(input).plan.changes[0]?.refused?.code).toBe(code);
});

test.each(['marks', 'none'] as const)('an old name beside the new one is an error, with ownership: %s', (ownership) => {
  const [connectors, lives] = [[{ name: 'a', config: S, movedFrom: ['b'] }], { a: ran(S), b: ran(S) }];
  const { diagnostics } = plan({ connectors, lives, environment: { ownership } }).plan;
  expect(diagnostics).toMatchObject([{ code: 'CC4011', severity: 'error', message: expect.stringContaining('"b"') }]);
});

test('another owner is overruled by its full name, and an unmarked one by a glob', () => {
  const lives = { a: { ...ran(S), owner: 'x/y' }, b: { config: S } };
  const connectors = [
    { name: 'a', config: S },
    { name: 'b', config: S },
  ];
  const { changes } = plan({ connectors, lives, options: { adopt: ['a', 'b*'] } }).plan;
  expect(changes.map((c) => [c.name, c.action, c.refused])).toEqual([
    ['a', 'adopt', undefined],
    ['b', 'adopt', undefined],
  ]);
});

test('ownership: none marks nothing, refuses nothing and prunes nothing', () => {
  const lives = { a: { config: { ...S, file: '/old' } }, z: { ...ran(S) } };
  const { plan: made } = plan({
    connectors: [{ name: 'a', config: S }],
    lives,
    options: { prune: true },
    environment: { ownership: 'none' },
  });
  expect(made).toMatchObject({ changes: [{ name: 'a', action: 'update' }], unmanaged: ['z'], orphaned: [] });
});

test.each([
  { prunes: false, flag: undefined, environment: false },
  { prunes: true, flag: undefined, environment: true },
  { prunes: true, flag: true, environment: false },
  { prunes: false, flag: false, environment: true },
])('--prune $flag where the environment says $environment: $prunes', ({ prunes, flag, environment }) => {
  const options = flag === undefined ? {} : { prune: flag };
  const { plan: made } = plan({ connectors: [], lives: { z: ran(S) }, options, environment: { prune: environment } });
  expect(made.changes.map(({ action }) => action)).toEqual(prunes ? ['delete'] : []);
  expect(made.orphaned).toEqual(prunes ? [] : ['z']);
});

const selections = [
  { name: 'nothing', options: {}, unmanaged: ['a-theirs', 'z'] },
  { name: '--target', options: { targets: ['a*'] }, unmanaged: ['a-theirs'] },
  { name: '--exclude', options: { excludes: ['a*'] }, unmanaged: ['z'] },
  { name: '--since', options: { only: ['a'] }, unmanaged: [] },
];

test.each(selections)('$name: a plan lists of what is not ours what the selection takes', ({ options, unmanaged }) => {
  const lives = { z: { config: S }, 'a-theirs': { config: S } };
  const { plan: made } = plan({ connectors: [{ name: 'a', config: S }], lives, options });
  expect(made).toMatchObject({ unmanaged, summary: { unmanaged: unmanaged.length } });
});

test('source to sink is a replace, and --replace is one', () => {
  expect(plan({ connectors: [{ name: 'a', config: K }], lives: { a: ran(S) } }).plan.changes).toMatchObject([
    { action: 'replace' },
  ]);
  expect(
    plan({ connectors: [{ name: 'a', config: S }], lives: { a: ran(S) }, options: { replace: ['a'] } }).plan.changes,
  ).toMatchObject([{ action: 'replace' }]);
});

test('--restart-failed restarts what failed, and never resumes', () => {
  const lives = { a: { ...ran(S), tasks: ['FAILED' as const] }, b: { ...ran(S), state: 'PAUSED' as const } };
  const { changes } = plan({
    connectors: [
      { name: 'a', config: S },
      { name: 'b', config: S },
    ],
    lives,
    options: { restartFailed: true },
  }).plan;
  expect(changes.map((c) => [c.name, c.action])).toEqual([['a', 'restart']]);
});

test('what stands FAILED is shown, also where no file defines it any more', () => {
  const failed: LiveInput = { ...ran(S), tasks: [{ state: 'FAILED', trace: 'java.io.IOException: gone' }] };
  const { plan: made } = plan({ connectors: [{ name: 'a', config: S }], lives: { a: failed, orphan: failed } });
  expect(made.failed.map(({ connector }) => connector)).toEqual(['a', 'orphan']);
});

test('selectors limit deletes, too', () => {
  const lives = { a: ran(S), b: ran(S) };
  const { changes } = plan({ connectors: [], lives, options: { prune: true, excludes: ['b'] } }).plan;
  expect(changes.map((c) => c.name)).toEqual(['a']);
});

test("what a move changes is no drift: the marks are the old one's", () => {
  const connectors = [{ name: 'new', config: { ...S, file: '/b' }, movedFrom: ['old'] }];
  const { changes } = plan({ connectors, lives: { old: ran(S) } }).plan;
  expect(changes).toMatchObject([
    { action: 'move', fields: [{ key: 'file', before: '/a', after: '/b', drift: false }] },
  ]);
});

test.each([
  { name: "another owner's", live: { ...ran(S), owner: 'x/y' }, message: 'it is taken over from x/y' },
  { name: 'an unmarked one', live: { config: S }, message: expect.stringContaining('made by hand') },
])('a move of $name is refused, and a hazard where it is adopted', ({ live: old, message }) => {
  const connectors = [{ name: 'new', config: S, movedFrom: ['old'] }];
  expect(plan({ connectors, lives: { old } }).plan.changes[0]?.refused?.message).toContain('"old"');
  const [change] = plan({ connectors, lives: { old }, options: { adopt: ['old'] } }).plan.changes;
  expect(change).toMatchObject({ action: 'move', hazards: [{ id: 'H013', message }] });
  expect(change).not.toHaveProperty('refused');
});

const movers: readonly { name: string; lives: Record<string, LiveInput>; isPending: boolean }[] = [
  { name: 'a move to come', lives: { old: ran(S) }, isPending: true },
  {
    name: 'a move that was interrupted',
    lives: { old: ran(S), new: { ...ran(S), marks: { 'connectctl.moving': 'old' } } },
    isPending: true,
  },
  { name: 'two that are both there', lives: { old: ran(S), new: ran(S) }, isPending: false },
];

test.each(movers)('$name: a plan that leaves the new one out does not prune the old one', ({ lives, isPending }) => {
  const connectors = [{ name: 'new', config: S, movedFrom: ['old'] }];
  for (const selection of [{ targets: ['old'] }, { excludes: ['new'] }, { only: ['old'] }]) {
    const options = { prune: true, ...selection };
    expect(plan({ connectors, lives, options }).plan.changes).toEqual([]);
    const { changes } = plan({ connectors, lives, options, removed: ['old'] }).plan;
    expect(changes.map(({ action }) => action)).toEqual(isPending ? [] : ['delete']);
  }
});

test('both names of a move are there: listed under removed, the old one is deleted', () => {
  const connectors = [{ name: 'new', config: S, movedFrom: ['old'] }];
  const lives = { old: ran(S), new: ran(S) };
  const { diagnostics, plan: made } = plan({ connectors, lives, removed: ['old'] });
  expect(diagnostics).toEqual([]);
  expect(made.changes).toMatchObject([{ name: 'old', action: 'delete' }]);
});

test('a sink waits for the source that writes its topic, through a RegexRouter; written dependsOn wins', () => {
  const source = {
    name: 'src',
    config: {
      ...S,
      topic: 'raw',
      transforms: 'r',
      'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      'transforms.r.regex': 'r(.*)',
      'transforms.r.replacement': 'd$1',
    },
  };
  const sink = { name: 'snk', config: { ...K, topics: 'daw' } };
  const after = (connectors: readonly DesiredInput[]) =>
    Object.fromEntries(plan({ connectors }).operations.map((op) => [op.change.name, op.after]));
  expect(after([source, sink])).toEqual({ snk: ['src'], src: [] });
  expect(after([{ ...source, dependsOn: ['snk'] }, sink])).toEqual({ snk: [], src: ['snk'] });
});

test('the same input gives the same bytes, whatever the order of the connectors', () => {
  const lives = { a: ran(S), c: ran(S) };
  const connectors = [
    { name: 'b', config: K },
    { name: 'a', config: { ...S, file: '/z' } },
  ];
  const one = JSON.stringify(plan({ connectors, lives }).plan);
  expect(JSON.stringify(plan({ connectors: [...connectors].reverse(), lives }).plan)).toBe(one);
});

test('while a class can not be read its values are not printed', () => {
  const { plan: made } = plan({
    connectors: [{ name: 'a', config: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', licence: 'abc' } }],
    observed: { definitions: new Map([['FileStreamSource', { kind: 'unreadable', message: 'boom' }]]) },
  });
  expect(made.changes[0]?.fields).toMatchObject([
    { key: 'connector.class', after: 'FileStreamSource' },
    { key: 'licence', sensitive: true },
    { key: 'tasks.max', after: '1' },
  ]);
});

test("the worker's validation points at the line that wrote the key, and a secret is not quoted", () => {
  const errors = ['Invalid value hunter2 for configuration connection.password: String must be longer'];
  const value = { name: 'connection.password', value: null, recommended_values: [], errors, visible: true };
  const infos = { name: 'x', error_count: 1, groups: [], configs: [{ definition: null, value }] };
  const { diagnostics } = plan({
    connectors: [{ name: 'a', config: { ...S, 'connection.password': 'hunter2' } }],
    observed: { validations: new Map([['a', { kind: 'answer', infos }]]) },
  });
  expect(diagnostics).toMatchObject([
    { code: 'CC4014', severity: 'error', source: { file: 'pipelines/p.yaml', line: 6 } },
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

test('a class that the worker lacks is named with the one that was meant', () => {
  const { diagnostics } = plan({ connectors: [{ name: 'a', config: { ...S, 'connector.class': 'FileStreamSourc' } }] });
  expect(diagnostics).toMatchObject([{ code: 'CC4015', help: 'did you mean "FileStreamSource"?' }]);
});

test('${keep} without a value for a create is an error', () => {
  const { diagnostics } = plan({ connectors: [{ name: 'a', config: S, keep: { topic: null } }] });
  expect(diagnostics).toMatchObject([{ code: 'CC4010' }]);
});

test('topics: created, widened and set key by key; fewer partitions are an error', () => {
  const config = new Map([
    ['retention.ms', { value: '5', isDefault: false }],
    ['other', { value: 'x', isDefault: false }],
  ]);
  const { plan: made, diagnostics } = makePlan({
    environment,
    connectors: [],
    topics: [
      topic('fewer', { partitions: 1 }),
      topic('new', { partitions: 2, config: new Map([['retention.ms', '9']]) }),
      topic('same', { partitions: 3, config: new Map([['retention.ms', '5']]) }),
      topic('wider', { partitions: 4, config: new Map([['retention.ms', '9']]) }),
    ],
    removed: [],
    diagnostics: [],
    observed: observed([], {
      topics: new Map(
        ['fewer', 'same', 'wider'].map((name) => [name, { partitions: 3, replicationFactor: 1, config }]),
      ),
    }),
    options: defaultPlanOptions,
  });
  expect(made.changes.map((c) => [c.name, c.action, c.fields.map((f) => f.key), c.uncompared])).toEqual([
    ['new', 'create', ['config.retention.ms', 'partitions'], {}],
    ['wider', 'update', ['config.retention.ms', 'partitions'], { undeclared: 1 }],
  ]);
  expect(diagnostics).toMatchObject([{ code: 'CC4016' }]);
});

test.each([
  { name: 'longer', before: '5', after: '9', impact: [] },
  { name: 'shorter', before: '9', after: '5', impact: ['Kafka may delete records'] },
  { name: 'without limit', before: '9', after: '-1', impact: [] },
  { name: 'with a limit again', before: '-1', after: '9', impact: ['Kafka may delete records'] },
  { name: 'at the default', before: '9', after: null, impact: ['Kafka may delete records'] },
])('a retention $name', ({ before, after, impact }) => {
  const { plan: made } = makePlan({
    environment,
    connectors: [],
    topics: [topic('t', { config: new Map([['retention.ms', after]]) })],
    removed: [],
    diagnostics: [],
    observed: observed([], {
      topics: new Map([
        [
          't',
          {
            partitions: 1,
            replicationFactor: 1,
            config: new Map([['retention.ms', { value: before, isDefault: false }]]),
          },
        ],
      ]),
    }),
    options: defaultPlanOptions,
  });
  expect(made.changes[0]?.impact).toEqual(impact);
});

test('what Kafka refuses of a topic is an error at its line; what it may not tell is said', () => {
  const at = (line: number) => ({ file: 'pipelines/p.yaml', line, column: 1 });
  const sourceOf = (key: string) => at(key === 'config.retention.ms' ? 7 : key === 'partitions' ? 8 : 9);
  const refused = (name: string, message: string, isForbidden = false) => ({ name, message, isForbidden });
  const config = new Map([['retention.ms', 'soon']]);
  const { diagnostics } = makePlan({
    environment,
    connectors: [],
    topics: ['a', 'b', 'c', 'd', 'e'].map((name) => topic(name, { partitions: 2, config, source: at(6), sourceOf })),
    removed: [],
    diagnostics: [],
    observed: observed([], {
      topics: new Map(),
      topicRefusals: [
        refused('a', 'Invalid value soon for configuration retention.ms: Not a number of type LONG'),
        refused('b', 'Number of partitions must be larger than 0.'),
        refused('c', 'Unable to replicate the partition 3 time(s): 1 broker(s) are registered.'),
        refused('d', 'Violated the policy of this cluster.'),
        refused('e', 'Authorization failed.', true),
      ],
    }),
    options: defaultPlanOptions,
  });
  expect(diagnostics.map((d) => [d.code, d.severity, d.source?.line])).toEqual([
    ['CC4022', 'error', 6],
    ['CC4022', 'info', 6],
    ['CC4022', 'error', 7],
    ['CC4022', 'error', 8],
    ['CC4022', 'error', 9],
  ]);
});

test('a topic of the same name changes neither the count of what is unchanged nor the list of what is unmanaged', () => {
  const { plan: made } = makePlan({
    environment,
    connectors: [desired({ name: 'a', config: S })],
    topics: [topic('a', { partitions: 2 }), topic('z', { partitions: 2 })],
    removed: [],
    diagnostics: [],
    observed: observed([live('a', ran(S)), live('z', { config: S })], { topics: new Map() }),
    options: defaultPlanOptions,
  });
  expect(made).toMatchObject({ summary: { create: 2, noop: 1, unmanaged: 1 }, unmanaged: ['z'] });
});

test('a replace starts at the offsets that the file declares, after the connector that it takes them from', () => {
  const source = { file: 'p.yaml', line: 1, column: 1 };
  const connectors = [
    { name: 'a', config: S, state: 'STOPPED' as const },
    { name: 'b', config: { ...S, file: '/b' }, offsets: { kind: 'from' as const, connector: 'a', source } },
  ];
  const input = { connectors, lives: { a: ran(S), b: ran({ ...S, file: '/b' }) }, options: { replace: ['b'] } };
  const { plan: made, operations } = plan(input);
  expect(made.changes[1]?.impact).toEqual([
    'stops 1 task',
    'deleted and created again',
    'starts at the declared offsets',
  ]);
  expect(operations[1]?.after).toEqual(['a']);
  const old = plan({ ...input, observed: { abilities: { ...abilities, alterOffsets: false } } });
  expect(old.plan.changes[1]?.refused?.code).toBe('CC4007');
});

test('a create that was interrupted goes on to the state that it remembers', () => {
  const marks = { 'connectctl.starting': 'true', 'connectctl.moving.state': 'PAUSED' };
  const lives = { a: { ...ran(S), state: 'STOPPED' as const, marks } };
  const { operations } = plan({ connectors: [{ name: 'a', config: S }], lives });
  expect(operations).toMatchObject([{ change: { action: 'create' }, wantedState: 'PAUSED' }]);
});

test('removed of an unmarked connector is refused', () => {
  const { plan: made } = makePlan({
    environment,
    connectors: [],
    topics: [],
    removed: [removed('a')],
    diagnostics: [],
    observed: observed([live('a', { config: S })]),
    options: defaultPlanOptions,
  });
  expect(made.changes).toMatchObject([{ action: 'delete', refused: { code: 'CC4002' } }]);
});
