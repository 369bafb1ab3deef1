import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPipeOutput } from '../../../src/worker/connectors/pipe-output.ts';
import { openFileOutput } from '../../../src/worker/connectors/text-output.ts';
import { runCommand, testFolder } from '../../harness/index.ts';

test.each([
  ['a file that is not there yet', null, 'new\n'],
  ['an empty file', '', 'new\n'],
  ['a file of whole lines', 'old\n', 'old\nnew\n'],
  ['a file whose last line was cut off', 'old\nhal', 'old\nhal\nnew\n'],
])('a line goes on a line of its own after %s', async (_name, before, after) => {
  const path = join(testFolder(), 'out.txt');
  if (before !== null) writeFileSync(path, before);
  const output = await openFileOutput(path);
  await output.write(Buffer.from('new\n'));
  await output.close();
  expect(readFileSync(path, 'utf8')).toBe(after);
});

/** More than Node has threads for files: each wait and each write would take one. */
const paths = ['a', 'b', 'c', 'd', 'e'];

function makePipes(): string[] {
  const folder = testFolder();
  const pipes = paths.map((name) => join(folder, name));
  execFileSync('mkfifo', pipes);
  return pipes;
}

test('named pipes without a reader wait for one, leave files alone, and take more than they hold', async () => {
  let waiting = 0;
  const pipes = makePipes();
  const { signal } = new AbortController();
  const opened = pipes.map((path) => openPipeOutput(path, signal, () => waiting++));
  expect(waiting).toBe(pipes.length);
  const file = await openFileOutput(join(testFolder(), 'out.txt'));
  await file.close();
  const line = `${'x'.repeat(200_000)}\n`;
  const read = pipes.map(async (path) => (await runCommand('cat', [path])).stdout);
  for (const output of await Promise.all(opened)) {
    await output.write(Buffer.from(line));
    await output.close();
  }
  expect(await Promise.all(read)).toEqual(pipes.map(() => line));
});

test('the wait for a reader ends with its task', async () => {
  const [path = ''] = makePipes();
  const task = new AbortController();
  const opened = openPipeOutput(path, task.signal, () => undefined);
  const reason = new Error('stopped');
  task.abort(reason);
  await expect(opened).rejects.toBe(reason);
});
