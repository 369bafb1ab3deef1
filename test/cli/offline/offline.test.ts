import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectRest, freePort, removeFolder, tempFolder, writeFiles } from '../../harness/index.ts';
import { runIn, startTestWorker, type TestWorker } from './worker.ts';

let worker: TestWorker;
let folder: string;

beforeAll(async () => {
  worker = await startTestWorker();
});
afterAll(() => worker?.close());
beforeEach(() => {
  folder = tempFolder();
  return () => removeFolder(folder);
});

const project = (url: string): string => `project: demo
defaultEnvironment: local
environments:
  local:
    connect: { url: "${url}" }
    variables: { tolerance: "\${env.TOLERANCE}" }
`;

const pipeline = (config: string, more = ''): string => `pipeline: p
connectors:
  - name: c
    class: FileStreamSource
    config: ${config}
${more}`;

function write(files: Readonly<Record<string, string>>, url = worker.url): void {
  writeFiles(folder, { 'connectctl.yaml': project(url), ...files });
}

describe('validate, without a worker', () => {
  test('finds what a plugin refuses, with environment variables unset', async () => {
    write(
      { 'pipelines/p.yaml': pipeline('{ topic: t, batch.size: many, errors.tolerance: "${var.tolerance}" }') },
      'http://127.0.0.1:1',
    );
    const { code, stdout } = await runIn(folder, ['validate']);
    expect(stdout).toContain('pipelines/p.yaml:5:37 error CC3102');
    expect(stdout).toContain('1 error\n');
    expect(code).toBe(1);
  });

  test('warns of an unknown key at the key, and --fail-on warning makes it exit 1', async () => {
    write({ 'pipelines/p.yaml': pipeline('{ topic: t, fil: /a }') });
    const { code, stdout } = await runIn(folder, ['validate']);
    expect(stdout).toContain('pipelines/p.yaml:5:25 warning CC3104  FileStreamSourceConnector has no key "fil"');
    expect(stdout).toContain('did you mean "file"?');
    expect(code).toBe(0);
    expect((await runIn(folder, ['validate', '--fail-on', 'warning'])).code).toBe(1);
    expect((await runIn(folder, ['validate', '--fail-on', 'hazard'])).code).toBe(0);
  });

  test('shows hazards, which --fail-on hazard refuses and allow silences', async () => {
    const sink = (more: string): string => `pipeline: p
connectors:
  - name: c
    class: FileStreamSink
    config: { topics: t, errors.tolerance: all }
${more}`;
    write({ 'pipelines/p.yaml': sink('') });
    expect(await runIn(folder, ['validate', '--fail-on', 'hazard'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('hazard H006'),
    });
    write({ 'pipelines/p.yaml': sink('    allow: { H006: "losses are fine" }\n') });
    expect(await runIn(folder, ['validate', '--fail-on', 'warning'])).toMatchObject({
      code: 0,
      stdout: 'Valid: 1 connector in 1 pipeline, 1 environment.\n',
    });
    write({ 'pipelines/p.yaml': sink('    allow: { H006: "a", H007: "b" }\n') });
    expect((await runIn(folder, ['validate'])).stdout).toContain('warning CC3023  allow: H007 silences nothing');
  });

  test('says how many keys it could not check', async () => {
    write({
      'pipelines/p.yaml':
        'pipeline: p\nconnectors:\n  - { name: c, class: io.example.Thing, config: { a: 1, b: 2 } }\n',
    });
    const { code, stdout } = await runIn(folder, ['validate']);
    expect(code).toBe(0);
    expect(stdout).toContain('2 keys not checked: no definition of io.example.Thing in schemas/connect');
    const json = await runIn(folder, ['validate', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ unchecked: 2, unknownClasses: ['io.example.Thing'] });
  });

  test('names a broken file of saved definitions', async () => {
    write({ 'pipelines/p.yaml': pipeline('{ topic: t }'), 'schemas/connect/io.example.Thing.json': '{' });
    const { code, stdout } = await runIn(folder, ['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain('schemas/connect/io.example.Thing.json:1:1 error CC3108');
  });
});

describe('validate --online', () => {
  test("shows the worker's own errors at the lines that wrote the keys", async () => {
    const transforms =
      '    transforms:\n      - { name: r, type: RegexRouter, config: { regex: "(", replacement: x } }\n';
    write({ 'pipelines/p.yaml': pipeline('{ topic: t, errors.tolerance: "${var.tolerance}" }', transforms) });
    const { code, stdout } = await runIn(folder, ['validate', '--online'], { TOLERANCE: 'some' });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'pipelines/p.yaml:5:43 error CC4014  c: Invalid value some for configuration errors.tolerance',
    );
    expect(stdout).toMatch(/pipelines\/p\.yaml:7:56 error CC4014 {2}c: Invalid value \( for configuration regex/);
  });

  test('says which variable is unset, which class is missing and which worker is down', async () => {
    write({ 'pipelines/p.yaml': pipeline('{ topic: t, errors.tolerance: "${var.tolerance}" }') });
    expect((await runIn(folder, ['validate', '--online'])).stdout).toContain('error CC2010');
    write({ 'pipelines/p.yaml': 'pipeline: p\nconnectors:\n  - { name: c, class: NoSuch }\n' });
    const missing = await runIn(folder, ['validate', '--online'], { TOLERANCE: 'none' });
    expect(missing.stdout).toContain('error CC4015  the worker has no connector plugin "NoSuch" (c)');
    write({ 'pipelines/p.yaml': pipeline('{ topic: t }') }, `http://127.0.0.1:${await freePort()}`);
    const down = await runIn(folder, ['validate', '--online'], { TOLERANCE: 'none' });
    expect(down.stdout).toMatch(/connectctl\.yaml:\d+:\d+ error CC7001/);
    expect(down.code).toBe(1);
  });

  test('prints no secret that a message quotes', async () => {
    write({ 'pipelines/p.yaml': pipeline('{ topic: t, batch.size: hunter2 }', '    sensitive: [batch.size]\n') });
    const { code, stdout, stderr } = await runIn(folder, ['validate', '--online'], { TOLERANCE: 'none' });
    expect(code).toBe(1);
    expect(stdout).toContain('Invalid value (sensitive) for configuration batch.size');
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('schema pull', () => {
  test('saves what the worker has; twice is the same bytes', async () => {
    write({ 'pipelines/p.yaml': pipeline('{ topic: t }') });
    const env = { TOLERANCE: 'none' };
    const first = await runIn(folder, ['schema', 'pull', '--probe'], env);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('in schemas/connect: ') });
    const read = (): string[] =>
      readdirSync(join(folder, 'schemas/connect')).map((name) =>
        readFileSync(join(folder, 'schemas/connect', name), 'utf8'),
      );
    const before = read();
    const second = await runIn(folder, ['schema', 'pull', '--connect', worker.url]);
    expect(second.stdout).toMatch(/: 0 added, 0 changed, \d+ unchanged\.\n$/);
    expect(read()).toEqual(before);
    // What editors complete from is found by fmt.
    await runIn(folder, ['fmt']);
    expect(readFileSync(join(folder, 'pipelines/p.yaml'), 'utf8')).toContain(
      '$schema=../schemas/connect/pipeline.schema.json',
    );
    expect((await runIn(folder, ['validate'])).code).toBe(0);
  });

  test('outside of a project there is nowhere to save', async () => {
    const { code, stderr } = await runIn(folder, ['schema', 'pull', '--connect', worker.url]);
    expect(code).toBe(1);
    expect(stderr).toContain('CC1012');
  });

  test('a worker that is down is one clear message', async () => {
    write({}, `http://127.0.0.1:${await freePort()}`);
    const { code, stderr } = await runIn(folder, ['schema', 'pull'], { TOLERANCE: 'none' });
    expect(code).toBe(1);
    expect(stderr).toContain('error CC7001');
    expect(existsSync(join(folder, 'schemas'))).toBe(false);
  });
});

describe('import', () => {
  const create = (name: string, config: Readonly<Record<string, string>>): Promise<unknown> =>
    connectRest(worker.url, 'POST', '/connectors', {
      name,
      config: { 'connector.class': 'FileStreamSource', topic: 't', file: '/nowhere', ...config },
      initial_state: 'STOPPED',
    });

  beforeAll(async () => {
    await create('one', { 'db.password': 'hunter2' });
    await create('two', {});
  });

  test('without a project it writes documents for every environment', async () => {
    const { code, stdout, stderr } = await runIn(folder, ['import', '--connect', worker.url, '--out', 'x']);
    expect(stderr).toBe('');
    expect(stdout).toBe(`2 connectors of ${worker.url} written to x, 1 secret as \${keep}.\n`);
    expect(code).toBe(0);
    expect(readFileSync(join(folder, 'x/one.yaml'), 'utf8')).toBe(`pipeline: one
connectors:
  - name: one
    class: FileStreamSource
    state: stopped
    config:
      db.password: \${keep}
      file: /nowhere
      topic: t
`);
  });

  test('into a project, from which it takes the environment and what is defined', async () => {
    write({});
    const env = { TOLERANCE: 'none' };
    expect(await runIn(folder, ['import', 'two', '--out', 'pipelines'], env)).toMatchObject({ code: 0, stderr: '' });
    const again = await runIn(folder, ['import', '--out', 'pipelines'], env);
    expect(again.stderr).toMatch(/^pipelines\/two\.yaml:4:\d+ error CC3111 {2}"two" is left out/);
    expect(again.stdout).toContain('1 connector of local written to pipelines, 1 secret as ${keep}; 1 left out.');
    expect(again.code).toBe(1);
    expect((await runIn(folder, ['validate', '--fail-on', 'warning'])).stdout).toContain('H015');
    const plan = await runIn(folder, ['plan', '--detailed-exitcode'], env);
    expect(plan.stdout).toContain('No changes.');
    expect(plan.code).toBe(0);
  });

  test('says when nothing reads the folder', async () => {
    write({});
    const { code, stderr } = await runIn(folder, ['import', 'two', '--out', 'elsewhere'], { TOLERANCE: 'none' });
    expect(stderr).toContain('elsewhere/two.yaml is read by nothing');
    expect(code).toBe(0);
  });

  test('wants to know where to write, and one environment', async () => {
    expect((await runIn(folder, ['import', '--connect', worker.url])).stderr).toContain('out');
    writeFiles(folder, {
      'connectctl.yaml': `project: p\nenvironments:\n  a: { connect: { url: "${worker.url}" } }\n  b: { connect: { url: "${worker.url}" } }\n`,
    });
    const { code, stderr } = await runIn(folder, ['import', '-e', '*', '--out', 'x']);
    expect(code).toBe(1);
    expect(stderr).toContain('one environment at a time');
  });
});
