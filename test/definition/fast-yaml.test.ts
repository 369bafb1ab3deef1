import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFastYaml } from '../../src/definition/fast-yaml.ts';
import type { Node } from '../../src/definition/node.ts';
import { parseFullYaml } from '../../src/definition/parse-yaml.ts';
import { Report } from '../../src/definition/report.ts';
import { SourceText } from '../../src/definition/source-text.ts';

/** What both parsers have to agree on: kinds, texts, quoting, and where each value begins. */
function outline(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return [node.start, node.text, node.plain];
    case 'list':
      return [node.start, node.items.map(outline)];
    case 'map':
      return [node.start, node.entries.map(({ key, value }) => [outline(key), key.end, outline(value)])];
  }
}

function readBoth(text: string): { fast: unknown; full: unknown; errors: number } {
  const source = new SourceText({ path: 'a.yaml', text });
  const fast = parseFastYaml(source);
  const report = new Report();
  const full = parseFullYaml(source, report).map(outline);
  return { fast: fast?.map(outline), full, errors: report.errorCount };
}

const plain: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'nested maps and lists', text: 'a:\n  b: 1\n  c:\n    - x\n    - y: 2\n      z: 3\nd: e\n' },
  { name: 'a list at the column of its key', text: 'a:\n- x\n- y: 1\n  z: 2\nb: c' },
  { name: 'flow collections in a line', text: "a: { b: c, d: [e, \"f, g\", 'h''s'], i: {} }\nj: []\n" },
  { name: 'comments of all kinds', text: '# a\na: b # c\n# d\n\nb: # e\n  - f#g\n  # h\n  - "i" # j\n' },
  { name: 'literal blocks', text: 'a: |\n  one\n    two\n\n  three\nb: |-\n  x\n\n\nc: d\n' },
  { name: 'folded blocks', text: 'a: >\n  one\n  two\n\n\n  three\nb: >-\n\n  x\n  y\n\nc: d\n' },
  { name: 'several documents', text: '---\na: b\n---\nc: d\n---\n' },
  {
    name: 'values with dollars, colons and dashes',
    text: 'a: ${var.x}/y\nb: jdbc:x://y\nc: -1\nd: A$Value\ne: 2024-01-01T10:00:00\n',
  },
  { name: 'characters beyond U+FFFF', text: 'a: "😀 b"\nc: d 😀 # 😀\ne: 😀\n' },
  { name: 'a list item that is a flow map', text: 'a:\n  - { name: x, type: Y$Value, config: { f: 1 } }\n  - plain\n' },
];

describe('the fast reader of YAML', () => {
  for (const { name, text } of plain) {
    it(`reads ${name} as the full parser does`, () => {
      const { fast, full, errors } = readBoth(text);
      expect(errors).toBe(0);
      expect(fast).toEqual(full);
    });

    it(`reads ${name} with the line ends of Windows as the full parser does`, () => {
      const { fast, full, errors } = readBoth(text.replaceAll('\n', '\r\n'));
      expect(errors).toBe(0);
      expect(fast).toEqual(full);
    });
  }

  it('agrees with the full parser on whatever it does not give up on', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        'key',
        'x y',
        '1',
        'null',
        '~',
        '""',
        "'q'",
        '"a"',
        'é',
        '${var.x}',
        '-',
        '?',
        '*x',
        '&x',
        '!t',
        '#',
        ' #',
        '|',
        '|-',
        '>',
      ],
      ...[
        ':',
        ': ',
        '- ',
        '{',
        '}',
        '[',
        ']',
        ', ',
        ',',
        '\n',
        '\n  ',
        '\n    ',
        '\n\n',
        ' ',
        '  ',
        '---',
        '\n---\n',
        '...',
        '%',
        '@',
        '`',
        '\\',
        "'",
        '"',
        '<<',
        '\t',
        '\r\n',
        '\r',
        '😀',
        '\ud83d',
        '\u00a0',
        '\u2028',
        '\u3000',
      ],
    );
    let read = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const { fast, full, errors } = readBoth(text);
        if (fast === undefined) return;
        read++;
        expect({ text, errors, tree: fast }).toEqual({ text, errors: 0, tree: full });
      }),
      { numRuns: 6_000 },
    );
    expect(read).toBeGreaterThan(150);
  });

  it('agrees on mutated definitions', () => {
    const base = plain.map(({ text }) => text).join('---\n');
    fc.assert(
      fc.property(
        fc.constantFrom(...plain, { name: 'all', text: base }),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(3),
            fc.constantFrom(' ', '\n', ':', '-', '#', '"', "'", '{', '}', '[', ',', '|', '  ', ''),
          ),
          { maxLength: 3 },
        ),
        fc.constantFrom('\n', '\r\n'),
        ({ text }, edits, lineEnd) => {
          let mutated = text;
          for (const [at, cut, insert] of edits) {
            const from = at % (mutated.length + 1);
            mutated = mutated.slice(0, from) + insert + mutated.slice(from + cut);
          }
          mutated = mutated.replaceAll('\n', lineEnd);
          const { fast, full, errors } = readBoth(mutated);
          if (fast !== undefined) expect({ mutated, errors, tree: fast }).toEqual({ mutated, errors: 0, tree: full });
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
