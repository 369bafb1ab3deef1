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

it('an apply whose reader has gone finishes the request under way, and does not claim success', async () => {
  let isCreated = false;
  const { url, fake, close } = await startFakeConnect({
    // Answers while nobody reads any more.
    intercept: (method, path, response, body) => {
      if (method !== 'POST' || path !== '/connectors') return false;
      setTimeout(() => {
        isCreated = true;
        response.writeHead(201, { 'content-type': 'application/json' }).end(body);
      }, 300);
      return true;
    },
  });
  onTestFinished(() => close());
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${url}" } }\n`,
    'pipelines/a.yaml':
      'pipeline: files\nconnectors:\n  - { name: a, class: FileStreamSource, config: { file: /a } }\n  - { name: b, class: FileStreamSource, config: { file: /b } }\n',
  });
  const script = `'${process.execPath}' '${binary}' apply --auto-approve --parallelism 1 | head -1; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await runCommand('bash', ['-c', script], { cwd: folder });
  expect(stdout).toBe(`demo/local: Kafka Connect 4.3.1 at ${url}\n130\n`);
  expect(stderr).not.toMatch(stackLine);
  expect(isCreated).toBe(true);
  expect(fake.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
});
