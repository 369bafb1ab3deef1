import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder } from '../../harness/index.ts';

const projects = ['shop', 'bank'];
const environments = ['blue', 'green'];
const all = projects.flatMap((project) => environments.map((environment) => ({ project, environment })));

/** One worker, two projects, two environments in each: every one of them prunes. */
async function twoProjects() {
  const server = await startFakeConnect();
  onTestFinished(() => server.close());
  const root = testFolder();
  const settings = environments.map(
    (name) => `  ${name}: { connect: { url: "${server.url}" }, prune: true, variables: { where: ${name} } }\n`,
  );
  for (const project of projects) {
    mkdirSync(join(root, project, 'pipelines'), { recursive: true });
    writeFileSync(join(root, project, 'connectctl.yaml'), `project: ${project}\nenvironments:\n${settings.join('')}`);
  }
  const write = (project: string, names: readonly string[]): void => {
    const connectors = names.map(
      (name) =>
        `  - { name: "${project}-\${var.where}-${name}", class: FileStreamSource, config: { file: /${name}, topic: "${project}-\${var.where}-${name}" } }\n`,
    );
    writeFileSync(join(root, project, 'pipelines/p.yaml'), `pipeline: p\nconnectors:\n${connectors.join('')}`);
  };
  const run = async (project: string, ...argv: string[]): Promise<{ code: number; output: string }> => {
    let output = '';
    const stream = { write: (text: string) => (output += text) };
    const never = new AbortController().signal;
    const io: CliIo = {
      stdout: stream,
      stderr: stream,
      stdin: new PassThrough(),
      env: {},
      cwd: join(root, project),
      signal: never,
      hardSignal: never,
    };
    return { code: await runCli(argv, io), output };
  };
  return { root, server, write, run, names: () => [...server.fake.connectors.keys()].sort() };
}

test('two projects and two environments on one worker, all pruning: none touches the others', async () => {
  const { server, write, run, names } = await twoProjects();
  server.fake.add('by-hand', { name: 'by-hand', 'connector.class': 'FileStreamSource', file: '/x' });
  for (const project of projects) write(project, ['a', 'b']);
  for (const { project, environment } of all) {
    expect(await run(project, 'apply', '-e', environment, '--auto-approve')).toMatchObject({ code: 0 });
  }
  const whole = all.flatMap(({ project, environment }) =>
    ['a', 'b'].map((name) => `${project}-${environment}-${name}`),
  );
  expect(names()).toEqual(['by-hand', ...whole].sort());
  for (const { project, environment } of all) {
    const plan = await run(project, 'plan', '-e', environment, '--prune', '--detailed-exitcode');
    expect(plan).toMatchObject({ code: 0, output: expect.stringContaining('No changes. 2 unchanged.') });
  }

  write('shop', ['a']);
  expect(await run('shop', 'apply', '-e', 'blue', '--auto-approve')).toMatchObject({ code: 0 });
  expect(names()).toEqual(['by-hand', ...whole.filter((name) => name !== 'shop-blue-b')].sort());
  for (const { project, environment } of all.filter((one) => one.project === 'bank')) {
    expect((await run(project, 'plan', '-e', environment, '--detailed-exitcode')).code).toBe(0);
  }
});

test('what another owner marked is refused, and --adopt takes it by its full name alone', async () => {
  const { write, run, server, root } = await twoProjects();
  write('shop', ['a']);
  expect((await run('shop', 'apply', '-e', 'blue', '--auto-approve')).code).toBe(0);
  const same = '{ name: shop-blue-a, class: FileStreamSource, config: { file: /other, topic: t } }';
  writeFileSync(join(root, 'bank/pipelines/p.yaml'), `pipeline: p\nconnectors: [${same}]\n`);
  const config = (): Record<string, string> => server.fake.connectors.get('shop-blue-a')!.config;

  for (const flags of [[], ['--adopt', 'shop-*'], ['--adopt', '*']]) {
    const refused = await run('bank', 'apply', '-e', 'blue', '--auto-approve', ...flags);
    expect(refused).toMatchObject({ code: 3, output: expect.stringContaining('belongs to shop/blue') });
    expect(config()).toMatchObject({ file: '/a', 'connectctl.owner': 'shop/blue' });
  }
  expect(await run('bank', 'apply', '-e', 'blue', '--auto-approve', '--adopt', 'shop-blue-a')).toMatchObject({
    code: 0,
  });
  expect(config()).toMatchObject({ file: '/other', 'connectctl.owner': 'bank/blue' });
});
