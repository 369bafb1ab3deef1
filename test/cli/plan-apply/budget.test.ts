import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder, waitUntil } from '../../harness/index.ts';

/** The bound of the design is five; topics and Kafka take the other two. */
const PLAN_REQUESTS = [
  'GET /',
  'GET /connector-plugins?connectorsOnly=false',
  'GET /connectors?expand=info&expand=status',
];

async function planOf(folder: string, ...argv: string[]): Promise<{ code: number; output: string }> {
  let output = '';
  const stream = { write: (text: string) => (output += text) };
  const never = new AbortController().signal;
  const io: CliIo = {
    stdout: stream,
    stderr: stream,
    stdin: new PassThrough(),
    env: {},
    cwd: folder,
    signal: never,
    hardSignal: never,
  };
  return { code: await runCli(['plan', '--detailed-exitcode', ...argv], io), output };
}

async function projectOf(count: number) {
  const server = await startFakeConnect();
  onTestFinished(() => server.close());
  const folder = testFolder();
  mkdirSync(join(folder, 'pipelines'));
  const environment = `local: { connect: { url: "${server.url}" }, ownership: none }`;
  writeFileSync(
    join(folder, 'connectctl.yaml'),
    `project: p\ndefaultEnvironment: local\nenvironments: { ${environment} }\n`,
  );
  const connectors = Array.from(
    { length: count },
    (_, i) => `  - { name: c-${i}, class: FileStreamSource, config: { file: /${i}, topic: t${i} } }`,
  );
  writeFileSync(join(folder, 'pipelines/p.yaml'), `pipeline: p\nconnectors:\n${connectors.join('\n')}\n`);
  for (let i = 0; i < count; i++) {
    const config = { name: `c-${i}`, 'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector' };
    server.fake.add(`c-${i}`, { ...config, file: `/${i}`, topic: `t${i}` });
  }
  return { folder, server };
}

test.each([1, 400])('a plan over %d equal connectors asks three times', async (count) => {
  const { folder, server } = await projectOf(count);
  expect(await planOf(folder)).toMatchObject({
    code: 0,
    output: expect.stringContaining(`No changes. ${count} unchanged.`),
  });
  expect(server.fake.requests.sort()).toEqual(PLAN_REQUESTS);
});

test('one that differs costs its class and its validation', async () => {
  const { folder, server } = await projectOf(50);
  server.fake.connectors.get('c-7')!.config['file'] = '/other';
  expect((await planOf(folder)).code).toBe(2);
  expect(server.fake.requests.length).toBe(PLAN_REQUESTS.length + 2);
});

test('the worker is asked while the files are still to be read, and files with errors are told all the same', async () => {
  const { folder, server } = await projectOf(1);
  writeFileSync(join(folder, 'pipelines/p.yaml'), 'pipeline: p\nconnectors: [{ name: x, clas: Y }]\n');
  const { code, output } = await planOf(folder);
  expect(code).toBe(1);
  expect(output).toContain('CC1007');
  await waitUntil('the requests', () => server.fake.requests.length === PLAN_REQUESTS.length);
  expect(server.fake.requests.sort()).toEqual(PLAN_REQUESTS);
});
