import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type Diagnostic,
  globToRegExp,
  hasErrors,
  isGlob,
  Sensitive,
  sleep,
  sortDiagnostics,
  suggest,
} from '../../src/core/index.ts';

describe('suggest', () => {
  const rows = [
    { name: 'finds a swapped letter', word: 'clas', candidates: ['name', 'class'], expected: 'class' },
    {
      name: 'finds two letters swapped in a short word',
      word: 'calss',
      candidates: ['name', 'class'],
      expected: 'class',
    },
    { name: 'finds a word in another case', word: 'TASKSMAX', candidates: ['tasksMax'], expected: 'tasksMax' },
    {
      name: 'finds one wrong letter in a long key',
      word: 'connect.kudu.kaster',
      candidates: ['connect.kudu.master'],
      expected: 'connect.kudu.master',
    },
    { name: 'says nothing for another word', word: 'banana', candidates: ['class', 'name'], expected: undefined },
    { name: 'says nothing without candidates', word: 'x', candidates: [], expected: undefined },
    { name: 'prefers the nearest', word: 'topic', candidates: ['topics', 'tropics'], expected: 'topics' },
    { name: 'breaks a tie the same way every time', word: 'ab', candidates: ['ac', 'aa'], expected: 'aa' },
  ];
  it.each(rows)('$name', ({ word, candidates, expected }) => {
    expect(suggest(word, candidates)).toBe(expected);
  });
});

describe('globToRegExp', () => {
  const rows = [
    { glob: 'prod*', text: 'prod-lake', expected: true },
    { glob: 'prod*', text: 'preprod', expected: false },
    { glob: 'a?c', text: 'abc', expected: true },
    { glob: 'a?c', text: 'ac', expected: false },
    { glob: '*.uri', text: 'mongo.uri', expected: true },
    { glob: '*.uri', text: 'mongoXuri', expected: false },
    { glob: 'a+(b)[c]{d}|^$\\', text: 'a+(b)[c]{d}|^$\\', expected: true },
  ];
  it.each(rows)('$glob against $text is $expected', ({ glob, text, expected }) => {
    expect(globToRegExp(glob).test(text)).toBe(expected);
  });

  it('ignores case only when asked', () => {
    expect(globToRegExp('*Password').test('db.password')).toBe(false);
    expect(globToRegExp('*Password', { ignoreCase: true }).test('db.password')).toBe(true);
  });

  it('tells globs from names', () => {
    expect([isGlob('prod*'), isGlob('a?'), isGlob('prod')]).toEqual([true, true, false]);
  });
});

describe('Sensitive', () => {
  const secret = new Sensitive('hunter2');
  const prints = [
    { name: 'String()', text: String(secret) },
    { name: 'a template literal', text: `${secret}` },
    { name: 'JSON', text: JSON.stringify({ secret }) },
    { name: 'inspect', text: inspect({ deep: { secret } }, { depth: 9, showHidden: true }) },
    { name: 'concatenation', text: 'x' + secret },
  ];
  it.each(prints)('does not show in $name', ({ text }) => {
    expect(text).not.toContain('hunter2');
    expect(text).toContain('(sensitive)');
  });

  it('compares and reveals only when asked', () => {
    expect(secret.equals('hunter2')).toBe(true);
    expect(secret.equals(new Sensitive('hunter3'))).toBe(false);
    expect(secret.reveal()).toBe('hunter2');
  });
});

describe('diagnostics', () => {
  const at = (file: string, line: number, column: number, code: string): Diagnostic => ({
    code,
    severity: 'warning',
    message: 'm',
    source: { file, line, column },
  });

  it('sort by place, then code, whatever order they came in', () => {
    const sorted = [
      at('a', 1, 1, 'CC1'),
      at('a', 1, 2, 'CC1'),
      at('a', 2, 1, 'CC1'),
      at('a', 2, 1, 'CC2'),
      at('b', 1, 1, 'CC1'),
    ];
    expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
  });

  it('count as errors only when they are', () => {
    expect(hasErrors([at('a', 1, 1, 'CC1')])).toBe(false);
    expect(hasErrors([at('a', 1, 1, 'CC1'), { code: 'CC2', severity: 'error', message: 'm' }])).toBe(true);
  });
});

describe('sleep', () => {
  it('ends early without an error when its signal is aborted', async () => {
    const controller = new AbortController();
    const started = performance.now();
    setTimeout(() => controller.abort(), 10);
    await sleep(60_000, controller.signal);
    await sleep(60_000, controller.signal);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
