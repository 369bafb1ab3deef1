import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DateFormat } from '../../../src/worker/java-text/index.ts';

/** F pattern millis text, or P pattern text millis (`-`: not parseable): written by SimpleDateFormat of Java 17, UTC, en_US. */
const ROWS = readFileSync(new URL('./simple-date-format.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t') as [kind: string, pattern: string, input: string, expected: string]);

describe('a date format', () => {
  test.each(ROWS.filter(([kind]) => kind === 'F'))('%s %s of %s is %s', (_kind, pattern, millis, text) => {
    expect(new DateFormat(pattern).format(new Date(Number(millis)))).toBe(text);
  });

  test.each(ROWS.filter(([kind]) => kind === 'P'))('%s %s reads %j as %s', (_kind, pattern, text, millis) => {
    expect(String(new DateFormat(pattern).parse(text)?.getTime() ?? '-')).toBe(millis);
  });

  test.each([
    ['bbb', "Illegal pattern character 'b'"],
    ["yyyy'x", 'Unterminated quote'],
  ])('%j is refused as Java does', (pattern, message) => {
    expect(() => new DateFormat(pattern)).toThrow(message);
  });
});
