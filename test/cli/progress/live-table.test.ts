import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangeReport } from '../../../src/apply/index.ts';
import type { CliIo } from '../../../src/cli/command.ts';
import { liveTable } from '../../../src/cli/progress/live-table.ts';
import type { Progress } from '../../../src/cli/progress/progress.ts';
import type { PlanChange } from '../../../src/plan/index.ts';
import { noColors } from '../../../src/render/index.ts';
import { openScreen, type Screen } from '../../harness/screen.ts';

/** Until what has happened is drawn for certain. */
const DRAWN_MS = 250;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Shown {
  readonly screen: Screen;
  readonly table: Progress;
  readonly stop: AbortController;
}

function show(names: readonly string[], columns = 80, rows = 24): Shown {
  const screen = openScreen(columns, rows);
  const stop = new AbortController();
  const io = { stdout: screen, signal: stop.signal } as unknown as CliIo;
  screen.write('$ connectctl apply\nPlan: as reviewed.\n');
  const changes = names.map((name) => ({ name }) as PlanChange);
  return { screen, stop, table: liveTable(io, noColors, { environment: 'local', changes }) };
}

function finished(name: string, more: Partial<ChangeReport> = {}): { type: 'finished'; change: ChangeReport } {
  const change = {
    kind: 'connector',
    name,
    pipeline: 'p',
    action: 'create',
    outcome: 'done',
    durationMs: 500,
  } as const;
  return { type: 'finished', change: { ...change, ...more } };
}

function begin(table: Progress, names: readonly string[]): void {
  for (const name of names) table.take({ type: 'started', name, action: 'create' });
}

describe('the live table', () => {
  it('shows what runs, with what was last seen of it, under what has ended', async () => {
    const names = ['a', 'b', 'c'];
    const { screen, table } = show(names);
    begin(table, names);
    table.take({ type: 'waiting', name: 'a', message: 'RUNNING, 0 of 1 tasks RUNNING' });
    table.take({ type: 'retry', name: 'b', message: 'the workers are rebalancing', delayMs: 500 });
    table.take(finished('c'));
    vi.advanceTimersByTime(2100);
    expect(await screen.visible()).toEqual([
      '$ connectctl apply',
      'Plan: as reviewed.',
      '  done c (create, 0.5 s)',
      '',
      'NAME  ACTION      TIME  STATE',
      'a     create       2 s  RUNNING, 0 of 1 tasks RUNNING',
      'b     create       2 s  again in 0.5 s: the workers are rebalancing',
      'local: 1 of 3 (1 done), 2 under way, 2 s',
    ]);
    table.close();
  });

  it('leaves every change once and nothing else, however many there were and however small the screen is', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `connector-${i}`);
    const { screen, table, stop } = show(names, 80, 12);
    for (let from = 0; from < names.length; from += 10) {
      begin(table, names.slice(from, from + 30));
      vi.advanceTimersByTime(DRAWN_MS);
      if (from === 200) stop.abort();
      const cause = from === 100 ? { outcome: 'failed' as const, cause: ['boom', 'Caused by: disk full'] } : {};
      for (const name of names.slice(from, from + 10)) table.take(finished(name, cause));
      vi.advanceTimersByTime(DRAWN_MS);
    }
    table.close();
    screen.write('Apply complete: 300 done.\n');
    const lines = await screen.whole();
    expect(lines.filter((line) => /^ {2}(?:done|failed) /.test(line)).map((line) => line.trim().split(' ')[1])).toEqual(
      names,
    );
    expect(lines.filter((line) => !/^ {2}/.test(line))).toEqual([
      '$ connectctl apply',
      'Plan: as reviewed.',
      'Apply complete: 300 done.',
    ]);
    expect(lines.filter((line) => line === '      Caused by: disk full')).toHaveLength(10);
  });

  it('leaves of many that a Ctrl-C kept from being begun one line', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `connector-${i}`);
    const { screen, table, stop } = show(names);
    begin(table, ['connector-0']);
    stop.abort();
    for (const name of names.slice(1)) table.take(finished(name, { outcome: 'skipped', message: 'stopped' }));
    table.take(finished('connector-0'));
    vi.advanceTimersByTime(DRAWN_MS);
    expect((await screen.visible()).filter((line) => /^local: /.test(line))).toEqual([
      'local: 300 of 300 (1 done, 299 skipped), 0 under way, 0 s',
    ]);
    table.close();
    expect((await screen.whole()).slice(2).join('')).toBe(
      '  done connector-0 (create, 0.5 s)' +
        '  skipped 299 changes, not begun: connector-1, connector-2, connector-3 and 296 more (plan lists them all)',
    );
  });

  it('says that it is stopping', async () => {
    const { screen, table, stop } = show(['a']);
    begin(table, ['a']);
    stop.abort();
    vi.advanceTimersByTime(DRAWN_MS);
    expect((await screen.visible()).at(-1)).toBe('Stopping. Ctrl-C again stops at once.');
    table.close();
  });

  it.each([
    { name: 'narrower', columns: 50, rows: 24 },
    { name: 'wider', columns: 120, rows: 24 },
    { name: 'higher', columns: 80, rows: 40 },
  ])('goes on in place in a window that became $name', async ({ columns, rows }) => {
    const names = ['a', 'b', 'c'];
    const { screen, table } = show(names);
    begin(table, names);
    for (const name of names) table.take({ type: 'waiting', name, message: `RUNNING, ${'0 of 1 tasks, '.repeat(4)}` });
    vi.advanceTimersByTime(DRAWN_MS);
    await screen.visible();
    screen.resize(columns, rows);
    table.take({ type: 'waiting', name: 'a', message: 'RUNNING' });
    vi.advanceTimersByTime(DRAWN_MS);
    for (const name of names) table.take(finished(name));
    table.close();
    const ends = names.map((name) => `  done ${name} (create, 0.5 s)`);
    expect(await screen.whole()).toEqual(['$ connectctl apply', 'Plan: as reviewed.', ...ends]);
  });

  it('draws nothing while nothing changes', () => {
    const { screen, table } = show(['a']);
    begin(table, ['a']);
    vi.advanceTimersByTime(DRAWN_MS);
    const write = vi.spyOn(screen, 'write');
    vi.advanceTimersByTime(500);
    expect(write).not.toHaveBeenCalled();
    table.close();
  });
});
