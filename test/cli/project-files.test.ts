import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMatchingFiles } from '../../src/cli/project-files.ts';
import { runCommand, testFolder } from '../harness/index.ts';

const globs = ['pipelines/**/*.yaml'];

function project(): { folder: string; inside: (name: string) => string; paths: () => string[] } {
  const folder = testFolder();
  mkdirSync(join(folder, 'pipelines'));
  writeFileSync(join(folder, 'pipelines/a.yaml'), 'pipeline: a\n');
  return {
    folder,
    inside: (name) => join(folder, 'pipelines', name),
    paths: () => readMatchingFiles(folder, globs).map(({ path }) => path),
  };
}

test('links to files and folders are followed, a circle of them once', () => {
  const { inside, paths } = project();
  const elsewhere = testFolder();
  writeFileSync(join(elsewhere, 'b.yaml'), 'pipeline: b\n');
  symlinkSync(elsewhere, inside('shared'));
  symlinkSync(join(elsewhere, 'b.yaml'), inside('c.yaml'));
  symlinkSync(elsewhere, join(elsewhere, 'again'));
  symlinkSync('.', inside('self'));
  writeFileSync(join(elsewhere, 'notes.txt'), '');
  expect(paths()).toEqual(['pipelines/a.yaml', 'pipelines/c.yaml', 'pipelines/shared/b.yaml']);
});

test('a link that leads nowhere is an error, for what it stood for would be pruned', () => {
  const { inside, paths } = project();
  symlinkSync('gone.yaml', inside('b.yaml'));
  expect(paths).toThrow('pipelines/b.yaml cannot be read: ENOENT');
});

test('a pipe is an error, and is not waited for', async () => {
  const { inside, paths } = project();
  await runCommand('mkfifo', [inside('b.yaml')]);
  expect(paths).toThrow('pipelines/b.yaml cannot be read: it is no file');
});

test('other names, the mark of an open editor and folders called like a file are passed over', async () => {
  const { inside, paths } = project();
  symlinkSync('me@host.1:2', inside('.#a.yaml'));
  symlinkSync('gone', inside('gone.txt'));
  await runCommand('mkfifo', [inside('pipe')]);
  mkdirSync(inside('folder.yaml'));
  expect(paths()).toEqual(['pipelines/a.yaml']);
});

test('a byte order mark is taken off; what is not UTF-8 is an error with its line', () => {
  const { folder, inside, paths } = project();
  writeFileSync(inside('a.yaml'), '\uFEFFpipeline: größe\n');
  expect(readMatchingFiles(folder, globs)[0]?.text).toBe('pipeline: größe\n');
  writeFileSync(inside('b.yaml'), Buffer.from('pipeline: ä\npassword: grün\n', 'latin1').fill('x', 10, 11));
  expect(paths).toThrow('pipelines/b.yaml cannot be read: line 2 is not in UTF-8');
});
