import { expect, test } from 'vitest';
import { overlaps, topicsOf } from '../../src/plan/index.ts';

type Config = Readonly<Record<string, string>>;

const R = 'org.apache.kafka.connect.transforms.RegexRouter';
const T = 'org.apache.kafka.connect.transforms.TimestampRouter';
const source = (config: Config) => topicsOf('source', (key) => config[key]);
const sink = (config: Config) => topicsOf('sink', (key) => config[key]);
const regexRouter = {
  transforms: 'r',
  'transforms.r.type': R,
  'transforms.r.regex': '(.*)',
  'transforms.r.replacement': 'x-$1',
};
const timestampRouter = { transforms: 't', 'transforms.t.type': T };

const rows: readonly {
  readonly name: string;
  readonly source: Config;
  readonly reads: readonly Config[];
  readonly not: readonly Config[];
}[] = [
  {
    name: 'topic',
    source: { topic: 'a' },
    reads: [{ topics: 'b, a' }, { 'topics.regex': 'a|b' }],
    not: [{ topics: 'aa' }],
  },
  { name: 'topic.prefix', source: { 'topic.prefix': 'db.' }, reads: [{ topics: 'db.t' }], not: [{ topics: 'd' }] },
  { name: 'RegexRouter', source: { topic: 'a', ...regexRouter }, reads: [{ topics: 'x-a' }], not: [{ topics: 'a' }] },
  {
    name: 'RegexRouter with a predicate',
    source: { topic: 'a', ...regexRouter, 'transforms.r.predicate': 'p' },
    reads: [{ topics: 'x-a' }, { topics: 'a' }],
    not: [{ topics: 'x-b' }],
  },
  {
    name: 'TimestampRouter',
    source: { topic: 'a.b', ...timestampRouter },
    reads: [{ topics: 'a.b-20261128' }, { 'topics.regex': 'a\\.b-.*' }],
    not: [{ topics: 'a.b' }, { topics: 'axb-20261128' }, { 'topics.regex': 'c-.*' }],
  },
  {
    name: 'TimestampRouter behind RegexRouter, with formats of its own',
    source: {
      topic: 'a',
      ...regexRouter,
      ...timestampRouter,
      transforms: 'r,t',
      'transforms.t.topic.format': '${timestamp}/${topic}',
      'transforms.t.timestamp.format': 'yyyy-MM',
    },
    reads: [{ topics: '2026-11/x-a' }, { 'topics.regex': '....-../x-a' }],
    not: [{ topics: '2026-11/a' }],
  },
];

test.each(rows)('$name: what a sink has to read to get its records', ({ source: config, reads, not }) => {
  expect(reads.map((one) => overlaps(source(config), sink(one)))).toEqual(reads.map(() => true));
  expect(not.map((one) => overlaps(source(config), sink(one)))).toEqual(not.map(() => false));
});

test.each<{ readonly name: string; readonly config: Config }>([
  {
    name: 'another router',
    config: { topic: 'a', transforms: 'r', 'transforms.r.type': 'io.debezium.transforms.ByLogicalTableRouter' },
  },
  { name: 'a router of several prefixes', config: { 'topic.prefix': 'a', ...regexRouter } },
  { name: 'a Java pattern', config: { topic: 'a', ...regexRouter, 'transforms.r.regex': '(?<!' } },
  { name: 'no key that names them', config: { 'kafka.something': 'a' } },
])('$name: unknown, with the reason', ({ config }) => {
  expect(source(config)).toEqual({ kind: 'unknown', why: expect.stringMatching(/\w+/) });
});
