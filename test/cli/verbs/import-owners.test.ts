import { expect, it } from 'vitest';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run, source, startStandIn } from './harness.ts';

async function project() {
  const worker = await startStandIn();
  const theirs = (owner: string) => source('t', { 'connectctl.owner': owner, 'connectctl.applied': '1:x' });
  worker.fake.add('a', theirs('other/prod'));
  worker.fake.add('b', theirs('other/prod'));
  worker.fake.add('c', theirs('third/prod'));
  worker.fake.add('ours', theirs('demo/local'));
  worker.fake.add('nobodys', source('t'));
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${worker.url}" } }\n`,
  });
  return { folder };
}

const theirs = (what: string) => `warning  ${what}: apply is refused while the files hold `;

it('import names the connectors that another project manages, and a plan goes on as it said', async () => {
  const { folder } = await project();
  const imported = await run(['-C', folder, 'import', '--out', `${folder}/pipelines`], { cwd: folder });
  expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^5 connectors of local written to /) });
  expect(imported.stderr).toBe(
    `${theirs('2 connectors carry the mark of other/prod (a, b)')}them, unless --adopt names them\n` +
      `${theirs('1 connector carries the mark of third/prod (c)')}it, unless --adopt names it\n`,
  );
  expect(await run(['-C', folder, 'plan'], { cwd: folder })).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('3 refused: apply will do nothing'),
  });
  const adopting = ['a', 'b', 'c'].flatMap((name) => ['--adopt', name]);
  expect((await run(['-C', folder, 'plan', ...adopting], { cwd: folder })).code).toBe(0);
});

it('names no owner of what it did not write', async () => {
  const { folder } = await project();
  const { stderr } = await run(['-C', folder, 'import', 'ours', 'c', '--out', `${folder}/pipelines`], { cwd: folder });
  expect(stderr).toBe(`${theirs('1 connector carries the mark of third/prod (c)')}it, unless --adopt names it\n`);
});
