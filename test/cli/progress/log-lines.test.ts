import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CliIo } from '../../../src/cli/command.ts';
import { logLines } from '../../../src/cli/progress/log-lines.ts';
import { noColors } from '../../../src/render/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('prints a line an event, and each ten seconds what it waits for', () => {
  let log = '';
  const stdout = { write: (text: string) => (log += text) };
  const lines = logLines({ stdout, signal: new AbortController().signal } as unknown as CliIo, noColors);
  for (const name of ['a', 'b', 'c', 'd\u001b[2J']) lines.take({ type: 'started', name, action: 'create' });
  lines.take({ type: 'waiting', name: 'a', message: 'UNASSIGNED' });
  lines.take({ type: 'retry', name: 'b', message: 'the workers are rebalancing', delayMs: 250 });
  lines.take({ type: 'retry', name: 'b', message: 'the workers are rebalancing', delayMs: 500 });
  vi.advanceTimersByTime(9_900);
  expect(log).toBe(
    '  a: creating …\n  b: creating …\n  c: creating …\n  d\\u001b[2J: creating …\n' +
      '  retry b: the workers are rebalancing (again in 0.3 s)\n',
  );
  log = '';
  vi.advanceTimersByTime(100);
  expect(log).toBe('  still waiting for a (UNASSIGNED), b (the workers are rebalancing), c (begun) and 1 more\n');
  log = '';
  const report = { kind: 'connector', pipeline: 'p', action: 'create', outcome: 'done', durationMs: 900 } as const;
  for (const name of ['a', 'b', 'c']) lines.take({ type: 'finished', change: { ...report, name } });
  log = '';
  vi.advanceTimersByTime(10_000);
  expect(log).toBe('  still waiting for d\\u001b[2J (begun)\n');
  lines.close();
  vi.advanceTimersByTime(60_000);
  expect(log).toBe('  still waiting for d\\u001b[2J (begun)\n');
});
