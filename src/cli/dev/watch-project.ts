import { Failure, messageOf, sleep } from '../../core/index.ts';
import type { GlobalArgs } from '../command.ts';
import { openProject } from '../project.ts';

/**
 * How often the files are looked at, in milliseconds. Looking works the same on every system and file system, network
 * mounts included, where notifications do not.
 */
const LOOK_EVERY_MS = 1000;

/**
 * Yields each time a file of the project is changed, added or taken away, as soon as it has kept still for one look.
 * A project that can't be read for a moment (an editor between two writes) counts as changed once it can.
 * Counts from this call on, not from the first look: what changes while the files are applied for the first time is
 * not missed. Ends when the signal is aborted.
 */
export function watchProject(args: GlobalArgs, cwd: string, signal: AbortSignal): AsyncGenerator<void> {
  return changesSince(fingerprint(args, cwd), args, cwd, signal);
}

async function* changesSince(start: string, args: GlobalArgs, cwd: string, signal: AbortSignal): AsyncGenerator<void> {
  let handled = start;
  let last = handled;
  while (!signal.aborted) {
    await sleep(LOOK_EVERY_MS, signal);
    const now = fingerprint(args, cwd);
    if (now !== handled && now === last) {
      handled = now;
      yield;
    }
    last = now;
  }
}

function fingerprint(args: GlobalArgs, cwd: string): string {
  try {
    return JSON.stringify([...openProject(args, { cwd }).texts]);
  } catch (error) {
    if (error instanceof Failure) return messageOf(error);
    throw error;
  }
}
