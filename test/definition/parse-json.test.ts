import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/definition/parse-json.ts';
import { Report } from '../../src/definition/report.ts';
import { SourceText } from '../../src/definition/source-text.ts';
import { places, validateText } from './projects.ts';

/** The offset of the mistake in a text of one line. */
function mistakeOf(text: string): number | undefined {
  const report = new Report();
  parseJson(new SourceText({ path: 'a.json', text }), report);
  const found = report.diagnostics().find(({ code }) => code === 'CC1001');
  return found?.source && found.source.column - 1;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place where a text stops being JSON', () => {
  const rows: readonly [name: string, text: string, offset: number][] = [
    ['an unquoted value', '{"a": hunter2}', 6],
    ['a comma too many', '{"a": 1,}', 8],
    ['a missing comma', '{"a": 1 "b": 2}', 8],
    ['a missing brace', '{"a": 1', 7],
    ['single quotes', "{'a': 1}", 1],
    ['a text behind the end', '{} x', 3],
    ['an escape that JSON does not know', '{"a": "\\x"}', 6],
    ['an empty text', '', 0],
  ];
  for (const [name, text, offset] of rows) it(name, () => expect(mistakeOf(text)).toBe(offset));

  it('takes texts of megabytes, closed or not, in no time', () => {
    const long = 'x\\n'.repeat(2_000_000);
    expect([mistakeOf(`"${long}"`), mistakeOf(`"${long}`)]).toEqual([undefined, 0]);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.',
      'e',
      '0',
      'true',
      'null',
      ' ',
      '\n',
      'x',
      '"\\u00e9"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(piece, { maxLength: 8 }).map((all) => all.join('')),
        ),
        (text) => {
          expect({ text, isJson: mistakeOf(text) === undefined }).toEqual({ text, isJson: isJson(text) });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is told without the text around it, which may be a secret', () => {
    const found = validateText({ 'p.json': '{"name": "a",\n "db.password": hunter2 }' });
    expect(places(found)).toEqual(['CC1001 p.json:2:17']);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

describe('secrets in repaired lines', () => {
  it('stay out of the help', () => {
    const found = validateText({ 'p.yaml': 'pipeline: p\nvariables:\n  password: @hunter2\n' });
    expect(places(found)).toEqual(['CC1002 p.yaml:3:13']);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});
