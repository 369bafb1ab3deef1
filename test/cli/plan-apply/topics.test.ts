import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { startBroker } from '../../../src/broker/index.ts';
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder } from '../../harness/index.ts';

/** A project that declares topics on an embedded broker. */
async function projectWithTopics() {
  const server = await startFakeConnect();
  const broker = await startBroker({ host: '127.0.0.1', port: 0, dataDir: testFolder() });
  onTestFinished(async () => {
    await server.close();
    await broker.close();
  });
  const cwd = testFolder();
  mkdirSync(join(cwd, 'pipelines'));
  const kafka = `kafka: { bootstrapServers: "127.0.0.1:${broker.port}" }`;
  const settings = `project: t\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${server.url}" }, ${kafka} }\n`;
  writeFileSync(join(cwd, 'connectctl.yaml'), settings);
  const write = (...topics: readonly string[]): void =>
    writeFileSync(join(cwd, 'pipelines/t.yaml'), `pipeline: t\ntopics:\n${topics.map((t) => `  - ${t}\n`).join('')}`);
  const run = async (...argv: string[]) => {
    let [stdout, stderr] = ['', ''];
    const never = new AbortController().signal;
    const io: CliIo = {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      stdin: new PassThrough(),
      env: {},
      cwd,
      signal: never,
      hardSignal: never,
    };
    return { code: await runCli(argv, io), stdout, stderr };
  };
  return { write, run };
}

test('a topic is created, widened and set, and then there is nothing to do', async () => {
  const { write, run } = await projectWithTopics();
  write('{ name: a, partitions: 1, config: { retention.ms: 1000 } }');
  expect((await run('apply', '--auto-approve')).code).toBe(0);
  expect((await run('plan')).stdout).toContain('No changes. 1 unchanged.');
  write('{ name: a, partitions: 3, config: { retention.ms: 2000 } }');
  expect((await run('plan')).stdout).toContain(
    'config.retention.ms  "1000" -> "2000"\n    partitions           "1" -> "3"',
  );
  expect((await run('apply', '--auto-approve')).code).toBe(0);
  expect((await run('plan', '--detailed-exitcode')).code).toBe(0);
});

test('what Kafka can not do is an error in the plan, at its line, and apply does nothing', async () => {
  const { write, run } = await projectWithTopics();
  write('{ name: there, partitions: 2 }');
  await run('apply', '--auto-approve');
  write(
    '{ name: there, partitions: 1 }',
    '{ name: fine, partitions: 1 }',
    '{ name: spread, replicationFactor: 3 }',
    '{ name: typo, config: { retention.msec: 5 } }',
    '{ name: value, config: { retention.ms: soon } }',
  );
  const { code, stderr } = await run('plan');
  expect(code).toBe(1);
  const errors = stderr.split('\n').filter((line) => / error /.test(line));
  expect(errors.map((line) => /:(\d+):\d+ error (\w+)/.exec(line)?.slice(1))).toEqual([
    ['3', 'CC4016'],
    ['5', 'CC4022'],
    ['6', 'CC4022'],
    ['7', 'CC4022'],
  ]);
  expect(await run('apply', '--auto-approve')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Nothing was done'),
  });
  write('{ name: fine, partitions: 1 }');
  expect((await run('plan')).stdout).toContain('1 to create');
});
