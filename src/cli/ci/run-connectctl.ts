import { PassThrough } from 'node:stream';
import type { CliIo } from '../command.ts';
import { runCli } from '../run.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables with tokens of the CI itself, which no project file may read with `${env.X}`. */
const OWN =
  /^(?:GITHUB_TOKEN|ACTIONS_(?:RUNTIME_TOKEN|ID_TOKEN_REQUEST_TOKEN)|CONNECTCTL_CI_TOKEN|CI_(?:(?:JOB|BUILD)_TOKEN|JOB_JWT\w*|REPOSITORY_URL|(?:REGISTRY|DEPENDENCY_PROXY|DEPLOY)_PASSWORD))$/;

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
    env: withoutTokens(io.env),
  });
  return { code, stdout, stderr };
}

/** By name, and by value: a job may hand its token on under further names, such as GH_TOKEN. */
function withoutTokens(env: CliIo['env']): CliIo['env'] {
  const { CONNECTCTL_CI_TOKEN: token } = env;
  const isToken = (name: string, value: string | undefined): boolean =>
    OWN.test(name) || (token !== undefined && token !== '' && value === token);
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => !isToken(name, value)));
}
