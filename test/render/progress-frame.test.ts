import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { type ApplyProgress, type RunningChange, renderProgressFrame, width } from '../../src/render/index.ts';

const none = { done: 0, failed: 0, skipped: 0, 'not-proven': 0 };

function change(name: string, more: Partial<RunningChange> = {}): RunningChange {
  return { name, action: 'create', seen: 'writing', forMs: 400, ...more };
}

function progress(more: Partial<ApplyProgress>): ApplyProgress {
  const running = more.running ?? [];
  const nameColumns = Math.max(0, ...running.map(({ name }) => width(name)));
  return { environment: 'prod', total: 3, ended: none, running, forMs: 400, isStopping: false, nameColumns, ...more };
}

const three = [
  change('orders-source', { seen: 'RUNNING, 0 of 2 tasks RUNNING', forMs: 2900 }),
  change('orders-sink', { action: 'update', seen: 'again in 2.0 s: the workers are rebalancing', forMs: 67_000 }),
  change('old', { action: 'delete', forMs: 7_500_000 }),
];
const threeHundred = Array.from({ length: 300 }, (_, i) => change(`connector-${i}`));

const frames = [
  {
    name: 'three changes at 80 columns',
    progress: progress({ running: three }),
    size: { columns: 80, rows: 24 },
    frame: `

NAME           ACTION      TIME  STATE
orders-source  create       2 s  RUNNING, 0 of 2 tasks RUNNING
orders-sink    update    1m 07s  again in 2.0 s: the workers are rebalancing
old            delete    2h 05m  writing
prod: 0 of 3, 3 under way, 0 s`,
  },
  {
    name: '300 changes: as many as there is room for, and the count of the others',
    progress: progress({ running: threeHundred, total: 400, ended: { ...none, done: 98, failed: 2 }, forMs: 61_000 }),
    size: { columns: 80, rows: 12 },
    frame: `

NAME           ACTION      TIME  STATE
connector-0    create       0 s  writing
connector-1    create       0 s  writing
connector-2    create       0 s  writing
connector-3    create       0 s  writing
connector-4    create       0 s  writing
… and 295 more under way
prod: 100 of 400 (98 done, 2 failed), 300 under way, 1m 01s`,
  },
  {
    name: 'after a Ctrl-C it says what the next one does',
    progress: progress({ running: three.slice(2), isStopping: true, ended: { ...none, skipped: 1, 'not-proven': 1 } }),
    size: { columns: 60, rows: 24 },
    frame: `

NAME  ACTION      TIME  STATE
old   delete    2h 05m  writing
prod: 2 of 3 (1 skipped, 1 not proven), 1 under way, 0 s
Stopping. Ctrl-C again stops at once.`,
  },
  {
    name: 'a narrow terminal cuts names and states',
    progress: progress({
      running: [change('a-connector-with-a-long-name', { seen: 'RUNNING, 0 of 2 tasks RUNNING' })],
    }),
    size: { columns: 50, rows: 24 },
    frame: `

NAME            ACTION      TIME  STATE
a-connector-w…  create       0 s  RUNNING, 0 of …
prod: 0 of 3, 1 under way, 0 s`,
  },
  {
    name: 'a terminal without room for a table shows the counts',
    progress: progress({ running: three }),
    size: { columns: 20, rows: 24 },
    frame: 'prod: 0 of 3, 3 un…',
  },
  {
    name: 'before the first and after the last one there is no table',
    progress: progress({ ended: { ...none, done: 3 } }),
    size: { columns: 80, rows: 24 },
    frame: '\n\nprod: 3 of 3 (3 done), 0 under way, 0 s',
  },
];

describe('the frame of an apply', () => {
  it.each(frames)('$name', ({ progress: at, size, frame }) => {
    expect(renderProgressFrame(at, size)).toEqual(frame.replace(/^\n/, '').split('\n'));
  });

  it('names from elsewhere do nothing to the terminal', () => {
    const [, , line] = renderProgressFrame(progress({ running: [change('a\u001b[2Jb\nc')] }), {
      columns: 80,
      rows: 24,
    });
    expect(line).toMatch(/^a\\u001b\[2Jb\\nc {2}create/);
  });

  it('fits into every terminal, with colours and without', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 10, max: 200 }), rows: fc.integer({ min: 2, max: 60 }) });
    const changes = fc.array(
      fc.record({
        name: fc.string({ unit: fc.constantFrom('a', '-', '日', 'e\u0301'), maxLength: 60 }),
        seen: fc.string({ maxLength: 90 }),
        action: fc.constantFrom('create' as const, 'release' as const),
        forMs: fc.nat(9e6),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(sizes, changes, fc.boolean(), fc.boolean(), (size, running, isStopping, isColored) => {
        const lines = renderProgressFrame(progress({ running, isStopping }), size, pc.createColors(isColored));
        expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows - 2));
        for (const line of lines) expect(width(stripVTControlCharacters(line))).toBeLessThan(size.columns);
      }),
    );
  });
});
