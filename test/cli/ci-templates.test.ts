import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../../src/cli/run.ts';

const templates = ['github-actions.yml', 'gitlab-ci.yml'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-templates-'));
  mkdirSync(join(folder, 'pipelines'));
  writeFileSync(
    join(folder, 'connectctl.yaml'),
    'project: ci\ndefaultEnvironment: prod\nenvironments:\n  prod:\n    connect: { url: "${env.CONNECT_URL}" }\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each(templates)('%s passes a project without findings, with the environment unset', async (template) => {
  writePipeline('file');
  for (const words of checksOf(template)) expect(await run(words), words.join(' ')).toBe(0);
});

test.each(templates)('%s refuses a key that the plugin does not know', async (template) => {
  writePipeline('flie');
  const codes = await Promise.all(checksOf(template).map((words) => run(words)));
  expect(codes).toContain(1);
});

test.each(templates)('%s plans, and every flag it uses exists', async (template) => {
  const plans = commandsOf(template).filter(([name]) => name === 'plan');
  expect(plans).toHaveLength(1);
  // Nobody listens there: the command line is understood, and the worker is what is missing.
  writePipeline('file');
  expect(await run(plans[0]!, { CONNECT_URL: 'http://127.0.0.1:1' })).toBe(1);
  expect(stderr).toContain('CC7001');
});

/** The commands that need no worker. */
function checksOf(template: string): readonly (readonly string[])[] {
  const checks = commandsOf(template).filter(([name]) => name !== 'plan');
  expect(checks.map(([name]) => name)).toEqual(['fmt', 'validate']);
  return checks;
}

/** The words after `connectctl`, up to a redirection, of every script line of a template. */
function commandsOf(template: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../docs/ci/${template}`, import.meta.url), 'utf8');
  return stringsOf(parse(text))
    .filter((line) => line.startsWith('connectctl '))
    .map((line) => line.split(/\s*>/)[0]!.split(' ').slice(1));
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsOf) : [];
}

function writePipeline(key: string): void {
  writeFileSync(
    join(folder, 'pipelines/a.yaml'),
    `pipeline: a\nconnectors:\n  - name: a\n    class: FileStreamSource\n    config:\n      ${key}: in.txt\n      topic: a\n`,
  );
}

let stderr = '';

function run(words: readonly string[], env: Record<string, string> = {}): Promise<number> {
  stderr = '';
  return runCli(words, {
    stdout: { write: () => true },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    stdin: new PassThrough(),
    env,
    cwd: folder,
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
  });
}
