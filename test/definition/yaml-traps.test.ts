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
