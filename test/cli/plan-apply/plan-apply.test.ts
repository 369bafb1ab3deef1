import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import eventsSchema from '../../../schemas/events.schema.json' with { type: 'json' };
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { startFakeConnect } from '../../connect/fake-connect.ts';

const isEvent = new Ajv2020({ strict: false }).compile(eventsSchema);

let folder: string;
let server: Awaited<ReturnType<typeof startFakeConnect>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plan-apply-'));
  server = await startFakeConnect({
    failWith: (config) => (config['file'] === '/bad' ? 'java.io.IOException: gone' : undefined),
  });
  write({ 'connectctl.yaml': project(server.url), 'pipelines/a.yaml': pipeline('/a') });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function project(url: string): string {
  return [
    'project: demo',
    'defaultEnvironment: local',
    'environments:',
    `  local: { connect: { url: "${url}" } }`,
    `  prod: { connect: { url: "${url}" }, protected: true }`,
    '  down: { connect: { url: "http://127.0.0.1:1" } }',
    '',
  ].join('\n');
}

function pipeline(file: string, more = ''): string {
  return [
    'pipeline: files',
    'connectors:',
    '  - name: src',
    '    class: FileStreamSource',
    '    config:',
    `      file: ${file}`,
    '      topic: t',
    more,
  ].join('\n');
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function run(argv: readonly string[], more: Partial<CliIo> = {}) {
  let [stdout, stderr] = ['', ''];
  const stdin: CliIo['stdin'] = new PassThrough();
  const code = await runCli(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin,
    env: {},
    cwd: folder,
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
    ...more,
  });
  return { code, stdout, stderr };
}

test('plan exits 0, and 2 with --detailed-exitcode while there are changes', async () => {
  expect(await run(['plan'])).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to create') });
  expect((await run(['plan', '--detailed-exitcode'])).code).toBe(2);
  expect((await run(['apply', '--auto-approve'])).code).toBe(0);
  expect(await run(['plan', '--detailed-exitcode'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('No changes.'),
  });
});

test('apply without a terminal and without a flag is refused, and nothing is done', async () => {
  expect(await run(['apply'])).toMatchObject({ code: 3, stderr: expect.stringContaining('--auto-approve') });
  expect(server.fake.connectors.size).toBe(0);
});

test('a yes on a terminal goes ahead, anything else does not', async () => {
  const terminal = (answer: string): CliIo['stdin'] => {
    const stream = Object.assign(new PassThrough(), { isTTY: true });
    stream.end(`${answer}\n`);
    return stream;
  };
  expect((await run(['apply'], { stdin: terminal('no') })).code).toBe(3);
  expect(server.fake.connectors.size).toBe(0);
  expect((await run(['apply'], { stdin: terminal('yes') })).code).toBe(0);
  expect(server.fake.connectors.has('src')).toBe(true);
});

test('a protected environment takes its name and not --auto-approve', async () => {
  expect((await run(['apply', '-e', 'prod', '--auto-approve'])).code).toBe(3);
  expect(server.fake.connectors.size).toBe(0);
  expect((await run(['apply', '-e', 'prod', '--approve', 'prod'])).code).toBe(0);
});

test('a refused change exits 3 in plan and apply, and apply does nothing at all', async () => {
  server.fake.add('src', { 'connector.class': 'FileStreamSource', file: '/other' });
  write({
    'pipelines/b.yaml': 'pipeline: b\nconnectors:\n  - { name: new, class: FileStreamSource, config: { file: /b } }\n',
  });
  expect(await run(['plan'])).toMatchObject({ code: 3, stdout: expect.stringContaining('CC4002') });
  expect((await run(['apply', '--auto-approve'])).code).toBe(3);
  expect([...server.fake.connectors.keys()]).toEqual(['src']);
  expect(server.fake.connectors.get('src')!.config['file']).toBe('/other');
});

test('a worker that is down is one message with its URL, and exit 1', async () => {
  const { code, stdout, stderr } = await run(['plan', '-e', 'down']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^error CC7001 {2}No Connect worker answers at http:\/\/127\.0\.0\.1:1 /);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('several environments: one JSON array, and the first of 1, 3, 2, 0', async () => {
  const both = await run(['plan', '-e', 'local', '-e', 'prod', '--format', 'json', '--detailed-exitcode']);
  expect(both.code).toBe(2);
  expect(JSON.parse(both.stdout).map((plan: { environment: string }) => plan.environment)).toEqual(['local', 'prod']);
  const withDown = await run(['plan', '-e', '*', '--format', 'json', '--detailed-exitcode']);
  expect(withDown.code).toBe(1);
  expect(JSON.parse(withDown.stdout)).toHaveLength(2);
});

test('one environment that can not be planned keeps apply from all of them', async () => {
  expect((await run(['apply', '-e', 'local', '-e', 'down', '--auto-approve'])).code).toBe(1);
  expect(server.fake.connectors.size).toBe(0);
});

test('errors in the files are shown with their place on stderr, and there is no plan', async () => {
  write({ 'pipelines/a.yaml': pipeline('/a').replace('class:', 'clas:') });
  const { code, stdout, stderr } = await run(['plan', '--format', 'json']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('pipelines/a.yaml:4:5 error');
});

test('what the worker rejects points at the line, exits 1, and keeps apply from everything', async () => {
  write({
    'pipelines/a.yaml': pipeline('/a', '    environments: { local: { config: { x: 1 } } }').replace(
      'FileStreamSource',
      'FileStreamSourc',
    ),
  });
  const { code, stderr } = await run(['plan']);
  expect(code).toBe(1);
  expect(stderr).toContain('pipelines/a.yaml:4:12 error CC4015');
  expect(stderr).toContain('FileStreamSource');
  expect((await run(['apply', '--auto-approve'])).code).toBe(1);
  expect(server.fake.connectors.size).toBe(0);
});

test('a task that fails: its cause, exit 1', async () => {
  write({ 'pipelines/a.yaml': pipeline('/bad') });
  const { code, stdout } = await run(['apply', '--auto-approve']);
  expect(code).toBe(1);
  expect(stdout).toContain('failed CC5002 src');
  expect(stdout).toContain('java.io.IOException: gone');
});

test('--fail-on hazard exits 1 and apply does nothing', async () => {
  write({
    'pipelines/b.yaml':
      'pipeline: b\nconnectors:\n  - { name: two, class: FileStreamSource, config: { file: /a, topic: u } }\n',
  });
  expect((await run(['plan'])).code).toBe(0);
  const said = { code: 1, stderr: expect.stringContaining('--fail-on hazard: the plan of local has H008\n') };
  expect(await run(['plan', '--fail-on', 'hazard'])).toMatchObject(said);
  expect(await run(['apply', '--auto-approve', '--fail-on', 'hazard'])).toMatchObject(said);
  expect(server.fake.connectors.size).toBe(0);
});

test('a saved plan is applied as reviewed, and refused once something has moved', async () => {
  expect((await run(['plan', '--out', 'plan.json'])).code).toBe(0);
  expect((await run(['show', 'plan.json'])).stdout).toContain('1 to create');
  write({ 'pipelines/a.yaml': pipeline('/other') });
  expect(await run(['apply', 'plan.json', '--auto-approve'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('src: the files have changed (file)'),
  });
  write({ 'pipelines/a.yaml': pipeline('/a') });
  expect((await run(['apply', 'plan.json', '--prune'])).code).toBe(1);
  expect((await run(['apply', 'plan.json', '--no-prune'])).code).toBe(1);
  expect((await run(['apply', 'plan.json', '--auto-approve'])).code).toBe(0);
  expect((await run(['apply', 'plan.json', '--auto-approve'])).code).toBe(3);
  expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toContain('"saved"');
  expect((await run(['apply', 'connectctl.yaml'])).stderr).toContain('CC4021');
});

test('a plan file that was edited, or is of another cluster, is refused with the reason', async () => {
  const original = (await run(['plan', '--out', 'plan.json'])) && readFileSync(join(folder, 'plan.json'), 'utf8');
  write({ 'plan.json': original.replace('"after": "/a"', '"after": "/b"') });
  for (const argv of [
    ['apply', 'plan.json', '--auto-approve'],
    ['show', 'plan.json'],
  ]) {
    expect(await run(argv)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('plan.json was edited or cut short'),
    });
  }
  write({ 'plan.json': original });
  server.fake.clusterId = 'another';
  expect(await run(['apply', 'plan.json', '--auto-approve'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('it is another Kafka cluster'),
  });
  expect(server.fake.connectors.size).toBe(0);
});

test.each(['text', 'json', 'markdown', 'html'])('show prints %s as plan did', async (format) => {
  const planned = await run(['plan', '--out', 'plan.json', '--format', format]);
  expect((await run(['show', 'plan.json', '--format', format])).stdout).toBe(planned.stdout);
  expect(planned.stdout).toContain('src');
});

test('--json writes objects alone to stdout: the version first, the result last', async () => {
  const { code, stdout } = await run(['apply', '--auto-approve', '--json']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(0);
  expect(lines.filter((line) => !isEvent(line))).toEqual([]);
  expect(lines[0]).toMatchObject({ type: 'version' });
  expect(lines.at(-1)).toMatchObject({ type: 'result', exitCode: 0, outcomes: { done: 1 } });
});

test.each([
  { what: 'a plan file that is out of date', argv: ['apply', 'plan.json'], exitCode: 3, environment: 'local' },
  { what: 'an approval that nobody gives', argv: ['apply'], exitCode: 3, environment: 'local' },
  {
    what: 'a protected environment',
    argv: ['apply', '-e', 'prod', '--auto-approve'],
    exitCode: 3,
    environment: 'prod',
  },
  { what: 'a file that is no plan', argv: ['apply', 'connectctl.yaml'], exitCode: 1, environment: '' },
  { what: 'a worker that is gone', argv: ['apply', '-e', 'down'], exitCode: 1, environment: 'down' },
  { what: 'an unknown environment', argv: ['apply', '-e', 'nowhere'], exitCode: 1, environment: 'nowhere' },
])('--json ends with one result for $what', async ({ argv, exitCode, environment }) => {
  await run(['plan', '--out', 'plan.json']);
  write({ 'pipelines/a.yaml': pipeline('/moved') });
  const { code, stdout } = await run([...argv, '--json']);
  expect(code).toBe(exitCode);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.filter((line) => !isEvent(line))).toEqual([]);
  // What is in the way stands before it: the reader of these lines does not see stderr.
  expect(lines.at(-2)).toMatchObject({ type: 'diagnostic', environment, diagnostic: { severity: 'error' } });
  expect(lines.filter(({ type }) => type === 'result')).toEqual([lines.at(-1)]);
  expect(lines.at(-1)).toMatchObject({ environment, exitCode, outcomes: { done: 0 } });
  expect(server.fake.connectors.size).toBe(0);
});

test('--json holds what is wrong in the files, with its place', async () => {
  write({ 'pipelines/a.yaml': pipeline('/a').replace('class:', 'clas:') });
  const { code, stdout } = await run(['apply', '--json']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(code).toBe(1);
  expect(lines.filter((line) => !isEvent(line))).toEqual([]);
  const [first, ...others] = lines;
  expect(first).toMatchObject({ type: 'version' });
  expect(others.slice(0, -1).map(({ type }) => type)).toEqual(others.slice(0, -1).map(() => 'diagnostic'));
  const place = { code: 'CC1007', file: 'pipelines/a.yaml', line: 4, column: 5 };
  expect(others).toContainEqual(expect.objectContaining({ diagnostic: expect.objectContaining(place) }));
  expect(others.at(-1)).toMatchObject({ type: 'result', exitCode: 1 });
});

test('Ctrl-C before the first write: nothing is begun, exit 130', async () => {
  const stop = new AbortController();
  stop.abort();
  expect((await run(['apply', '--auto-approve'], { signal: stop.signal })).code).toBe(130);
  const { stdout } = await run(['apply', '--auto-approve', '--json'], { signal: stop.signal });
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({ exitCode: 130, interrupted: true });
  expect(server.fake.connectors.size).toBe(0);
});

test('--since selects what resolves differently, whichever file was touched', async () => {
  await run(['apply', '--auto-approve']);
  const before = mkdtempSync(join(tmpdir(), 'plan-since-'));
  const two = (file: string): string =>
    `${pipeline(file)}\n  - { name: other, class: FileStreamSource, config: { file: /o } }\n`;
  mkdirSync(join(before, 'pipelines'));
  writeFileSync(join(before, 'connectctl.yaml'), project(server.url));
  writeFileSync(join(before, 'pipelines/a.yaml'), two('/a'));
  write({ 'pipelines/a.yaml': two('/changed') });
  const { stdout } = await run(['plan', '--since', before, '--format', 'json']);
  expect((JSON.parse(stdout) as { changes: { name: string }[] }).changes.map((c) => c.name)).toEqual(['src']);
  rmSync(before, { recursive: true });
});

test.each(['--target', '--exclude', '--adopt', '--replace'])('%s that takes nothing is an error', async (flag) => {
  const result = await run(['plan', flag, 'no-such-*']);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`error CC9012  ${flag} no-such-* takes nothing`);
  expect(result.stdout).toBe('');
});

test('--out of a plan with errors says that no file is written', async () => {
  write({ 'pipelines/b.yaml': 'pipeline: b\nconnectors:\n  - { nam: two }\n' });
  const { code, stderr } = await run(['plan', '--out', 'plan.json']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('plan.json is not written')]);
  expect(stderr).toContain('No plan of local: the files have errors.');
  expect(existsSync(join(folder, 'plan.json'))).toBe(false);
});

test('a selector has to take something in one of several environments only', async () => {
  write({
    'pipelines/b.yaml':
      'pipeline: b\nonly: [prod]\nconnectors:\n  - { name: b, class: FileStreamSource, config: { file: /b, topic: b } }\n',
  });
  expect(await run(['plan', '-e', 'local', '-e', 'prod', '--target', 'b'])).toMatchObject({ code: 0 });
  expect(await run(['plan', '-e', 'local', '--target', 'b'])).toMatchObject({ code: 1 });
});
