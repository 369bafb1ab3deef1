import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { runCi } from '../../../src/cli/ci/index.ts';

async function run(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  let [stdout, stderr] = ['', ''];
  const code = await runCi(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: new PassThrough(),
    env,
    cwd: '/nowhere',
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
  });
  return { code, stdout, stderr };
}

test.each<{ name: string; argv: readonly string[]; says: string }>([
  { name: 'no command', argv: ['--env', 'prod'], says: 'Name one command' },
  { name: 'a command that there is not', argv: ['destroy', '--env', 'prod'], says: 'Name one command' },
  { name: 'no environment', argv: ['plan'], says: '--env names no environment' },
  {
    name: 'an empty environment, as an unset variable gives',
    argv: ['plan', '--env', ''],
    says: '--env names no environment',
  },
  { name: 'a glob of environments', argv: ['plan', '--env', 'prod*'], says: 'takes one environment' },
  { name: 'a digest that is cut', argv: ['apply', '--env', 'prod', '--reviewed', 'sha256:12'], says: '64 digits' },
  { name: 'a flag that there is not', argv: ['plan', '--env', 'prod', '--force'], says: "Unknown option '--force'" },
  { name: 'no CI service around it', argv: ['plan', '--env', 'prod'], says: 'GITHUB_REPOSITORY is not set' },
])('$name is an error that says so', async ({ argv, says }) => {
  expect(await run(argv)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^error CC9001/) });
  expect((await run(argv)).stderr).toContain(says);
});

test('--help names the commands', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('plan|find|apply|comment') });
});
