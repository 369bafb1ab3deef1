import { expect, test } from 'vitest';
import { classesToRead, defaultPlanOptions, makePlan, savePlan } from '../../src/plan/index.ts';
import { fakeKeys, fakePlugins, keyInfo } from '../connect/fake-connect.ts';
import { desired, environment, removed } from './desired.ts';
import { live, observed } from './observed.ts';

/** `vault.key` is a password of the old class, by nothing but its type there. */
const vault = { class: 'x.VaultSource', type: 'source' as const, version: '1' };
const keysOf = (type: 'PASSWORD' | 'STRING') => ({
  kind: 'keys' as const,
  keys: new Map([...fakeKeys, keyInfo('vault.key', type, null)].map((key) => [key.name, key])),
});
const definitions = new Map([
  ['x.VaultSource', keysOf('PASSWORD')],
  ['FileStreamSource', keysOf('STRING')],
]);

const old = { 'connector.class': 'x.VaultSource', file: '/a', 'vault.key': 'hunter2' };
const lives = [live('c', { config: old, applied: old }), live('gone', { config: old, applied: old })];
const plugins = [...fakePlugins, vault];

function input(read: typeof definitions | Map<string, never>) {
  return {
    environment,
    connectors: [desired({ name: 'c', config: { 'connector.class': 'FileStreamSource', file: '/b' } })],
    topics: [],
    removed: [removed('gone')],
    diagnostics: [],
    observed: observed(lives, { plugins, definitions: read }),
    options: defaultPlanOptions,
  };
}

test('where a class changes both are read, and that of what is deleted', () => {
  expect(classesToRead(input(new Map()))).toEqual(['FileStreamSource', 'x.VaultSource']);
});

test('a password of the old class is not shown, though the new one has no such password', () => {
  const { changes } = makePlan(input(definitions)).plan;
  expect(changes[0]?.fields.find(({ key }) => key === 'vault.key')).toMatchObject({
    sensitive: true,
    change: 'changed',
    presence: 'removed',
  });
  expect(changes[0]?.fields.find(({ key }) => key === 'file')).toMatchObject({ before: '/a', after: '/b' });
  expect(JSON.stringify(changes)).not.toContain('hunter2');
});

test('nor has it a long digest in a plan file, where it is deleted as little as where it changes', () => {
  const planned = input(definitions);
  const connect = { urls: [], auth: undefined, tls: undefined, headers: new Map() };
  const { saved } = savePlan({ ...makePlan(planned), ...planned, environment: { ...environment, connect } }, '1');
  for (const { observed: digests } of saved.changes) {
    expect(digests).toMatch(/vault\.key=w[0-9a-f]{2}(?:,|$)/);
    expect(digests).toMatch(/file=[\w-]{6}(?:,|$)/);
  }
});
