import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codes } from '../../src/core/index.ts';
import { hazardRules } from '../../src/plan/index.ts';

const pages = fileURLToPath(new URL('../../docs/codes/', import.meta.url));

const titles = [
  ...Object.entries(codes).filter(([code]) => /^CC(?:4|500|700)/.test(code)),
  ...hazardRules.map(({ id, title }) => [id, title] as const),
];

test.each(titles)('%s has its page', (code, title) => {
  const path = `${pages}${code}.md`;
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8').split('\n')[0]?.toLowerCase()).toBe(`# ${code}: ${title}`.toLowerCase());
});
