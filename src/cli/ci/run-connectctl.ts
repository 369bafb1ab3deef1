import { PassThrough } from 'node:stream';
import type { CliIo } from '../command.ts';
import { runCli } from '../run.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables of the CI itself that no project file may read with `${env.X}`. */
const OWN = [
  'GITHUB_TOKEN',
  'CONNECTCTL_CI_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'CI_JOB_TOKEN',
];

/**
 * Runs one command line of connectctl, as a user would, without the tokens of the CI in its environment. `onText` hears
 * what it prints, on either stream, as it comes.
 */
export async function runConnectctl(
  argv: readonly string[],
  io: CliIo,
  onText: (text: string) => void = () => undefined,
): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const stdin = new PassThrough();
  stdin.end();
  const code = await runCli(argv, {
    ...io,
    stdin,
    stdout: {
      write: (text) => {
        stdout += text;
        onText(text);
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
        onText(text);
      },
    },
    env: Object.fromEntries(Object.entries(io.env).filter(([name]) => !OWN.includes(name))),
  });
  return { code, stdout, stderr };
}
