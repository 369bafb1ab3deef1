import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codes } from '../../src/core/index.ts';

const pages = fileURLToPath(new URL('../../docs/codes/', import.meta.url));

test.each(Object.entries(codes).filter(([code]) => /^CC(?:4|500|700)/.test(code)))('%s has its page', (code, title) => {
  const path = `${pages}${code}.md`;
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8').split('\n')[0]).toBe(`# ${code}: ${title}`);
});
