import { describe, expect, it } from 'vitest';
import { progressFormOf } from '../../../src/cli/progress/index.ts';

const rows = [
  { name: 'a terminal', isTTY: true, env: { TERM: 'xterm' }, form: 'table' },
  { name: 'a terminal without colours', isTTY: true, env: { NO_COLOR: '1' }, form: 'table' },
  { name: 'a terminal that says it is no CI', isTTY: true, env: { CI: 'false' }, form: 'table' },
  { name: 'a pipe', isTTY: undefined, env: { TERM: 'xterm' }, form: 'lines' },
  { name: 'a pipe with forced colours', isTTY: undefined, env: { FORCE_COLOR: '1' }, form: 'lines' },
  { name: "a CI's terminal", isTTY: true, env: { CI: 'true' }, form: 'lines' },
  { name: 'a dumb terminal', isTTY: true, env: { TERM: 'dumb' }, form: 'lines' },
] as const;

describe('the form of progress', () => {
  it.each(rows)('$name: $form', ({ isTTY, env, form }) => {
    const stdout = { write: () => true, ...(isTTY && { isTTY }) };
    expect(progressFormOf(false, { stdout, env })).toBe(form);
    expect(progressFormOf(true, { stdout, env })).toBe('json');
  });
});
