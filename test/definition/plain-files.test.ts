import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEnvironments } from '../../src/definition/index.ts';
import { configOf, places, projectOf, validateText } from './projects.ts';

function configOfFile(path: string, text: string): Record<string, string> {
  const { project, diagnostics } = projectOf({ [path]: text });
  const { resolutions, diagnostics: found } = checkEnvironments(project, ['local'], { env: {} });
  expect([...diagnostics, ...found].filter((one) => one.severity === 'error')).toEqual([]);
  return configOf(resolutions[0]!);
}

const config = fc
  .dictionary(
    fc.string({ unit: 'binary', maxLength: 12, minLength: 1 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    { maxKeys: 6 },
  )
  // Keys with rules of their own, which other tests are about.
  .filter((all) => Object.keys(all).every((key) => !/^(name|config|initial_state|connect|.*converter)/.test(key)));

describe('plain files are taken as they stand', () => {
  it('any flat JSON, in either form', () => {
    fc.assert(
      fc.property(config, fc.constantFrom(undefined, 2, '\t'), (entries, indent) => {
        const all = { ...entries, 'connector.class': 'X' };
        const nested = JSON.stringify({ name: 'a', config: { name: 'a', ...all } }, undefined, indent);
        const flat = JSON.stringify({ name: 'a', ...all }, undefined, indent);
        expect(configOfFile('p/a.json', nested)).toEqual(all);
        expect(configOfFile('p/a.json', flat)).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });

  const rows: readonly { name: string; path: string; text: string; expected: readonly string[] }[] = [
    { name: 'JSON that is no map', path: 'a.json', text: '[1]', expected: ['CC1020 a.json:1:1'] },
    {
      name: 'a config without a name',
      path: 'a.json',
      text: '{"config": {"connector.class": "X"}}',
      expected: ['CC1020 a.json:1:12'],
    },
    {
      name: 'another name in config',
      path: 'a.json',
      text: '{"name": "a", "config": {"name": "b", "connector.class": "X"}}',
      expected: ['CC1009 a.json:1:34'],
    },
    {
      name: 'a null',
      path: 'a.json',
      text: '{"name": "a", "connector.class": "X", "k": null}',
      expected: ['CC3003 a.json:1:44'],
    },
    {
      name: 'a map',
      path: 'a.json',
      text: '{"name": "a", "connector.class": "X", "k": {}}',
      expected: ['CC3003 a.json:1:44'],
    },
    {
      name: 'an unknown state',
      path: 'a.json',
      text: '{"name": "a", "config": {"connector.class": "X"}, "initial_state": "up"}',
      expected: ['CC1009 a.json:1:68'],
    },
    {
      name: 'a key beside name and config',
      path: 'a.json',
      text: '{"name": "a", "config": {"connector.class": "X"}, "tasks": []}',
      expected: ['CC1007 a.json:1:51'],
    },
    {
      name: 'a key twice',
      path: 'a.json',
      text: '{"name": "a", "connector.class": "X",\n"k": 1, "k": 2}',
      expected: ['CC1003 a.json:2:9'],
    },
    {
      name: 'our own marks',
      path: 'a.json',
      text: '{"name": "a", "connector.class": "X", "connectctl.owner": "me"}',
      expected: ['CC3002 a.json:1:39'],
    },
    {
      name: 'a converter key without a class',
      path: 'a.properties',
      text: 'name=a\nconnector.class=X\nvalue.converter.x=1',
      expected: ['CC3008 a.properties:3:1'],
    },
    {
      name: 'properties without a name',
      path: 'a.properties',
      text: 'connector.class=X',
      expected: ['CC1020 a.properties:1:1'],
    },
    {
      name: 'a property twice',
      path: 'a.properties',
      text: 'name=a\nconnector.class=X\nk=1\nk=2',
      expected: ['CC1003 a.properties:4:1'],
    },
  ];
  for (const { name, path, text, expected } of rows) {
    it(`an error: ${name}`, () => expect(places(validateText({ [path]: text }))).toEqual(expected));
  }

  it('two files of one connector are told', () => {
    const text = '{"name": "a", "connector.class": "X"}';
    expect(places(validateText({ 'a.json': text, 'b.json': text }))).toEqual(['CC1014 b.json:1:10']);
  });
});
