import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands.ts';
import { runCli } from '../../src/cli/run.ts';

interface Captured {
  readonly io: CliIo;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

function capture(): Captured {
  const out: string[] = [];
  const err: string[] = [];
  return {
    io: {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      stdin: new PassThrough(),
      env: {},
      cwd: '/nowhere',
      signal: new AbortController().signal,
      hardSignal: new AbortController().signal,
    },
    stdout: () => out.join(''),
    stderr: () => err.join(''),
  };
}

describe('the command line', () => {
  it('lists every command in --help', async () => {
    const captured = capture();
    expect(await runCli(['--help'], captured.io)).toBe(0);
    for (const entry of commands) expect(captured.stdout()).toContain(entry.usage.split(' ')[0]);
  });

  it.each(commands.map((entry) => entry.usage.split(' ')[0]!))('%s has a --help of its own', async (name) => {
    const captured = capture();
    expect(await runCli([name, '--help'], captured.io)).toBe(0);
    expect(captured.stdout()).toContain(`connectctl ${name}`);
    expect(captured.stderr()).toBe('');
  });

  const mistakes = [
    { name: 'a command that does not exist', argv: ['plam'], message: 'plan' },
    { name: 'no command', argv: [], message: 'Name a command' },
    { name: 'a flag that does not exist', argv: ['validate', '--evn', 'local'], message: 'evn' },
    { name: 'a flag without its value', argv: ['validate', '--project'], message: 'project' },
    {
      name: 'too few words',
      argv: ['show'],
      message: 'A word is missing: connectctl show <plan>\n  See `connectctl show --help`.',
    },
    {
      name: 'a flag of one value, given twice',
      argv: ['dev', '--data', 'a', '--data', 'b'],
      message: '--data is written',
    },
    { name: 'a choice, given twice', argv: ['plan', '--format', 'json', '--format', 'text'], message: '--format is' },
    { name: 'a value that is not a choice', argv: ['validate', '--color', 'blue'], message: 'blue' },
  ];
  it.each(mistakes)('$name is one clear message and exit code 1', async ({ argv, message }) => {
    const captured = capture();
    expect(await runCli(argv, captured.io)).toBe(1);
    expect(captured.stderr()).toContain('error CC9001');
    expect(captured.stderr()).toContain(message);
    expect(captured.stderr()).not.toMatch(/\n {4}at /);
    expect(captured.stdout()).toBe('');
  });

  it('takes flags that may be repeated', async () => {
    const captured = capture();
    const argv = ['plan', '-e', 'a', '-e', 'b', '--var', 'x=1', '--var', 'y=2', '--target', 'c', '--target', 'd'];
    expect(await runCli(argv, captured.io)).toBe(1);
    expect(captured.stderr()).toContain('CC1012');
  });

  it('takes several words where a command does', async () => {
    const captured = capture();
    expect(await runCli(['get', 'connectors', 'a', 'b', '-o', 'json'], captured.io)).toBe(1);
    expect(captured.stderr()).not.toContain('CC9001');
  });
});
