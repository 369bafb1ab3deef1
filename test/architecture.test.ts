import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/**
 * Which folders of src/ a folder may import. The control side (definition, plan, apply, render, connect) and the
 * worker meet at the REST API only, so neither side ever finds the other here.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  definition: ['core'],
  connect: ['core'],
  plan: ['core', 'definition'],
  render: ['core', 'definition', 'plan', 'apply'],
  apply: ['core', 'definition', 'plan', 'connect', 'kafka'],
  kafka: ['core'],
  broker: ['core', 'kafka'],
  worker: ['core', 'kafka'],
  cli: ['core', 'definition', 'connect', 'plan', 'render', 'apply', 'kafka', 'broker', 'worker'],
};

/** What only the command line may touch: everything else gets it handed in. */
const processOnly = /\bprocess\.(exit|exitCode|env|stdout|stderr|stdin|argv)\b/;

/** Pure folders: values in, values out. */
const pure = ['core', 'definition', 'plan', 'render'];
const impureModule =
  /^(node:)?(fs|fs\/promises|http|https|http2|net|tls|dgram|dns|child_process|worker_threads|timers|timers\/promises|os)$/;

interface SourceFile {
  /** Below src/, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** Module specifiers, static and dynamic. */
  readonly imports: readonly string[];
}

const files = readSources();

describe('the layout of src/', () => {
  it('is found by this test', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(100);
  });

  it('has a rule for every folder', () => {
    expect(Object.keys(mayImport)).toEqual(expect.arrayContaining([...new Set(files.map((file) => file.folder))]));
  });

  it('imports in one direction only', () => {
    expect(
      violations(({ folder, target }) => target !== folder && !(mayImport[folder] ?? []).includes(target)),
    ).toEqual([]);
  });

  it('goes into another folder through its door, index.ts', () => {
    expect(violations(({ folder, target, inside }) => target !== folder && inside !== 'index.ts')).toEqual([]);
  });

  it('names every file in kebab-case, and none after nothing', () => {
    const name = /^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/;
    const empty = /^(utils?|helpers?|common|misc)\.ts$/;
    const bad = files.map((file) => posix.basename(file.path)).filter((base) => !name.test(base) || empty.test(base));
    expect(bad).toEqual([]);
  });

  it('keeps every file under 400 lines', () => {
    const long = files.filter((file) => file.text.split('\n').length > 401).map((file) => file.path);
    expect(long).toEqual([]);
  });
});

describe('what only some folders may do', () => {
  it('touches the process in cli only', () => {
    const outside = files.filter((file) => file.folder !== 'cli' && processOnly.test(withoutComments(file.text)));
    expect(outside.map((file) => file.path)).toEqual([]);
  });

  it.each(pure)('does no I/O in %s', (folder) => {
    const impure = files
      .filter((file) => file.folder === folder && file.path !== 'core/sleep.ts')
      .flatMap((file) =>
        file.imports.filter((module) => impureModule.test(module)).map((module) => `${file.path}: ${module}`),
      );
    expect(impure).toEqual([]);
  });
});

interface Edge {
  readonly folder: string;
  /** The top folder that is imported. */
  readonly target: string;
  /** The path below that folder. */
  readonly inside: string;
}

/** Every import between files of src/ that the predicate objects to, as `from -> to`. */
function violations(isWrong: (edge: Edge) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((module) => module.startsWith('.'))
      .map((module) => posix.join(posix.dirname(file.path), module))
      .filter((to) => !to.startsWith('..'))
      .filter((to) => {
        const [target = '', ...inside] = to.split('/');
        return isWrong({ folder: file.folder, target, inside: inside.join('/') });
      })
      .map((to) => `${file.path} -> ${to}`),
  );
}

function readSources(): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(src, path), 'utf8');
      const slashed = relative(src, join(src, dirname(path), posix.basename(path))).replaceAll('\\', '/');
      return { path: slashed, folder: slashed.split('/')[0] ?? '', text, imports: importsOf(text) };
    });
}

function importsOf(text: string): SourceFile['imports'] {
  const code = withoutComments(text);
  const statement = /^\s*(?:import|export)\s+(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
  const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;
  return [...code.matchAll(statement), ...code.matchAll(dynamic)].map((match) => match[1]!);
}

/** Comments may name what code must not touch. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
