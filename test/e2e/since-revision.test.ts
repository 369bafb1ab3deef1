import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { runCommand, runConnectctl, testFolder, writeFiles } from '../harness/index.ts';

const file = (pipeline: string, name: string, path: string): string =>
  `pipeline: ${pipeline}\nconnectors:\n  - { name: ${name}, class: FileStreamSource, config: { file: ${path}, topic: ${name} } }\n`;

test.each([
  { name: 'the whole repository', project: '' },
  { name: 'a folder of the repository, with links to files beside it', project: 'data/' },
])('--since REVISION where the project is $name', async ({ project }) => {
  const { url, close } = await startFakeConnect();
  onTestFinished(() => close());
  const folder = testFolder();
  writeFiles(folder, {
    [`${project}connectctl.yaml`]: `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${url}" } }\n`,
    [`${project}pipelines/a.yaml`]: file('a', 'a', '/a'),
    'shared/b.yaml': file('b', 'b', '/b'),
    'shared/more/c.yaml': file('c', 'c', '/c'),
  });
  const up = project === '' ? '..' : '../..';
  mkdirSync(join(folder, project, 'pipelines'), { recursive: true });
  symlinkSync(`${up}/shared/b.yaml`, join(folder, project, 'pipelines/b.yaml'));
  symlinkSync(`${up}/shared/more`, join(folder, project, 'pipelines/more'));
  const git = (...words: string[]) =>
    runCommand('git', ['-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@y', ...words]);
  await git('init', '-q');
  await git('add', '-A');
  expect(await git('commit', '-qm', 'first')).toMatchObject({ code: 0 });
  const planned = async (): Promise<string[]> => {
    const { stdout, stderr } = await runConnectctl([
      'plan',
      '--since',
      'HEAD',
      '--format',
      'json',
      '-C',
      join(folder, project),
    ]);
    expect(stderr).toBe('');
    return (JSON.parse(stdout) as { changes: { name: string }[] }).changes.map((change) => change.name);
  };
  expect(await planned()).toEqual([]);
  writeFileSync(join(folder, 'shared/more/c.yaml'), file('c', 'c', '/changed'));
  expect(await planned()).toEqual(['c']);
});
