import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { projectRoot, runCommand, stackLine, testFolder, writeFiles } from '../harness/index.ts';

const binary = join(projectRoot, 'bin/connectctl.js');

it('a reader that has had enough (| head) is no error and no stack trace', async () => {
  // `true` is gone long before the first byte is written.
  const script = `'${process.execPath}' '${binary}' completion bash | true; echo "\${PIPESTATUS[0]}"`;
  expect(await runCommand('bash', ['-c', script])).toEqual({ code: 0, stdout: '0\n', stderr: '' });
});

it.each(['completion bash', '--version', '--help'])(
  '%s: an output that cannot be written is one line',
  async (argv) => {
    const { code, stderr } = await runCommand('bash', ['-c', `'${process.execPath}' '${binary}' ${argv} > /dev/full`]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error CC9002  the output cannot be written: ENOSPC: no space left on device, write\n',
    });
  },
);

it('an apply whose reader has gone finishes the request under way, and does not claim success', async () => {
  let answered = 0;
  const { url, fake, close } = await startFakeConnect({
    // Answers while nobody reads any more.
    intercept: (method, path, response, body) => {
      if (method !== 'POST' || path !== '/connectors') return false;
      setTimeout(() => {
        answered++;
        response.writeHead(201, { 'content-type': 'application/json' }).end(body);
      }, 300);
      return true;
    },
  });
  onTestFinished(() => close());
  // Six seconds of work: `head` is gone long before.
  const connectors = Array.from(
    { length: 20 },
    (_, i) => `  - { name: c${i}, class: FileStreamSource, config: { file: /${i} } }\n`,
  );
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${url}" } }\n`,
    'pipelines/a.yaml': `pipeline: files\nconnectors:\n${connectors.join('')}`,
  });
  const script = `'${process.execPath}' '${binary}' apply --auto-approve --parallelism 1 | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await runCommand('bash', ['-c', script], { cwd: folder });
  expect(stdout).toBe(`demo/local: Kafka Connect 4.3.1 at ${url}\n130\n`);
  expect(stderr).not.toMatch(stackLine);
  const creates = fake.requests.filter((request) => request.startsWith('POST')).length;
  expect(creates).toBeLessThan(connectors.length);
  expect(answered).toBe(creates);
});
