import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CommandResult, runCommand } from './run-command.ts';
import { type RunningProcess, startProcess } from './start-process.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const connectctl = join(projectRoot, 'bin/connectctl.js');
const connectStandalone = join(projectRoot, 'bin/connect-standalone');

interface BinaryOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: 'pipe';
}

/** Runs the built binary to its end. */
export function runConnectctl(
  args: readonly string[],
  options: BinaryOptions & { readonly input?: string; readonly timeoutMs?: number } = {},
): Promise<CommandResult> {
  return runCommand(process.execPath, [connectctl, ...args], { ...options, env: { NO_COLOR: '1', ...options.env } });
}

/** Starts the built binary, for `dev`, `broker` and `worker`. */
export function startConnectctl(
  args: readonly string[],
  options: BinaryOptions & { readonly logFile: string },
): RunningProcess {
  return startProcess({ ...options, command: process.execPath, args: [connectctl, ...args] });
}

/** Starts the built-in worker under Kafka's own name for it. */
export function startConnectStandalone(
  args: readonly string[],
  options: BinaryOptions & { readonly logFile: string; readonly main?: string },
): RunningProcess {
  return startProcess({ ...options, command: process.execPath, args: [options.main ?? connectStandalone, ...args] });
}

/** Writes the files of a project, by path below `folder`. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A line of a stack trace, Node's or Java's, which no user should ever see. */
export const stackLine = /^\s+at .+[:(]/m;
