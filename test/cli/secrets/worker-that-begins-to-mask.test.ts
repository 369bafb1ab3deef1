import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import schema from '../../../schemas/plan.schema.json' with { type: 'json' };
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run as runCli, startStandIn } from '../verbs/harness.ts';

async function project(ownership: 'marks' | 'none') {
  const { url, fake } = await startStandIn();
  const folder = testFolder();
  const write = (password: string): void =>
    writeFiles(folder, {
      'connectctl.yaml': `project: p
defaultEnvironment: e
environments:
  e: { connect: { url: "${url}" }, variables: { password: "${password}" }${ownership === 'none' ? ', ownership: none' : ''} }
`,
      'pipelines/p.yaml': `pipeline: p
connectors:
  - { name: c, class: FileStreamSource, config: { file: /a, topic: t, connection.password: "\${var.password}" } }
`,
    });
  write('one-password');
  const run = (argv: string) => runCli(argv.split(' '), { cwd: folder });
  expect((await run('apply --auto-approve')).code).toBe(0);
  fake.options = { ...fake.options, masks: true };
  return { fake, write, run };
}

const UNSEEN = 'a change in the files cannot be seen either (--adopt NAME';

test('a worker that begins to hide secrets: what is not seen is said, and one --adopt makes it seen again', async () => {
  const { fake, write, run } = await project('marks');
  write('two-password');
  const { stdout } = await run('plan');
  expect(stdout).toContain('No changes. 1 unchanged.');
  expect(stdout.replace(/\s+/g, ' ')).toContain(UNSEEN);
  expect(stdout).not.toContain('a change made there cannot be seen:');
  const json = JSON.parse((await run('plan --format json')).stdout) as { readonly hidden: readonly unknown[] };
  expect(json.hidden).toEqual([{ name: 'c', keys: ['connection.password'], undigested: ['connection.password'] }]);
  expect(new Ajv2020({ strict: false }).validate(schema, json)).toBe(true);

  const adopted = await run('apply --adopt c --auto-approve');
  expect(adopted).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to adopt') });
  expect(fake.connectors.get('c')?.config['connection.password']).toBe('two-password');
  const seen = await run('plan');
  expect(seen.stdout).toContain('a change made there cannot be seen:');
  expect(seen.stdout).not.toContain('either');
  expect((await run('plan --adopt c')).stdout).toContain('No changes.');
  write('three-password');
  expect((await run('plan')).stdout).toContain('(sensitive, changed)');
});

test('without marks there is no digest to keep, and no way is named that leads to none', async () => {
  const { run } = await project('none');
  const { stdout } = await run('plan --adopt c');
  expect(stdout).toContain('No changes. 1 unchanged.');
  expect(stdout).not.toContain('--adopt');
});
