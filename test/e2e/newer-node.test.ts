import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CommandResult, projectRoot, runCommand, startConnectctl, waitForState } from '../harness/index.ts';
import { devProject } from './dev-project.ts';

/** The other versions that are maintained; each says what it thinks of a flag or a call that it does not know on stderr. */
const MAJORS = ['22', '24'];

/** What reads a project and a worker, and prints the same whenever it runs. */
const COMMANDS: readonly (readonly string[])[] = [
  ['--version'],
  ['plan', '--help'],
  ['validate'],
  ['resolve'],
  ['graph'],
  ['plan'],
  ['plan', '--format', 'json', '--out', 'plan.json'],
  ['show', 'plan.json', '--format', 'markdown'],
  ['apply', '--auto-approve'],
  ['status'],
  ['get', 'connectors', '-o', 'yaml'],
  ['plan', '-e', 'nowhere'],
];

const nodes = await Promise.all(MAJORS.map(async (major) => ({ major, node: await nodeOf(major) })));

describe.each(nodes)('on Node.js $major', ({ node }) => {
  it.skipIf(node === undefined)('every command says what it says on this one, and nothing else', async () => {
    const { folder, args, ports } = await devProject('one\n');
    const dev = startConnectctl(args, { cwd: folder, logFile: join(folder, 'dev.log') });
    onTestFinished(async () => {
      await dev.stop(0);
    });
    await waitForState(`http://127.0.0.1:${ports.rest}`, 'dev-sink', 'RUNNING');
    for (const command of COMMANDS) {
      const expected = await run(process.execPath, command, folder);
      expect(await run(node!, command, folder), command.join(' ')).toEqual(expected);
    }
  });

  it.skipIf(node === undefined)('dev --once carries everything', async () => {
    const { folder, args, output } = await devProject('one\ntwo\n');
    const { code, stdout, stderr } = await run(node!, [...args, '--once'], folder);
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).not.toMatch(/warning|error/i);
    expect(readFileSync(output, 'utf8')).toBe('one\ntwo\n');
  });
});

/** Node's own package, as npm keeps it; undefined, said loudly, where it can't be had. With CONNECTCTL_REQUIRE_REAL=1 that fails. */
async function nodeOf(major: string): Promise<string | undefined> {
  const args = ['exec', '--yes', '--', `node@${major}`, '-p', 'process.execPath'];
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd: tmpdir(), timeoutMs: 300_000 });
  if (code === 0) return stdout.trim();
  if (process.env['CONNECTCTL_REQUIRE_REAL'] === '1') throw new Error(`Node.js ${major} can't be had: ${stderr}`);
  console.error(`Node.js ${major} can't be had from npm: its tests are SKIPPED`);
  return undefined;
}

function run(node: string, args: readonly string[], cwd: string): Promise<CommandResult> {
  return runCommand(node, [join(projectRoot, 'bin/connectctl.js'), ...args], { cwd, env: { NO_COLOR: '1' } });
}
