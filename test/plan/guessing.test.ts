import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { ConfigKeyInfo } from '../../src/core/index.ts';
import { configToWrite, defaultPlanOptions, makePlan, savePlan } from '../../src/plan/index.ts';
import { fakeKeys, keyInfo } from '../connect/fake-connect.ts';
import { desired, environment } from './desired.ts';
import { CLUSTER_ID, live, observed } from './observed.ts';

// 10,000 scrypts take five minutes; how slow a guess is does not matter to how much it tells. digest-secret.test.ts has
// the real one.
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  scryptSync: (value: string, salt: string, length: number) =>
    createHash('sha256').update(salt).update(value).digest().subarray(0, length),
}));

/** Words as people make them: with digits, delimiters, letters of other alphabets. None is a part of another. */
const shapes = [
  (i: number) => `word-${i}x`,
  (i: number) => `P@$$w0rd.${i}!`,
  (i: number) => `sommer_${i}_größe`,
  (i: number) => `${i}horse/battery\\staple%`,
  (i: number) => `tiger${i}`,
];
const words = Array.from({ length: 10_000 }, (_, i) => shapes[i % shapes.length]!(i));
const secrets = shapes.map((_, i) => words[4710 + i]!);

/** `vault.key` is a password by its class alone, `dsn` and `other.dsn` by what they hold. */
const keys: readonly ConfigKeyInfo[] = [...fakeKeys, keyInfo('vault.key', 'PASSWORD', null)];
const definition = { kind: 'keys' as const, keys: new Map(keys.map((key) => [key.name, key])) };
const unreadable = { kind: 'unreadable' as const, message: '' };

/** Every way in which a password is written into a config; `n` makes the text around it another one. */
const places: Readonly<Record<string, (word: string, n: number) => string>> = {
  'connection.password': (word) => word,
  'vault.key': (word) => word,
  'sasl.jaas.config': (word, n) =>
    `org.apache.kafka.PlainLoginModule required username="user${n}" password="${word.replaceAll('\\', '\\\\')}";`,
  'basic.auth.user.info': (word, n) => `user${n}:${word}`,
  'header.secret': (word, n) => `Basic ${Buffer.from(`user${n}:${word}`).toString('base64')}`,
  'bearer.token': (word, n) => `Bearer ${word} ${n}`,
  'json.secret': (word, n) => JSON.stringify({ n, password: word }),
  dsn: (word, n) => `jdbc:x://h${n}/db?password=${encodeURIComponent(word)}&n=${n}`,
  'other.dsn': (word, n) => `mongodb://user${n}:${encodeURIComponent(word)}@h${n}/db`,
};

const sensitive = Object.keys(places).filter((key) => key !== 'vault.key' && !key.endsWith('dsn'));

function configOf(word: string, n: number): Record<string, string> {
  const values = Object.entries(places).map(([key, text]) => [key, text(word, n)]);
  return { 'connector.class': 'FileStreamSource', file: `/${n}`, ...Object.fromEntries(values) };
}

/** The mark on a worker that masks, of connector number n. */
function mark(word: string, n: number): string | undefined {
  const context = { definition, ignoreKeys: [], owner: environment.owner, masksSecrets: true };
  const salt = { clusterId: CLUSTER_ID, connector: `c-${n}` };
  const connector = desired({ name: `c-${n}`, config: configOf(word, n), sensitive });
  return configToWrite(connector, undefined, { ...context, salt }).config['connectctl.applied'];
}

const connect = { urls: ['http://127.0.0.1:8083'], auth: undefined, tls: undefined, headers: new Map() };

/** One connector is updated from what was there, another created, and one that is in no file deleted. */
function planFile(word: string, isRead: boolean): unknown {
  const lives = [
    live('a', { config: { ...configOf(word, 1), topic: 'old' }, applied: {} }),
    live('gone', { config: configOf(word, 2), applied: {} }),
  ];
  const read = observed(lives, { definitions: new Map([['FileStreamSource', isRead ? definition : unreadable]]) });
  const options = { ...defaultPlanOptions, prune: true };
  const connectors = ['a', 'b'].map((name, n) => desired({ name, config: configOf(word, n + 3), sensitive }));
  const input = { environment, connectors, topics: [], removed: [], diagnostics: [], observed: read, options };
  return savePlan({ ...makePlan(input), ...input, environment: { ...environment, connect } }, '1');
}

/** What connectctl writes down, alone and together: a guess that fits has to fit all of it. */
const artefacts: Readonly<Record<string, (word: string) => unknown>> = {
  'the mark of one connector': (word) => mark(word, 1),
  'the marks of fifty connectors that share it': (word) => Array.from({ length: 50 }, (_, n) => mark(word, n)),
  'two marks of one connector, one after the other': (word) => [mark(word, 1), mark(word, 100)],
  'a plan file': (word) => planFile(word, true),
  'a plan file of a class that could not be read': (word) => planFile(word, false),
  'plan files and marks together': (word) => [
    mark(word, 1),
    mark(word, 2),
    planFile(word, true),
    planFile(word, false),
  ],
};

const rows = Object.keys(artefacts).flatMap((what) => secrets.map((secret) => ({ what, secret })));

/** What each word's mark would be: a guess has to fit it besides, for whoever has a plan file may well have the mark. */
const marksOfWords = words.map((word) => mark(word, 1));

test.each(rows)('a list of 10,000 words against $what leaves a dozen for $secret', ({ what, secret }) => {
  const write = artefacts[what]!;
  const known = JSON.stringify(write(secret));
  expect(known.includes(secret)).toBe(false);
  const markOfSecret = marksOfWords[words.indexOf(secret)];
  const fitting = words.filter((word, i) => marksOfWords[i] === markOfSecret && JSON.stringify(write(word)) === known);
  expect(fitting).toContain(secret);
  expect(fitting.length).toBeGreaterThan(11);
});
