import { expect, test } from 'vitest';
import type { RemovedConnector } from '../../src/definition/index.ts';
import {
  defaultPlanOptions,
  isSavedPlan,
  isUntouched,
  makePlan,
  type PlanOptions,
  type SavedPlan,
  savePlan,
  whatMoved,
} from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment, removed, topic } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

interface World {
  readonly connectors: readonly DesiredInput[];
  readonly offsets?: string;
  readonly lives?: Readonly<Record<string, LiveInput>>;
  readonly removed?: readonly RemovedConnector[];
  readonly partitions?: { readonly declared: number; readonly live: number };
  readonly options?: Partial<PlanOptions>;
  readonly environment?: Partial<typeof environment & { project: string }>;
  readonly urls?: readonly string[];
  readonly clusterId?: string;
}

const S = { 'connector.class': 'FileStreamSource', file: '/a', 'connection.password': 'hunter2' };
const before: LiveInput = { config: S, applied: S };

/** One created, one updated, one deleted, one widened topic. */
const world: World = {
  connectors: [
    { name: 'changed', config: { ...S, file: '/new' } },
    { name: 'fresh', config: { ...S, dsn: 'jdbc:x://h/db?password=hunter2' }, keep: { topic: 'kept' } },
  ],
  lives: { changed: before, gone: before },
  removed: [removed('gone')],
  partitions: { declared: 3, live: 1 },
};

function planned(input: World) {
  const { partitions, clusterId = 'cluster-1' } = input;
  const settings = { ...environment, ...input.environment };
  const options = { ...defaultPlanOptions, ...input.options };
  const lives = Object.entries(input.lives ?? {}).map(([name, one]) => live(name, one));
  const seen = observed(lives, {
    server: { version: '4.3.1', commit: 'x', kafka_cluster_id: clusterId },
    ...(partitions && {
      topics: new Map([['t', { partitions: partitions.live, replicationFactor: 1, config: new Map() }]]),
    }),
  });
  const connectors = input.connectors.map((one) => {
    const json = one.name === 'fresh' ? input.offsets : undefined;
    const source = { file: 'p.yaml', line: 1, column: 1 };
    return { ...desired(one), ...(json !== undefined && { offsets: { kind: 'pairs' as const, json, source } }) };
  });
  const result = makePlan({
    environment: settings,
    connectors,
    topics: partitions ? [topic('t', { partitions: partitions.declared })] : [],
    removed: input.removed ?? [],
    diagnostics: [],
    observed: seen,
    options,
  });
  const connect = {
    urls: input.urls ?? ['http://127.0.0.1:8083'],
    auth: undefined,
    tls: undefined,
    headers: new Map(),
  };
  return { ...result, observed: seen, options, environment: { ...settings, connect } };
}

const saved = savePlan(planned(world), '1.0.0');
const [changed, fresh] = world.connectors as [DesiredInput, DesiredInput];

test('what was planned, planned again, has not moved, and the file holds no secret', () => {
  expect(whatMoved(saved, planned(world), '1.0.0')).toEqual([]);
  expect(saved.changes.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'update t',
    'update changed',
    'create fresh',
    'delete gone',
  ]);
  expect(JSON.stringify(saved)).not.toContain('hunter2');
});

const moves: readonly { readonly what: string; readonly now: Partial<World>; readonly told: readonly string[] }[] = [
  {
    what: 'a value of the files',
    now: { connectors: [{ ...changed, config: { ...S, file: '/newer' } }, fresh] },
    told: ['changed: the files have changed (file)'],
  },
  {
    what: 'a secret of the files',
    now: { connectors: [changed, { ...fresh, config: { ...fresh.config, 'connection.password': 'hunter3' } }] },
    told: ['fresh: the files have changed (connection.password)'],
  },
  {
    what: 'a secret inside a URL of the files',
    now: { connectors: [changed, { ...fresh, config: { ...fresh.config, dsn: 'jdbc:x://h/db?password=hunter3' } }] },
    told: ['fresh: the files have changed (dsn)'],
  },
  {
    what: 'what a create takes for ${keep}',
    now: { connectors: [changed, { ...fresh, keep: { topic: 'other' } }] },
    told: ['fresh: the files have changed (topic)'],
  },
  {
    what: 'a value that is left to the worker now',
    now: { connectors: [{ ...changed, keep: { extra: null } }, fresh] },
    told: ['changed: the files have changed (its ${keep} keys)'],
  },
  {
    what: 'the state to create it in',
    now: { connectors: [changed, { ...fresh, state: 'PAUSED' }] },
    told: ['fresh: the files have changed (its state)'],
  },
  {
    what: 'declared offsets',
    now: { offsets: '[]' },
    told: ['fresh: the files have changed (its offsets)'],
  },
  {
    what: 'preventDestroy',
    now: { connectors: [changed, { ...fresh, preventDestroy: true }] },
    told: ['fresh: the files have changed (preventDestroy)'],
  },
  {
    what: 'a delete that is to reset offsets',
    now: { removed: [removed('gone', { offsets: 'reset' })] },
    told: ['gone: the files have changed (its offsets)'],
  },
  {
    what: 'a key on the worker',
    now: { lives: { ...world.lives, changed: { config: { ...S, topic: 'x' }, applied: S } } },
    told: ['changed: it was changed on the worker (topic)'],
  },
  {
    what: 'a secret on the worker',
    now: { lives: { ...world.lives, changed: { config: { ...S, 'connection.password': 'x' }, applied: S } } },
    told: ['changed: it was changed on the worker (connection.password)'],
  },
  {
    what: 'a key of what is deleted',
    now: { lives: { ...world.lives, gone: { config: { ...S, file: '/other' }, applied: S } } },
    told: ['gone: it was changed on the worker (file)'],
  },
  {
    what: 'a pause on the worker',
    now: { lives: { ...world.lives, changed: { ...before, state: 'PAUSED' } } },
    told: ['changed: it was changed on the worker (its state)'],
  },
  {
    what: 'a topic on the cluster',
    now: { partitions: { declared: 3, live: 2 } },
    told: ['topic t: what would be written is no longer what the plan shows'],
  },
  {
    what: 'a topic in the files',
    now: { partitions: { declared: 4, live: 1 } },
    told: ['topic t: the files have changed (topic)'],
  },
  {
    what: 'a change that is done already',
    now: { connectors: [{ name: 'changed', config: S }, fresh] },
    told: ['changed: there is nothing to update any more'],
  },
  {
    what: 'a create that somebody has done',
    now: { lives: { ...world.lives, fresh: before } },
    told: ['fresh: it is now to update, not to create'],
  },
  {
    what: 'a connector more',
    now: { connectors: [changed, fresh, { name: 'third', config: S }] },
    told: ['third: it is now to create'],
  },
  {
    what: 'another cluster',
    now: { clusterId: 'cluster-2' },
    told: ['it is another Kafka cluster: the plan was made for cluster-1, this is cluster-2'],
  },
  {
    what: 'another Connect cluster on the same Kafka',
    now: { urls: ['http://me:hunter2@127.0.0.1:9'] },
    told: ["the environment's connect.url was http://127.0.0.1:8083 and is http://me:(sensitive)@127.0.0.1:9"],
  },
  {
    what: 'keys left to the service',
    now: { environment: { ignoreKeys: ['cloud.*'] } },
    told: ["the environment's ignoreKeys was empty and is cloud.*"],
  },
  {
    what: 'another project',
    now: { environment: { project: 'other' } },
    told: ['the plan is of project demo, this is other'],
  },
];

test.each(moves)('it is out of date: $what', ({ now, told }) => {
  expect(whatMoved(saved, planned({ ...world, ...now }), '1.0.0')).toEqual(told);
});

test("another owner is told, and that its connectors are not the plan's any more", () => {
  expect(whatMoved(saved, planned({ ...world, environment: { owner: 'x/y' } }), '1.0.0')).toContain(
    "the environment's owner was demo/local and is x/y",
  );
});

test('another connectctl may plan otherwise', () => {
  expect(whatMoved(saved, planned(world), '1.0.1')).toEqual(['the plan was made by connectctl 1.0.0, this is 1.0.1']);
});

test('a file that is edited in any of its values is no longer the one that was written', () => {
  const text = JSON.stringify(saved, null, 2);
  expect(isUntouched(JSON.parse(text) as SavedPlan)).toBe(true);
  const places = leaves(JSON.parse(text));
  expect(places.length).toBeGreaterThan(100);
  for (const path of places) {
    const edited = JSON.parse(text) as SavedPlan;
    edit(edited, path);
    expect({ path, accepted: isSavedPlan(edited) && isUntouched(edited) }).toEqual({ path, accepted: false });
  }
});

test('a file without one of its parts is none', () => {
  const { saved: details, ...plan } = saved;
  expect(isSavedPlan(plan)).toBe(false);
  for (const key of Object.keys(details)) {
    const edited = { ...plan, saved: Object.fromEntries(Object.entries(details).filter(([k]) => k !== key)) };
    expect({ key, accepted: isSavedPlan(edited) && isUntouched(edited) }).toEqual({ key, accepted: false });
  }
  const options = { ...details.options, targets: 'all' };
  expect(isSavedPlan({ ...plan, saved: { ...details, options } })).toBe(false);
});

/** The paths of all values that are no objects. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function edit(value: unknown, path: readonly string[]): void {
  const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], value) as Record<
    string,
    unknown
  >;
  const key = path.at(-1)!;
  const old = parent[key];
  parent[key] = typeof old === 'number' ? old + 1 : typeof old === 'boolean' ? !old : old === null ? 'x' : `${old}x`;
}
