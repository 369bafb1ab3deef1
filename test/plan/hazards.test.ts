import { describe, expect, test } from 'vitest';
import {
  defaultPlanOptions,
  hazardRules,
  makePlan,
  type Observed,
  type Plan,
  type PlanOptions,
} from '../../src/plan/index.ts';
import { type DesiredInput, desired, environment, removed } from './desired.ts';
import { type LiveInput, live, observed } from './observed.ts';

interface Case {
  readonly connectors: readonly DesiredInput[];
  readonly lives?: Readonly<Record<string, LiveInput>>;
  readonly options?: Partial<PlanOptions>;
  readonly removed?: readonly string[];
  readonly more?: Partial<Observed>;
}

const S = { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' };
const K = { 'connector.class': 'FileStreamSink', file: '/b', topics: 't' };
const ran = (config: Readonly<Record<string, string>>): LiveInput => ({ config, applied: config });

/** For each hazard a case in which it fires, and the nearest one in which it must not. */
const cases: Readonly<Record<string, { readonly fires: Case; readonly near: Case }>> = {
  H001: {
    fires: { connectors: [{ name: 'new', config: S }], lives: { old: ran(S) } },
    near: { connectors: [{ name: 'new', config: S, movedFrom: ['old'] }], lives: { old: ran(S) } },
  },
  H002: {
    fires: { connectors: [{ name: 'a', config: { ...S, 'connector.class': 'Other' } }], lives: { a: ran(S) } },
    near: {
      connectors: [
        {
          name: 'a',
          config: { ...S, file: '/z', 'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector' },
        },
      ],
      lives: { a: ran(S) },
    },
  },
  H003: {
    fires: { connectors: [{ name: 'a', config: { ...S, topic: 'u' } }], lives: { a: ran(S) } },
    near: { connectors: [{ name: 'a', config: { ...S, file: '/z' } }], lives: { a: ran(S) } },
  },
  H004: {
    fires: { connectors: [{ name: 'a', config: { ...K, topics: 't,u' } }], lives: { a: ran(K) } },
    near: {
      connectors: [{ name: 'a', config: { ...K, topics: 'u,t', file: '/z' } }],
      lives: { a: ran({ ...K, topics: 't,u' }) },
    },
  },
  H005: {
    fires: {
      connectors: [
        { name: 'a', config: { ...S, 'value.converter': 'org.apache.kafka.connect.storage.StringConverter' } },
      ],
      lives: { a: ran(S) },
    },
    near: { connectors: [{ name: 'a', config: { ...S, 'header.converter': 'X' } }], lives: { a: ran(S) } },
  },
  H006: {
    fires: { connectors: [{ name: 'a', config: { ...K, 'errors.tolerance': 'all' } }] },
    near: {
      connectors: [
        { name: 'a', config: { ...K, 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'dlq' } },
      ],
    },
  },
  H007: {
    fires: { connectors: [{ name: 'a', config: { ...S, 'errors.deadletterqueue.topic.name': 'dlq' } }] },
    near: { connectors: [{ name: 'a', config: { ...K, 'errors.deadletterqueue.topic.name': 'dlq' } }] },
  },
  H008: {
    fires: {
      connectors: [
        { name: 'a', config: S },
        { name: 'b', config: { ...S, topic: 'u' } },
      ],
    },
    near: {
      connectors: [
        { name: 'a', config: S },
        { name: 'b', config: { ...S, file: '/other', topic: 'u' } },
      ],
    },
  },
  H009: {
    fires: { connectors: [{ name: 'a', config: { ...S, 'connection.password': 'hunter2' } }] },
    near: { connectors: [{ name: 'a', config: { ...S, 'connection.password': '${file:/run/s:pw}' } }] },
  },
  H010: {
    fires: { connectors: [], removed: ['a'], lives: { a: ran(S) } },
    near: { connectors: [], removed: ['a'], lives: { a: { ...ran(S), state: 'STOPPED' } } },
  },
  H011: {
    fires: {
      connectors: [{ name: 'a', config: K }],
      more: { leftovers: new Map([['a', 'consumer group connect-a']]) },
    },
    near: {
      connectors: [{ name: 'a', config: { ...K, file: '/z' } }],
      lives: { a: ran(K) },
      more: { leftovers: new Map([['a', 'consumer group connect-a']]) },
    },
  },
  H012: {
    fires: { connectors: [{ name: 'a', config: S, state: 'RUNNING' }], lives: { a: { ...ran(S), state: 'PAUSED' } } },
    near: { connectors: [{ name: 'a', config: S, state: 'STOPPED' }], lives: { a: { ...ran(S), state: 'PAUSED' } } },
  },
  H013: {
    fires: { connectors: [{ name: 'a', config: S }], lives: { a: { config: S } }, options: { adopt: ['a'] } },
    near: {
      connectors: [{ name: 'a', config: { ...S, file: '/z' } }],
      lives: { a: ran(S) },
      options: { adopt: ['a'] },
    },
  },
  H014: {
    fires: { connectors: [{ name: 'a', config: { ...K, 'consumer.override.group.id': 'g' } }], lives: { a: ran(K) } },
    near: {
      connectors: [{ name: 'a', config: { ...K, 'consumer.override.max.poll.records': '9' } }],
      lives: { a: ran(K) },
    },
  },
  H017: {
    fires: {
      connectors: [
        { name: 'a', config: S },
        { name: 'b', config: K, dependsOn: ['a'] },
      ],
      lives: { a: { ...ran(S), tasks: ['FAILED'] } },
    },
    near: {
      connectors: [
        { name: 'a', config: S },
        { name: 'b', config: K, dependsOn: ['a'] },
      ],
      lives: { a: { ...ran(S), tasks: ['FAILED'] } },
      options: { restartFailed: true },
    },
  },
};

const router = (replacement: string): Readonly<Record<string, string>> => ({
  ...S,
  transforms: 'r',
  'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter',
  'transforms.r.regex': '(.*)',
  'transforms.r.replacement': replacement,
});
const change = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Case => ({
  connectors: [{ name: 'a', config: after }],
  lives: { a: ran(before) },
});
const S_JSON = { ...S, 'value.converter': 'org.apache.kafka.connect.json.JsonConverter' };

/** Further cases of the hazards that look at topics, with what is said; undefined: nothing. */
const ofTopics: readonly (Case & { readonly name: string; readonly id: string; readonly says?: string })[] = [
  {
    name: 'a router that is added',
    id: 'H003',
    ...change(S, router('x-$1')),
    says: 'new records go to "x-t" instead of "t": what was written stays there (transforms.r.regex)',
  },
  {
    name: 'a router with another replacement',
    id: 'H003',
    ...change(router('x-$1'), router('y-$1')),
    says: 'new records go to "y-t" instead of "x-t": what was written stays there (transforms.r.replacement)',
  },
  { name: 'a router that renames nothing', id: 'H003', ...change(S, router('$1')) },
  {
    name: 'a topic behind a router that nobody can follow',
    id: 'H003',
    ...change(
      { ...router('$1'), 'transforms.r.regex': '(?<!' },
      { ...router('$1'), 'transforms.r.regex': '(?<!', topic: 'u' },
    ),
    says: 'topic decides the topics of its records, and changes: new records may go to another topic, and what was written stays in the old one',
  },
  {
    name: 'a transform that routes nothing',
    id: 'H003',
    ...change(S, {
      ...S,
      transforms: 'h',
      'transforms.h.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
    }),
  },
  {
    name: 'topics that come and go',
    id: 'H004',
    ...change({ ...K, topics: 'a,b' }, { ...K, topics: 'b,c,d' }),
    says: '"c" and "d" are read from the beginning; "a" is no longer read',
  },
  {
    name: 'a converter of a topic that stays',
    id: 'H005',
    ...change(S, S_JSON),
    says: 'value.converter changes while "t" may hold records of the old format: who reads both may fail',
  },
  { name: 'another converter for another topic', id: 'H005', ...change(S, { ...S_JSON, topic: 'u' }) },
  {
    name: "a registry's user",
    id: 'H005',
    ...change(
      { ...S, 'value.converter.basic.auth.credentials.source': 'URL' },
      { ...S, 'value.converter.basic.auth.credentials.source': 'USER_INFO' },
    ),
  },
  {
    name: 'a converter where the topics are not known',
    id: 'H005',
    ...change(
      { 'connector.class': 'FileStreamSource' },
      { 'connector.class': 'FileStreamSource', 'value.converter': 'X' },
    ),
    says: 'value.converter changes while its topics (not known: no key of its class is known to name its topics) may hold records of the old format: who reads both may fail',
  },
];

test.each(ofTopics)('$id: $name', ({ id, says, ...input }) => {
  const found = planOf(input).changes.flatMap((c) => c.hazards.filter((hazard) => hazard.id === id));
  expect(found.map((hazard) => hazard.message)).toEqual(says === undefined ? [] : [says]);
});

function hazardsOf(input: Case): string[] {
  return planOf(input).changes.flatMap((c) => c.hazards.map((hazard) => hazard.id));
}

function planOf(input: Case): Plan {
  const { plan } = makePlan({
    environment,
    connectors: input.connectors.map(desired),
    topics: [],
    removed: (input.removed ?? []).map((name) => removed(name)),
    diagnostics: [],
    observed: observed(
      Object.entries(input.lives ?? {}).map(([name, one]) => live(name, one)),
      input.more,
    ),
    options: { ...defaultPlanOptions, ...input.options },
  });
  return plan;
}

describe.each(Object.entries(cases))('%s', (id, { fires, near }) => {
  test('fires', () => expect(hazardsOf(fires)).toContain(id));
  test('does not fire on the nearest harmless case', () => expect(hazardsOf(near)).not.toContain(id));
  test('is silenced by allow', () => {
    const allowed = { ...fires, connectors: fires.connectors.map((c) => ({ ...c, allow: [id] })) };
    if (fires.connectors.length > 0) expect(hazardsOf(allowed)).not.toContain(id);
  });
});

test('every hazard of the table that looks at one connector or the worker has its two cases', () => {
  const offline = ['H015', 'H016'];
  expect(hazardRules.map((rule) => rule.id).filter((id) => !offline.includes(id))).toEqual(Object.keys(cases));
});
