import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { openScreen, type Screen } from './screen.ts';

export interface OnTerminal {
  readonly screen: Screen;
  type(text: string): void;
  /** All that was written, escape codes included. */
  written(): string;
  readonly exitCode: Promise<number | null>;
}

/** Runs a shell command on a pseudo-terminal, which util-linux's `script` opens; ended with the running test. */
export function onTerminal(
  command: string,
  options: {
    readonly columns: number;
    readonly rows: number;
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): OnTerminal {
  const { columns, rows, cwd, env } = options;
  const screen = openScreen(columns, rows);
  const sized = `stty cols ${columns} rows ${rows}; exec ${command}`;
  const child = spawn('script', ['--quiet', '--return', '--command', sized, '/dev/null'], {
    cwd,
    env: { ...process.env, CI: '', TERM: 'xterm', SHELL: '/bin/sh', NO_COLOR: '1', ...env },
  });
  // Its terminal closes with it, which ends what runs there.
  onTestFinished(() => void child.kill('SIGKILL'));
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    screen.write(text);
  });
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { screen, type: (text) => void child.stdin.write(text), written: () => written, exitCode };
}
