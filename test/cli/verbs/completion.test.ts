import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { runCommand, testFolder, writeFiles } from '../../harness/index.ts';
import { run, sink, source, startStandIn } from './harness.ts';

async function complete(words: readonly string[], cwd = '/nowhere'): Promise<readonly string[]> {
  const ran = await run(['completion', 'candidates', '--', ...words], { cwd });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  return ran.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]!);
}

describe('candidates', () => {
  it('are all commands for an empty line', async () => {
    expect(await complete([''])).toEqual(commands.map(({ usage }) => usage.split(' ')[0]));
  });

  const rows = [
    { words: ['comp'], expected: ['completion'] },
    { words: ['get', 'p'], expected: ['plugins'] },
    { words: ['restart', '--fa'], expected: ['--failed'] },
    { words: ['get', 'connectors', '-o', ''], expected: ['table', 'json', 'yaml', 'name'] },
    { words: ['get', 'connectors', '--output=y'], expected: ['--output=yaml'] },
    { words: ['--color', 'a'], expected: ['auto', 'always'] },
    { words: ['logs', 'level', 'root', 'D'], expected: ['DEBUG'] },
    { words: ['offsets', ''], expected: ['get', 'set', 'reset'] },
    { words: ['completion', ''], expected: ['bash', 'zsh', 'fish'] },
    { words: ['worker', ''], expected: [] },
    { words: ['nonsense', ''], expected: [] },
    { words: ['describe', '--timeout', ''], expected: [] },
  ];
  it.each(rows)('$words', async ({ words, expected }) => {
    expect(await complete(words)).toEqual(expected);
  });

  it('are the live connectors that are not named yet', async () => {
    const worker = await startStandIn();
    worker.fake.add('orders-sink', sink('t'));
    worker.fake.add('orders-source', source('t'));
    worker.fake.add('bad\nname', source('t'));
    const at = ['--connect', worker.url];
    expect(await complete([...at, 'describe', ''])).toEqual(['orders-sink', 'orders-source']);
    expect(await complete(['pause', ...at, 'orders-sink', 'o'])).toEqual(['orders-source']);
    expect(await complete(['offsets', 'get', ...at, 'orders-so'])).toEqual(['orders-source']);
    expect(await complete(['plugins', ...at, 'org.apache.kafka.connect.j'])).toEqual([
      'org.apache.kafka.connect.json.JsonConverter',
    ]);
    expect(await complete(['get', 'topics', ...at, ''])).toEqual(['t']);
    expect(await complete(['logs', 'level', ...at, 'r'])).toEqual(['root']);
    worker.fake.add('billed', sink('t', { 'connectctl.pipeline': 'billing' }));
    expect(await complete(['stop', ...at, 'pipeline='])).toEqual(['pipeline=billing']);
    expect(await complete(['get', 'connectors', ...at, 'pipeline=b'])).toEqual(['pipeline=billing']);
    expect(await complete(['plan', ...at, '--target=pipeline='])).toEqual(['--target=pipeline=billing']);
  });

  it('are the environments of the project, and its default worker', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', sink('t'));
    const folder = testFolder();
    writeFiles(folder, {
      'connectctl.yaml': `project: p\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: ${worker.url} } }\n  prod: { connect: { url: "http://127.0.0.1:1" } }\n`,
    });
    expect(await complete(['status', '-e', ''], folder)).toEqual(['local', 'prod']);
    expect(await complete(['status', ''], folder)).toEqual(['a']);
    expect(await complete(['status', '-e', 'prod', ''], folder)).toEqual([]);
  });

  it('are none, in silence and in time, where the worker hangs', async () => {
    const worker = await startStandIn({ intercept: () => true });
    const start = performance.now();
    expect(await complete(['describe', '--connect', worker.url, ''])).toEqual([]);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it.each([
    ['a worker that is down', ['describe', '--connect', 'http://127.0.0.1:1', '']],
    ['credentials in the URL', ['describe', '--connect', 'http://a:b@127.0.0.1:1', '']],
    ['an environment that is not there', ['describe', '-e', 'nope', '']],
    ['no project', ['describe', '']],
  ])('are none, in silence, for %s', async (_name, words) => {
    expect(await complete(words)).toEqual([]);
  });
});

describe('the scripts', () => {
  it('bash: gets back what comes after its own last word break, quoted', async () => {
    const folder = testFolder();
    const program = join(folder, 'connectctl');
    // Tells what it was asked, and answers with names that need care.
    writeFileSync(
      program,
      `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/asked'\nprintf 'orders\\tsink\\nmy name\\tsource\\na:b\\tsink\\n'\n`,
    );
    chmodSync(program, 0o755);
    const { stdout: script } = await run(['completion', 'bash']);
    writeFileSync(join(folder, 'script.bash'), script);
    const test = `source '${folder}/script.bash'
COMP_LINE='connectctl --connect http://h:1 describe a:'; COMP_POINT=\${#COMP_LINE}
_connectctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ran = await runCommand('bash', ['-c', test], { env: { PATH: `${folder}:${process.env['PATH']}` } });
    expect(ran).toMatchObject({ code: 0, stderr: '', stdout: 'orders\nmy\\ name\nb\n' });
    const asked = await runCommand('cat', [join(folder, 'asked')]);
    expect(asked.stdout.split('\n').slice(0, -1)).toEqual([
      'completion',
      'candidates',
      '--',
      '--connect',
      'http://h:1',
      'describe',
      'a:',
    ]);
  });

  it.each(['bash', 'zsh', 'fish'])('%s names the command that it asks', async (shell) => {
    const { stdout, code } = await run(['completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain('connectctl completion candidates -- ');
  });

  it('another shell is a clear mistake', async () => {
    expect(await run(['completion', 'tcsh'])).toMatchObject({ code: 1, stderr: expect.stringContaining('tcsh') });
  });
});
