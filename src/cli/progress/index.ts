import type { Plan } from '../../plan/index.ts';
import type { Palette } from '../../render/index.ts';
import type { CliIo } from '../command.ts';
import { jsonLines } from './json-lines.ts';
import { liveTable } from './live-table.ts';
import { logLines } from './log-lines.ts';
import type { Progress, ProgressForm } from './progress.ts';

export type { Progress, ProgressForm } from './progress.ts';

export function openProgress(form: ProgressForm, plan: Plan, colors: Palette, io: CliIo): Progress {
  switch (form) {
    case 'json':
      return jsonLines(io, plan.environment);
    case 'table':
      return liveTable(io, colors, plan);
    case 'lines':
      return logLines(io, colors);
    default:
      return form satisfies never;
  }
}

/** A table only where it can be drawn again in place: on a terminal that is not dumb, and no CI's (which keep a log). */
export function progressFormOf(json: boolean, io: Pick<CliIo, 'stdout' | 'env'>): ProgressForm {
  if (json) return 'json';
  return io.stdout.isTTY === true && io.env['TERM'] !== 'dumb' && !isCi(io.env) ? 'table' : 'lines';
}

/** Every CI that gives its jobs a terminal sets CI. */
function isCi({ CI: ci }: CliIo['env']): boolean {
  return ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
}
