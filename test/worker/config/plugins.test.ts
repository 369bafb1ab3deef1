import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Logger, silentLogger } from '../../../src/worker/log/index.ts';
import { loadPluginPath, PluginRegistry } from '../../../src/worker/plugins/index.ts';
import { parseVersionRange } from '../../../src/worker/validation/index.ts';
import { testFolder } from '../../harness/index.ts';
import { fakePlugins } from '../herder/fakes.ts';

const registry = new PluginRegistry(fakePlugins);

describe('names of plugins', () => {
  test.each<[string, string | undefined]>([
    ['test.FakeSourceConnector', 'test.FakeSourceConnector'],
    ['FakeSourceConnector', 'test.FakeSourceConnector'],
    ['FakeSource', 'test.FakeSourceConnector'],
    ['FakeConverter', 'test.FakeConverter'],
    ['Fake', 'test.FakeConverter'],
    ['fakesource', undefined],
    ['test.Tag', 'test.Tag'],
  ])('%s', (name, expected) => {
    expect(registry.lookupClass(name)).toBe(expected);
  });

  test('an alias of two classes is none', () => {
    const [source] = fakePlugins;
    const other = { ...source!, className: 'other.FakeSourceConnector' } as typeof source & object;
    const two = new PluginRegistry([...fakePlugins, other]);
    expect(two.lookupClass('FakeSource')).toBeUndefined();
    expect(() => two.findConnector('FakeSource')).toThrow(
      /^More than one connector matches alias FakeSource\. Please use full package and class name instead\. Classes found: PluginDesc\{klass=class other\.FakeSourceConnector, .*PluginDesc\{klass=class test\./,
    );
  });
});

describe('versions', () => {
  test.each<[string, string, boolean]>([
    ['4.3.1', '4.3.1', true],
    ['4.3', '4.3.1', false],
    ['[4.0,5.0)', '4.3.1', true],
    ['[4.0,4.3.1)', '4.3.1', false],
    ['(,4.3.1]', '4.3.1', true],
    ['[4.10,)', '4.9', false],
    ['[1,2],[4,5]', '4.3.1', true],
  ])('%s and %s: %s', (range, version, expected) => {
    expect(parseVersionRange(range).includes(version)).toBe(expected);
  });

  test('one that does not end', () => {
    expect(() => parseVersionRange('[4.0')).toThrow('Unbounded range: [4.0');
  });
});

describe('plugin.path', () => {
  const plugin =
    "export const plugins = [{ kind: 'predicate', className: 'my.P', version: '2', configDef: { keys: [] }, create: () => ({}) }];";

  function recorder(): { log: Logger; lines: string[] } {
    const lines: string[] = [];
    const write = (message: string) => void lines.push(message);
    return { lines, log: { ...silentLogger, info: write, warn: write, error: write } };
  }

  test('modules and packages are loaded, and nothing else is run', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'a.plugin.mjs'), plugin);
    writeFileSync(join(folder, 'other.js'), 'throw new Error("was run")');
    mkdirSync(join(folder, 'pack'));
    writeFileSync(join(folder, 'pack', 'package.json'), '{"connectctl":{"plugin":"./main.mjs"}}');
    writeFileSync(join(folder, 'pack', 'main.mjs'), plugin.replace('my.P', 'my.Q'));
    const { log } = recorder();
    expect((await loadPluginPath([folder], log)).map(({ className }) => className)).toEqual(['my.P', 'my.Q']);
  });

  test('jars and folders that are not there are no errors', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'connect.jar'), '');
    const { log, lines } = recorder();
    expect(await loadPluginPath([folder, '/no/such/folder', ''], log)).toEqual([]);
    expect(lines[0]).toBe(`plugin.path: the Java archives in ${folder} are not loaded; built-in plugins stand in`);
    expect(lines[1]).toContain('/no/such/folder cannot be read and is left out');
  });

  test('a module that is broken is named, and the others are loaded', async () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'a.plugin.mjs'), 'export const plugins = [{ kind: "predicate" }];');
    writeFileSync(join(folder, 'b.plugin.mjs'), plugin);
    const { log, lines } = recorder();
    expect(await loadPluginPath([folder], log)).toHaveLength(1);
    expect(lines[0]).toContain('a.plugin.mjs cannot be loaded: an entry of');
  });
});
