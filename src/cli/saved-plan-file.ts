import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitCode, Failure, messageOf } from '../core/index.ts';
import { isSavedPlan, isUntouched, type SavedPlan, savePlan, whatMoved } from '../plan/index.ts';
import type { CliIo } from './command.ts';
import type { PlannedEnvironment } from './plan-environment.ts';
import { version } from './version.ts';

/** Writes a plan for `apply FILE`. Throws CC9002. */
export async function writeSavedPlan(path: string, planned: PlannedEnvironment, io: Pick<CliIo, 'cwd'>): Promise<void> {
  const saved = savePlan(planned, version);
  try {
    await writeFile(resolve(io.cwd, path), `${JSON.stringify(saved, null, 2)}\n`);
  } catch (cause) {
    throw new Failure('CC9002', `${path} cannot be written: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Reads a plan that `plan --out` wrote. Throws CC9002 where the file can't be read, CC4021 where it is something else,
 * CC4020 (exit 3) where somebody has edited it: neither what it shows nor what it would do has been reviewed then.
 */
export async function readSavedPlan(path: string, io: Pick<CliIo, 'cwd'>): Promise<SavedPlan> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, path), 'utf8');
  } catch (cause) {
    throw new Failure('CC9002', `${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
  const value = parsed(text);
  if (isSavedPlan(value)) {
    if (isUntouched(value)) return value;
    throw new Failure('CC4020', `${path} was edited or cut short after it was written: it is not what was planned`, {
      help: 'Plan again, and review it again.',
      exitCode: ExitCode.refused,
    });
  }
  throw new Failure('CC4021', `${path} is not a plan that this version of connectctl can apply`, {
    help: 'Write one with `connectctl plan --out FILE`; --format json is for reading.',
  });
}

/** Throws CC4020 (exit 3), naming what moved, where files or worker are no longer what was planned. */
export function checkStillCurrent(saved: SavedPlan, planned: PlannedEnvironment): void {
  const moved = whatMoved(saved, planned, version);
  if (moved.length === 0) return;
  const shown = moved.slice(0, 10).map((line) => `\n  ${line}`);
  const more = moved.length > 10 ? `\n  and ${moved.length - 10} more` : '';
  throw new Failure('CC4020', `The plan is out of date, so nothing was done:${shown.join('')}${more}`, {
    help: 'Plan again, and review it again.',
    exitCode: ExitCode.refused,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
