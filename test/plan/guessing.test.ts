import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { ConfigKeyInfo } from '../../src/core/index.ts';
import { configToWrite, defaultPlanOptions, makePlan, savePlan } from '../../src/plan/index.ts';
import { fakeKeys, keyInfo } from '../connect/fake-connect.ts';
import { desired, environment } from './desired.ts';
import { CLUSTER_ID, live, observed } from './observed.ts';

// Thousands of scrypts take minutes; how slow a guess is does not matter to how much it tells.
vi.mock('node:crypto', async (original) => ({
  ...(await original<typeof import('node:crypto')>()),
  scryptSync: (value: string, salt: string, length: number) =>
    createHash('sha256').update(salt).update(value).digest().subarray(0, length),
}));

const words = Array.from({ length: 2000 }, (_, i) => `word-${i}`);
const SECRET = words[471]!;

/** `vault.key` is a password by its class alone, `dsn` by what it holds. */
const keys: readonly ConfigKeyInfo[] = [...fakeKeys, keyInfo('vault.key', 'PASSWORD', null)];
const definition = { kind: 'keys' as const, keys: new Map(keys.map((key) => [key.name, key])) };

function connector(name: string, word: string) {
  const secrets = { 'connection.password': word, 'other.password': word, 'vault.key': word };
  return desired({ name, config: { 'connector.class': 'FileStreamSource', file: `/${name}`, ...secrets } });
}

const unreadable = { kind: 'unreadable' as const, message: '' };

/** All that connectctl writes down about two connectors that share a password. */
const artefacts = {
  'the marks on a worker that masks': (word: string) =>
    ['a', 'b'].map((name) => {
      const context = { definition, ignoreKeys: [], owner: environment.owner, masksSecrets: true };
      const { config } = configToWrite(connector(name, word), undefined, {
        ...context,
        salt: { clusterId: CLUSTER_ID, connector: name },
      });
      return config['connectctl.applied'];
    }),
  'a plan file': (word: string) => planFile(word, true),
  'a plan file of a class that could not be read': (word: string) => planFile(word, false),
  'a plan file with the password inside a URL': (word: string) => {
    const config = { 'connector.class': 'FileStreamSource', file: '/a', dsn: `jdbc:x://h/db?password=${word}` };
    return saved([desired({ name: 'a', config })], config, true);
  },
};

function planFile(word: string, isRead: boolean): unknown {
  const old = { 'connector.class': 'FileStreamSource', file: '/old', 'other.password': word, 'vault.key': word };
  return saved(
    ['a', 'b'].map((name) => connector(name, word)),
    old,
    isRead,
  );
}

/** One connector is updated from `old`, the others are created; another one, in no file, is deleted. */
function saved(connectors: ReturnType<typeof desired>[], old: Readonly<Record<string, string>>, isRead: boolean) {
  const lives = [
    live('a', { config: { ...old, topic: 'old' }, applied: {} }),
    live('gone', { config: old, applied: {} }),
  ];
  const read = observed(lives, { definitions: new Map([['FileStreamSource', isRead ? definition : unreadable]]) });
  const options = { ...defaultPlanOptions, prune: true };
  const input = { environment, connectors, topics: [], removed: [], diagnostics: [], observed: read, options };
  return savePlan(makePlan(input), read, options, '1');
}

test.each(Object.entries(artefacts))(
  'a list of 2,000 words against %s leaves several',
  (_name, write) => {
    const known = JSON.stringify(write(SECRET));
    expect(known).not.toContain(SECRET);
    const fitting = words.filter((word) => JSON.stringify(write(word)) === known);
    expect(fitting).toContain(SECRET);
    expect(fitting.length).toBeGreaterThan(3);
  },
  120_000,
);
