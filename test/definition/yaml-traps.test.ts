import { describe, expect, it } from 'vitest';
import { validateText } from './projects.ts';

describe("YAML's own traps get the repaired line", () => {
  const traps: readonly { name: string; line: string; repaired: string }[] = [
    {
      name: 'an unquoted reference in a flow map',
      line: 'variables: { a: ${var.x}, b: 1 }',
      repaired: 'variables: { a: "${var.x}", b: 1 }',
    },
    { name: 'an unquoted reference in a flow list', line: 'only: [x-${var.x}]', repaired: 'only: ["x-${var.x}"]' },
    { name: 'a backslash in double quotes', line: 'description: "a\\.b"', repaired: "description: 'a\\.b'" },
    { name: 'a value that starts with [', line: 'description: [a-z]+', repaired: 'description: "[a-z]+"' },
    { name: 'a value that starts with {', line: 'description: {a}/b', repaired: 'description: "{a}/b"' },
    { name: 'a value that starts with *', line: 'description: *.x', repaired: 'description: "*.x"' },
    { name: 'a value that starts with @', line: 'description: @x', repaired: 'description: "@x"' },
    { name: 'a value that starts with %', line: 'description: %x', repaired: 'description: "%x"' },
    { name: 'a value that starts with a comma', line: 'description: ,x', repaired: 'description: ",x"' },
    { name: 'a value that starts with a backtick', line: 'description: `x`', repaired: 'description: "`x`"' },
    { name: 'a value that starts with !', line: 'description: !x y', repaired: 'description: "!x y"' },
  ];
  for (const { name, line, repaired } of traps) {
    it(name, () => {
      const found = validateText({ 'p.yaml': `pipeline: p\n${line}\n` });
      expect(found.map(({ code, source, help }) => ({ code, line: source?.line, help }))).toEqual([
        { code: 'CC1002', line: 2, help: `write: ${repaired}` },
      ]);
    });
  }
});

describe('a line in the wrong place is shown itself, in words that fit', () => {
  const rows: readonly { name: string; text: string; at: string; message: RegExp }[] = [
    {
      name: 'a key indented too far',
      text: 'pipeline: p\nconnectors:\n  - name: a\n    class: X\n      tasksMax: 1\n',
      at: '5:7',
      message: /indented further than the one above/,
    },
    { name: 'two keys on one line', text: 'pipeline: p: 1\n', at: '1:11', message: /a second ": " on one line/ },
    {
      name: 'a key between two levels',
      text: 'pipeline: p\nconnectors:\n  - name: a\n   class: X\n',
      at: '4:1',
      message: /lines up with no line above/,
    },
    {
      name: 'a key without its colon',
      text: 'pipeline: p\nvariables:\n  a: 1\n  b 2\n',
      at: '4:3',
      message: /":" is missing behind this key/,
    },
    {
      name: 'a list in brackets that is not closed',
      text: 'pipeline: p\nonly: [a\ndescription: x\n',
      at: '3:1',
      message: /a closing bracket is missing/,
    },
    {
      name: 'a map in braces that is not closed at the end of the file',
      text: 'pipeline: p\nvariables: { a: 1\n',
      at: '3:1',
      message: /a closing bracket is missing/,
    },
    { name: 'a quote that is not closed', text: 'pipeline: "p\n', at: '2:1', message: /a closing quote is missing/ },
  ];
  it.each(rows)('$name', ({ text, at, message }) => {
    const [first] = validateText({ 'p.yaml': text });
    expect(first).toMatchObject({ code: 'CC1001', message: expect.stringMatching(message) });
    expect(`${first?.source?.line}:${first?.source?.column}`).toBe(at);
  });
});
