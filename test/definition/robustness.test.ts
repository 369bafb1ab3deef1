import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  builtInFramework,
  builtInPlugins,
  checkEnvironments,
  checkOffline,
  formatYaml,
  loadProject,
  pluginCatalogue,
  readProjectFile,
} from '../../src/definition/index.ts';
import { renderDiagnostics } from '../../src/render/index.ts';
import { LOCAL_PROJECT, places, validateText } from './projects.ts';

const CASES = fileURLToPath(new URL('../cases/definition', import.meta.url));

/** Real definitions, to be broken. */
const texts = readdirSync(CASES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /pipelines\/.*\.(ya?ml|json|properties)$/.test(path))
  .map((path) => ({ path: path.replace(/^.*\//, ''), text: readFileSync(join(CASES, path), 'utf8') }));
const projects = readdirSync(CASES).map((name) => readFileSync(join(CASES, name, 'connectctl.yaml'), 'utf8'));

const same = (text: string): string => text;
const plain = { red: same, yellow: same, cyan: same, dim: same, bold: same };

const edit = fc.tuple(
  fc.nat(),
  fc.nat(12),
  fc.constantFrom(
    '',
    ' ',
    '\n',
    ':',
    '- ',
    '#',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '*a',
    '&a ',
    '!t ',
    '${',
    '}',
    '$$',
    '${var.x}',
    '~',
    'null',
    '\t',
    '\r\n',
    '>',
    '\u0000',
    '\ud800',
    '<<: ',
    '---\n',
    '? ',
    '%',
  ),
);

function mutate(text: string, edits: readonly (readonly [number, number, string])[]): string {
  let mutated = text;
  for (const [at, cut, insert] of edits) {
    const from = at % (mutated.length + 1);
    mutated = mutated.slice(0, from) + insert + mutated.slice(from + cut);
  }
  return mutated;
}

function checkAll(projectText: string, path: string, text: string): number {
  const { projectFile, diagnostics } = readProjectFile({ path: 'connectctl.yaml', text: projectText });
  if (!projectFile) return diagnostics.length;
  const loaded = loadProject(projectFile, [{ path, text }]);
  const checked = checkEnvironments(loaded.project, loaded.project.environments, { env: 'placeholders' });
  const offline = checkOffline(checked.resolutions, knowledge);
  const found = [...diagnostics, ...loaded.diagnostics, ...checked.diagnostics];
  renderDiagnostics([...found, ...offline.diagnostics], new Map([[path, text]]), plain, loaded.project.masked);
  return found.length;
}

const knowledge = { catalogue: pluginCatalogue(builtInPlugins(), []), framework: builtInFramework() };

describe('the loader takes any text', () => {
  it('mutated pipelines give diagnostics and never throw', () => {
    let broken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        ({ path, text }, edits) => {
          if (checkAll(LOCAL_PROJECT, path, mutate(text, edits)) > 0) broken++;
        },
      ),
      { numRuns: 400 },
    );
    expect(broken).toBeGreaterThan(100);
  });

  it('mutated project files give diagnostics and never throw', () => {
    let broken = 0;
    fc.assert(
      fc.property(fc.constantFrom(...projects), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        if (checkAll(mutate(text, edits), 'p.yaml', texts[0]!.text) > 0) broken++;
      }),
      { numRuns: 250 },
    );
    expect(broken).toBeGreaterThan(70);
  });

  it('formatting a mutated file never throws, and a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(edit, { maxLength: 2 }), ({ path, text }, edits) => {
        const once = formatYaml({ path, text: mutate(text, edits) }, undefined);
        if (once.diagnostics.length > 0) return;
        expect(formatYaml({ path, text: once.text }, undefined).text).toBe(once.text);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what would grow without bound is told', () => {
  const rows: readonly { name: string; text: () => string; expected: string }[] = [
    { name: 'a file of 10 MB', text: () => `pipeline: p\n# ${'x'.repeat(10_000_000)}`, expected: 'CC1010 p.yaml:1:1' },
    {
      name: 'aliases of aliases (a billion laughs)',
      text: () => {
        const lines = Array.from(
          { length: 12 },
          (_, i) =>
            `  v${i}: &v${i} [${
              i === 0
                ? 'lol'
                : Array(9)
                    .fill(`*v${i - 1}`)
                    .join(', ')
            }]`,
        );
        return `pipeline: p\nvariables:\n${lines.join('\n')}`;
      },
      expected: 'CC1006 p.yaml:1:1',
    },
    {
      name: 'an alias inside its own anchor',
      text: () => 'pipeline: p\nvariables: { a: &a [*a] }',
      expected: 'CC1006 p.yaml:2:21',
    },
    {
      name: 'lists in lists in lists',
      text: () => `pipeline: p\nvariables: { a: ${'['.repeat(5000)}${']'.repeat(5000)} }`,
      expected: 'CC1001 p.yaml:1:1',
    },
    {
      name: 'maps in maps in maps',
      text: () => Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      expected: 'CC1001 p.yaml:1:1',
    },
  ];
  for (const { name, text, expected } of rows) {
    it(name, () => {
      const before = performance.now();
      expect(places(validateText({ 'p.yaml': text() }))).toContain(expected);
      expect(performance.now() - before).toBeLessThan(10_000);
    });
  }
  const long = 'x'.repeat(1_000_000);
  const lines: readonly [name: string, line: string][] = [
    ['a word', `description: {a} ${long}`],
    ['blanks', `description: *a ${' '.repeat(1_000_000)}#`],
    ['a text in double quotes', `description: "${long}\\."`],
    ['a flow list', `only: [${long}\${var.x}]`],
    ['an unknown key', `${long.slice(0, 1000)}: ${long}`],
  ];
  for (const [name, line] of lines) {
    it(`a line of a megabyte: ${name}`, () => {
      const text = `pipeline: p\n${line}\n`;
      const before = performance.now();
      const found = validateText({ 'p.yaml': text });
      expect(found.length).toBeGreaterThan(0);
      const shown = renderDiagnostics(found, new Map([['p.yaml', text]]), plain);
      expect(shown.length).toBeLessThan(10_000);
      expect(performance.now() - before).toBeLessThan(10_000);
    });
  }

  it('defaults in defaults in defaults', () => {
    const text = `pipeline: p\nconnectors: [{ name: c, class: X, config: { a: "${'${var.x:-'.repeat(3000)}${'}'.repeat(3000)}" } }]`;
    expect(validateText({ 'p.yaml': text }).map((one) => one.code)).toEqual(['CC2005']);
  });
});
