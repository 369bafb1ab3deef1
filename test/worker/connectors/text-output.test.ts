import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileOutput } from '../../../src/worker/connectors/text-output.ts';
import { testFolder } from '../../harness/index.ts';

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
