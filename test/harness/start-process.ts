import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface ProcessSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input that `write` feeds; without it there is none. */
  readonly stdin?: 'pipe';
  /** Takes stdout; stderr goes beside it with `.err` at the end of its name. */
  readonly logFile: string;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  /** Settles when the process has ended, however it did. */
  readonly exited: Promise<ProcessExit>;
  /** undefined while it runs. */
  exit(): ProcessExit | undefined;
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): void;
  /** To its standard input. */
  write(text: string): void;
  /** SIGTERM, and SIGKILL after `timeoutMs`. Done at once where it has ended already. */
  stop(timeoutMs?: number): Promise<ProcessExit>;
}

/**
 * Starts a process that does not outlive this one: a small watcher holds a pipe whose other end dies with us,
 * whatever kills us, and then ends the process by its id.
 */
export function startProcess(spec: ProcessSpec): RunningProcess {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const errFile = `${spec.logFile}.err`;
  const out = openSync(spec.logFile, 'w');
  const err = openSync(errFile, 'w');
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    stdio: [spec.stdin ?? 'ignore', out, err],
  });
  closeSync(out);
  closeSync(err);
  const watcher = child.pid === undefined ? undefined : watchOver(child.pid);
  let ended: ProcessExit | undefined;
  const exited = new Promise<ProcessExit>((resolve) => {
    const end = (exit: ProcessExit): void => {
      ended = exit;
      watcher?.kill('SIGKILL');
      resolve(exit);
    };
    child.once('error', () => end({ code: 127, signal: null }));
    child.once('exit', (code, signal) => end({ code, signal }));
  });
  return {
    pid: child.pid ?? -1,
    exited,
    exit: () => ended,
    stdout: () => readFileSync(spec.logFile, 'utf8'),
    stderr: () => readFileSync(errFile, 'utf8'),
    signal: (name) => void child.kill(name),
    write: (text) => void child.stdin?.write(text),
    async stop(timeoutMs = 20_000) {
      if (ended) return ended;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      const exit = await exited;
      clearTimeout(killer);
      return exit;
    },
  };
}

function watchOver(pid: number): ChildProcess {
  const watcher = spawn('sh', ['-c', 'read _; kill -9 "$0"', String(pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  // Its pipe must not keep a finished test run alive.
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return watcher;
}
