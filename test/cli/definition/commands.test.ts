import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/run.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'connectctl-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  argv: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCli(argv, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    stdin: new PassThrough(),
    env: options.env ?? {},
    cwd: options.cwd ?? folder,
    signal: new AbortController().signal,
    hardSignal: new AbortController().signal,
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

const PROJECT = `project: shop
defaultEnvironment: local
environments:
  local:
    connect: { url: http://127.0.0.1:8083 }
    variables: { pw: "\${env.PW}" }
  prod:
    connect: { url: https://c:8083, auth: { bearer: "\${env.TOKEN}" } }
    variables: { pw: x }
    protected: true
`;
const PIPELINE = `pipeline: files
connectors:
  - name: b
    class: FileStreamSink
    state: paused
    config: { topics: [x, y], file: out.txt, db.password: "\${var.pw}", url: "jdbc:x://h/d?user=a&password=hunter2", k: "\${keep}" }
  - name: a
    class: FileStreamSource
    config: { topic: x, file: "é in.txt" }
`;

describe('init', () => {
  it('leaves to git neither what dev nor what connectctl-ci writes, and says where to go on', async () => {
    expect((await run(['init', '.'])).stdout).not.toContain('cd ');
    expect(readFileSync(join(folder, '.gitignore'), 'utf8').split('\n')).toEqual(
      expect.arrayContaining(['.connectctl/', '.connectctl-ci/']),
    );
    expect((await run(['init', '-C', 'other'])).stdout).toContain('cd other\n');
  });

  it('starts a project that validates and resolves, and overwrites nothing', async () => {
    write({ '.gitignore': 'mine\n' });
    expect((await run(['init'])).code).toBe(0);
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('mine\n');
    expect(await run(['validate', '--fail-on', 'warning'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Valid: 2 connectors in 1 pipeline, 1 environment.'),
    });
    expect(JSON.parse((await run(['resolve'])).stdout).map((one: { name: string }) => one.name)).toEqual([
      'hello-sink',
      'hello-source',
    ]);
    expect((await run(['fmt', '--check'])).code).toBe(0);
    const again = await run(['init']);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('already')]);
  });

  it('makes the folder that it is given', async () => {
    expect((await run(['init', 'shop data'])).code).toBe(0);
    expect(readFileSync(join(folder, 'shop data/connectctl.yaml'), 'utf8')).toContain('project: shop-data');
  });
});

describe('validate', () => {
  it('without connectctl.yaml shows the way out', async () => {
    expect(await run(['validate'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/CC1012.*\n.*connectctl init/),
    });
  });

  it('without any pipeline file is an error', async () => {
    write({ 'connectctl.yaml': PROJECT });
    expect(await run(['validate'])).toMatchObject({ code: 1, stdout: expect.stringContaining('CC1013') });
  });

  it('checks every environment with the environment unset, from a folder below too', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/deep/p.yaml': PIPELINE });
    const ran = await run(['validate'], { cwd: join(folder, 'pipelines/deep') });
    expect([ran.code, ran.stdout.split('\n').at(-2)]).toEqual([
      0,
      'Valid: 2 connectors in 1 pipeline, 2 environments.',
    ]);
  });

  it('counts what is wrong, exits 1, and prints no secret', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': PIPELINE.replace('state: paused', 'stat: paused') });
    const ran = await run(['validate', '-e', 'l*']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('pipelines/p.yaml:5:5 error CC1007  unknown key "stat" in connector "b"');
    expect(ran.stdout).toMatch(/\n1 error.*\n$/);
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
  });

  it('tells what a plugin refuses beside the other mistakes of a connector', async () => {
    const broken = 'pipeline: p\nconnectors:\n  - name: a\n    class: FileStreamSource\n    config:\n';
    const keys = '      file: ${var.nothing}\n      batch.size: many\n      tpic: x\n';
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': broken + keys });
    const { diagnostics } = JSON.parse((await run(['validate', '--format', 'json'])).stdout);
    // The topic that is missing may be what tpic meant: that is told when the rest is right.
    expect(diagnostics.map(({ code, line }: { code: string; line: number }) => [code, line])).toEqual([
      ['CC2001', 6],
      ['CC3102', 7],
      ['CC3104', 8],
    ]);
  });

  it('prints no line of what any sensitive of the files names', async () => {
    const text = `pipeline: p
variables:
  hook: hunter2
connectors:
  - name: a
    class: FileStreamSource
    sensitive: ["*.pin", var.hook]
    environments:
      "*": { sensitive: [card] }
    config:
      my.pin: hunter2
      topc: x
      card: hunter2
      topicc: \${var.hok}
`;
    write({
      'connectctl.yaml': PROJECT,
      'pipelines/p.yaml': text.replace('hook: hunter2', 'hook: hunter2\n  hook: x'),
    });
    const { stdout, stderr } = await run(['validate']);
    expect(stdout).toContain('error CC1003');
    expect(stdout).toContain('my.pin: (sensitive)');
    expect(stdout).toContain('card: (sensitive)');
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it('as JSON is one object', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': 'pipelin: x' });
    const ran = await run(['validate', '--format', 'json']);
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([
      1,
      expect.objectContaining({
        valid: false,
        environments: 2,
        diagnostics: [expect.objectContaining({ code: 'CC1011', file: 'pipelines/p.yaml', line: 1, column: 1 })],
      }),
    ]);
  });

  it('fails on warnings when told to', async () => {
    write({
      'connectctl.yaml': PROJECT,
      'pipelines/p.yaml': 'pipeline: p\nconnectors: [{ name: a, class: X, config: { a: "${UPPER}" } }]',
    });
    expect((await run(['validate'])).code).toBe(0);
    expect((await run(['validate', '--fail-on', 'warning'])).code).toBe(1);
  });

  it('names the environment that there is not, and the variable that nobody declares', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': PIPELINE });
    expect(await run(['validate', '-e', 'prd'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Did you mean prod?'),
    });
    expect(await run(['validate', '--var', 'pv=1'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Did you mean pw?'),
    });
  });
});

describe('a secret in --var', () => {
  it.each([
    { name: 'feeds a sensitive key', pair: 'pw=hunter3' },
    { name: 'has a sensitive name', pair: 'apiToken=hunter3' },
    { name: 'is declared as sensitive', pair: 'pin=hunter3' },
    { name: 'feeds the credentials of a connection', pair: 'bearer=hunter3' },
  ])('is refused where the variable $name, and is not repeated', async ({ pair }) => {
    const project = PROJECT.replace('${env.TOKEN}', '${var.bearer}').replace(
      'pw: x',
      'pw: x, apiToken: y, pin: z, bearer: b',
    );
    write({ 'connectctl.yaml': `${project}sensitive: [var.pin]\n`, 'pipelines/p.yaml': PIPELINE });
    const ran = await run(['resolve', '-e', 'prod', '--var', pair]);
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error CC9013') });
    expect(ran.stderr).not.toContain('hunter3');
  });

  it('goes through as a reference, which Kafka Connect resolves', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': PIPELINE });
    const ran = await run(['resolve', '-e', 'prod', '--var', 'pw=${file:/s.properties:pw}']);
    expect(JSON.parse(ran.stdout)[1].config).toMatchObject({ 'db.password': '${file:/s.properties:pw}' });
  });
});

describe('resolve', () => {
  beforeEach(() => write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': PIPELINE }));

  it('prints one sorted array, secrets masked, keep and state shown', async () => {
    const ran = await run(['resolve'], { env: { PW: 's3cret' } });
    expect([ran.code, ran.stderr, JSON.parse(ran.stdout)]).toEqual([
      0,
      '',
      [
        { name: 'a', config: { 'connector.class': 'FileStreamSource', file: 'é in.txt', topic: 'x' } },
        {
          name: 'b',
          config: {
            'connector.class': 'FileStreamSink',
            'db.password': '(sensitive)',
            file: 'out.txt',
            k: '${keep}',
            topics: 'x,y',
            url: 'jdbc:x://h/d?user=a&password=(sensitive)',
          },
          initial_state: 'PAUSED',
        },
      ],
    ]);
  });

  it('shows secrets when told to, and needs no credentials of the connection', async () => {
    const ran = await run(['resolve', '-e', 'local', '--show-secrets'], { env: { PW: 's3cret' } });
    expect(JSON.parse(ran.stdout)[1].config).toMatchObject({
      'db.password': 's3cret',
      url: expect.stringContaining('hunter2'),
    });
  });

  it('an environment variable that is not set is an error on stderr', async () => {
    expect(await run(['resolve'])).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('connectctl.yaml:6:22 error CC2010'),
    });
  });

  it('prints properties in ASCII, which Java reads as Latin-1', async () => {
    const ran = await run(['resolve', '--format', 'properties'], { env: { PW: 'x' } });
    expect(ran.stdout).toContain('name=a\nconnector.class=FileStreamSource\nfile=\\u00e9 in.txt\ntopic=x\n');
  });

  it('takes one environment', async () => {
    expect(await run(['resolve', '-e', '*'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('local, prod'),
    });
  });
});

describe('fmt', () => {
  const ragged =
    '# head\npipeline:   p  # name\nconnectors:\n- name: a\n  class:    X\n  config: {a: 1,b: [ x,y ],   c: 007}\n\n# end\n';
  const shaped =
    '# head\npipeline: p # name\nconnectors:\n  - name: a\n    class: X\n    config: { a: 1, b: [x, y], c: 007 }\n\n# end\n';

  it('writes one style and keeps comments; a second time changes nothing', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': ragged });
    expect(await run(['fmt', '--check'])).toMatchObject({ code: 1, stdout: 'pipelines/p.yaml\n' });
    expect(readFileSync(join(folder, 'pipelines/p.yaml'), 'utf8')).toBe(ragged);
    expect((await run(['fmt'])).code).toBe(0);
    expect(readFileSync(join(folder, 'pipelines/p.yaml'), 'utf8')).toBe(shaped);
    expect((await run(['fmt', '--check'])).code).toBe(0);
  });

  it('writes the modeline where the project has the schema', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/x/p.yaml': shaped, 'schemas/pipeline.schema.json': '{}' });
    await run(['fmt']);
    expect(readFileSync(join(folder, 'pipelines/x/p.yaml'), 'utf8')).toBe(
      `# yaml-language-server: $schema=../../schemas/pipeline.schema.json\n${shaped}`,
    );
  });

  it('leaves a broken file as it is, and says what is wrong', async () => {
    write({ 'connectctl.yaml': PROJECT, 'pipelines/p.yaml': 'pipeline: {a' });
    expect(await run(['fmt'])).toMatchObject({ code: 1, stderr: expect.stringContaining('pipelines/p.yaml:1:') });
    expect(readFileSync(join(folder, 'pipelines/p.yaml'), 'utf8')).toBe('pipeline: {a');
    expect(existsSync(join(folder, 'pipelines/p.yaml.tmp'))).toBe(false);
  });
});
