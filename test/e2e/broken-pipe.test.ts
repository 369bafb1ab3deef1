import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot, runCommand } from '../harness/index.ts';

it('a reader that has had enough (| head) is no error and no stack trace', async () => {
  const binary = join(projectRoot, 'bin/connectctl.js');
  // `true` is gone long before the first byte is written.
  const script = `'${process.execPath}' '${binary}' completion bash | true; echo "\${PIPESTATUS[0]}"`;
  expect(await runCommand('bash', ['-c', script])).toEqual({ code: 0, stdout: '0\n', stderr: '' });
});
