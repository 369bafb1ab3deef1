import { closeSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, messageOf } from '../core/index.ts';

/** Folders locked by this process: a second broker within it would pass the check of the process id. */
const mine = new Set<string>();

/**
 * Makes the data folder and claims it for this process; returns what gives it back. Failure CC6301 while another
 * broker uses it. The lock of a process that has died is taken over.
 */
export function lockDataDir(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new Failure('CC9002', `The broker's data folder ${dataDir} cannot be made: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const folder = realpathSync(dataDir);
  const path = join(folder, 'lock');
  if (mine.has(folder)) throw inUse(dataDir, process.pid);
  for (let attempt = 0; !claim(path); attempt++) {
    const holder = holderOf(path);
    if (holder && isAlive(holder)) throw inUse(dataDir, holder.pid);
    if (attempt === 3) throw inUse(dataDir, holder?.pid ?? 0);
    rmSync(path, { force: true });
  }
  mine.add(folder);
  return () => {
    mine.delete(folder);
    rmSync(path, { force: true });
  };
}

interface Holder {
  readonly pid: number;
  /** When the process began, in the kernel's own count; empty where that cannot be read. */
  readonly started: string;
}

function claim(path: string): boolean {
  try {
    const fd = openSync(path, 'wx');
    writeSync(fd, `${process.pid} ${startOf(process.pid)}\n`);
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Failure('CC9002', `${path} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    const [pid = '', started = ''] = readFileSync(path, 'utf8').trim().split(' ');
    return Number(pid) > 0 ? { pid: Number(pid), started } : undefined;
  } catch {
    // Gone in the meantime, or unreadable: not held by anyone we can name.
    return undefined;
  }
}

/** Another process may have got the number of a dead one, so its start counts too. */
function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const started = startOf(holder.pid);
  return started === '' || holder.started === '' || started === holder.started;
}

/** Field 22 of /proc/PID/stat (proc(5)), counted after the command's closing bracket. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return ''; // not Linux
  }
}

function inUse(dataDir: string, pid: number): Failure {
  return new Failure('CC6301', `The data folder ${dataDir} is in use by another broker (process ${pid})`, {
    help: 'Stop that broker, or give this one a folder of its own with --data.',
  });
}
