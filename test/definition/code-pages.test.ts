import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { codes } from '../../src/core/index.ts';

const PAGES = fileURLToPath(new URL('../../docs/codes/', import.meta.url));

describe('every code has its page', () => {
  for (const [code, title] of Object.entries(codes)) {
    it(code, () => {
      const page = `${PAGES}${code}.md`;
      expect(existsSync(page)).toBe(true);
      expect(readFileSync(page, 'utf8').split('\n')[0]).toBe(`# ${code}: ${title}`);
    });
  }
});
