import { describe, expect, it } from 'vitest';
import { run } from './verbs/harness.ts';

const rows = [
  { line: 'pasue x', message: 'There is no command "pasue"', help: 'Did you mean `pause`? See `connectctl --help`.' },
  { line: 'info', message: 'There is no command "info"', help: 'Did you mean `status`? See `connectctl --help`.' },
  { line: 'foo', message: 'There is no command "foo"', help: 'See `connectctl --help`.' },
  {
    line: '-C /tmp pasue a',
    message: 'There is no command "pasue"',
    help: 'Did you mean `pause`? See `connectctl --help`.',
  },
  {
    line: 'pause a --timout 3s',
    message: 'There is no flag --timout',
    help: 'Did you mean --timeout? See `connectctl pause --help`.',
  },
  {
    line: 'apply --auto-aprove=true',
    message: 'There is no flag --auto-aprove',
    help: 'Did you mean --auto-approve? See `connectctl apply --help`.',
  },
  { line: 'get connectors -z', message: 'There is no flag -z', help: 'See `connectctl get --help`.' },
  { line: 'pause a --selector b', message: 'There is no flag --selector', help: 'See `connectctl pause --help`.' },
  {
    line: 'get connectors -o jsn',
    message: '--output "jsn" is none of table, json, yaml, name',
    help: 'Did you mean "json"? See `connectctl get --help`.',
  },
  {
    line: '--color alway status',
    message: '--color "alway" is none of auto, always, never',
    help: 'Did you mean "always"? See `connectctl status --help`.',
  },
  {
    line: 'offsets got a',
    message: '"got" is none of get, set, reset',
    help: 'Did you mean "get"? See `connectctl offsets --help`.',
  },
  {
    line: 'logs',
    message: 'A word is missing: connectctl logs <topic> [logger] [level]',
    help: 'See `connectctl logs --help`.',
  },
  { line: 'doctor now', message: '"now" is too much: connectctl doctor', help: 'See `connectctl doctor --help`.' },
  { line: 'status --connect', message: '--connect takes a value', help: 'See `connectctl status --help`.' },
  { line: 'pause a -e', message: '-e takes a value', help: 'See `connectctl pause --help`.' },
];

describe('a mistake on the command line', () => {
  it.each(rows)('$line', async ({ line, message, help }) => {
    const expected = `error CC9001  ${message}\n  ${help}\n`;
    expect(await run(line.split(' '))).toEqual({ code: 1, stdout: '', stderr: expected });
  });
});
