import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clientKeyUses } from '../../../src/worker/clients/index.ts';
import { PluginRegistry } from '../../../src/worker/plugins/index.ts';
import { clientKeys, connectorKeys, sinkKeys, sourceKeys } from '../../../src/worker/validation/index.ts';
import { ignoredWorkerKeys, workerConfigDef, workerKeyUse } from '../../../src/worker/worker-config/index.ts';

interface DefinedKey {
  readonly name: string;
  readonly type: string;
  readonly importance: string;
  /** As text; null: none; undefined: the key is required. */
  readonly defaultText: string | null | undefined;
}

/** What test/real/java/ConfigKeys.java printed of Kafka Connect 4.3.1; test/real/defined-names.test.ts prints it again. */
function definedKeys(definition: string): DefinedKey[] {
  const text = readFileSync(new URL('fixtures/kafka-config-keys.tsv', import.meta.url), 'utf8');
  const rows = text.split('\n').map((line) => line.split('\t'));
  return rows
    .filter(([of]) => of === definition)
    .map(([, name = '', type = '', importance = '', value]) => ({
      name,
      type,
      importance,
      defaultText: value === 'null' ? null : value === '(required)' ? undefined : value,
    }));
}

describe.each(['producer', 'consumer', 'admin'] as const)('every setting of the %s', (kind) => {
  const defined = definedKeys(kind);

  test('is known with its type, importance and default', () => {
    const ours = [...clientKeys[kind].values()].map(({ name, type, importance, required, defaultText }) => ({
      name,
      type,
      importance,
      defaultText: required ? undefined : defaultText,
    }));
    expect(byName(ours)).toEqual(byName(defined));
  });

  test('has its effect, or a reason why it has none', () => {
    expect(defined.filter(({ name }) => clientKeyUses[kind][name] === undefined)).toEqual([]);
  });
});

test('docs/worker.md names every setting of clients that has an effect', () => {
  const page = readFileSync(new URL('../../../docs/worker.md', import.meta.url), 'utf8').replaceAll('\\*', '*');
  const words = new Set(page.match(/[a-z0-9.]+\*?/g));
  const isNamed = (name: string) =>
    words.has(name) || [...name.matchAll(/\./g)].some(({ index }) => words.has(`${name.slice(0, index)}.*`));
  const honoured = Object.values(clientKeyUses).flatMap((uses) =>
    Object.entries(uses).flatMap(([name, use]) => (use === 'honoured' ? [name] : [])),
  );
  expect(honoured.filter((name) => name !== 'bootstrap.servers' && !isNamed(name))).toEqual([]);
});

test('what no client defines has no row', () => {
  const defined = new Set(
    (['producer', 'consumer', 'admin'] as const).flatMap((k) => definedKeys(k).map((d) => d.name)),
  );
  const uses = Object.values(clientKeyUses).flatMap((table) => Object.keys(table));
  expect(uses.filter((name) => !defined.has(name))).toEqual([]);
});

describe('every setting of a standalone worker', () => {
  const defined = definedKeys('standalone');
  const ours = new Map(workerConfigDef.keys.map((key) => [key.name, key]));

  test('is read, or there is a reason why it has no effect', () => {
    const open = defined.filter(({ name }) => !name.endsWith('.plugin.version'));
    expect(open.filter(({ name }) => !ours.has(name) && workerKeyUse(name) === undefined)).toEqual([]);
  });

  test('that is read has the type, importance and default of Kafka Connect, but REST stays on this machine', () => {
    const differing = defined.filter(({ name, type, importance, defaultText }) => {
      const key = ours.get(name);
      if (key === undefined) return false;
      const text = textOf(key.defaultValue);
      return key.type !== type || key.importance !== importance || text !== defaultText;
    });
    expect(differing.map(({ name }) => name)).toEqual(['listeners']);
  });

  test('is one of Kafka Connect, or of its allowlist policy', () => {
    const names = new Set(defined.map(({ name }) => name));
    const own = workerConfigDef.keys.filter(({ name }) => !names.has(name)).map(({ name }) => name);
    expect(own).toEqual(['connector.client.config.override.allowlist']);
  });
});

test('every setting of a distributed worker is taken in silence, or there is a reason why it has no effect', () => {
  const standalone = new Set(definedKeys('standalone').map(({ name }) => name));
  const open = definedKeys('distributed').filter(({ name }) => !standalone.has(name));
  expect(open.length).toBeGreaterThan(20);
  expect(open.filter(({ name }) => !ignoredWorkerKeys.has(name) && workerKeyUse(name) === undefined)).toEqual([]);
});

test.each([
  ['source', sourceKeys],
  ['sink', sinkKeys],
] as const)('every setting of a %s connector is there with its type, importance and default', (kind, own) => {
  const keys = [...connectorKeys(new PluginRegistry([]), null, {}), ...own];
  const ours = keys.map(({ name, type, importance, defaultValue }) => ({
    name,
    type,
    importance,
    defaultText: textOf(defaultValue),
  }));
  expect(byName(ours)).toEqual(byName(definedKeys(kind)));
});

function byName(keys: readonly DefinedKey[]): DefinedKey[] {
  return [...keys].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return value as null | undefined;
  return Array.isArray(value) ? value.join(',') : String(value);
}
