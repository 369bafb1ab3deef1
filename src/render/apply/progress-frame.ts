import type { ChangeReport } from '../../apply/index.ts';
import { noColors, type Palette } from '../plan/plan-text.ts';
import { type Column, cut, renderTable } from '../table.ts';

/** A change that is under way. */
export interface RunningChange {
  readonly name: string;
  readonly action: ChangeReport['action'];
  /** What was last seen of it, or why its request is sent again. */
  readonly seen: string;
  /** Since it was begun. */
  readonly forMs: number;
}

/** An apply at one moment. */
export interface ApplyProgress {
  readonly environment: string;
  /** Changes of the plan. */
  readonly total: number;
  readonly ended: Readonly<Record<ChangeReport['outcome'], number>>;
  /** The one that was begun first comes first. */
  readonly running: readonly RunningChange[];
  readonly forMs: number;
  /** After a first Ctrl-C. */
  readonly isStopping: boolean;
  /** Columns of the longest name of the plan: so wide is the first column, whatever runs just now. */
  readonly nameColumns: number;
}

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** A blank one on top, header, "and more", counts, and that it is stopping. */
const LINES_AROUND = 5;
/** Below these there is no room for a table. */
const LEAST_COLUMNS = 44;
const LEAST_ROWS = 9;

/**
 * The live part of an apply's output: a table of what runs, cut to what the screen has room for, under it how many
 * more there are, and the counts. Each line fits into the columns, and together they leave two rows free: one for the
 * cursor below, and one above, since terminals that are cleared from their very first row on keep what stood there.
 */
export function renderProgressFrame(progress: ApplyProgress, size: FrameSize, colors: Palette = noColors): string[] {
  // A line as wide as the screen makes some terminals wrap.
  const width = size.columns - 1;
  const counts = colors.bold(cut(countsLine(progress), width));
  const stopping = colors.yellow(cut('Stopping. Ctrl-C again stops at once.', width));
  if (size.columns < LEAST_COLUMNS || size.rows < LEAST_ROWS) return [progress.isStopping ? stopping : counts];
  const shown = progress.running.slice(0, size.rows - 2 - LINES_AROUND);
  const more = progress.running.length - shown.length;
  return [
    '',
    ...(shown.length === 0 ? [] : tableOf(shown, progress.nameColumns, width, colors)),
    ...(more === 0 ? [] : [colors.dim(`… and ${more} more under way`)]),
    counts,
    ...(progress.isStopping ? [stopping] : []),
  ];
}

function tableOf(rows: readonly RunningChange[], nameColumns: number, width: number, colors: Palette): string[] {
  const columns: readonly Column<RunningChange>[] = [
    { header: 'NAME', read: ({ name }) => name, shrinks: true, least: Math.min(nameColumns, width >> 1) },
    { header: 'ACTION', read: ({ action }) => action, least: 'release'.length },
    { header: 'TIME', read: ({ forMs }) => clock(forMs), align: 'right', least: '59m 59s'.length },
    { header: 'STATE', read: ({ seen }) => seen, shrinks: true },
  ];
  return renderTable(rows, columns, { width, paintHeader: colors.dim }).trimEnd().split('\n');
}

/** `local: 118 of 300 (117 done, 1 failed), 12 under way, 42 s`. */
function countsLine({ environment, total, ended, running, forMs }: ApplyProgress): string {
  const words = { done: 'done', failed: 'failed', skipped: 'skipped', 'not-proven': 'not proven' } as const;
  const outcomes = Object.entries(words) as [ChangeReport['outcome'], string][];
  const sum = outcomes.reduce((before, [outcome]) => before + ended[outcome], 0);
  const parts = outcomes.filter(([outcome]) => ended[outcome] > 0).map(([key, word]) => `${ended[key]} ${word}`);
  const detail = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${environment}: ${sum} of ${total}${detail}, ${running.length} under way, ${clock(forMs)}`;
}

/** Whole seconds: `42 s`, `3m 07s`, `2h 05m`. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor(seconds / 60) % 60)}m`;
}
