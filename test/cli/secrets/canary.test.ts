import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CliIo } from '../../../src/cli/command.ts';
import { commands } from '../../../src/cli/commands.ts';
import { type DevStack, startDevStack } from '../../../src/cli/dev/dev-stack.ts';
import { runCli } from '../../../src/cli/run.ts';
import { connectRest, freePort, removeFolder, tempFolder } from '../../harness/index.ts';

/** Stands in every secret of the project: where it shows, something has leaked. */
const CANARY = 'c4n4ry';

const env = { DB: `${CANARY}-by-variable`, BASIC: `${CANARY}-of-the-worker` };

interface Step {
  readonly argv: readonly string[];
  readonly code?: number;
  /** Files to put in place before. */
  readonly files?: Readonly<Record<string, string>>;
  /** Ctrl-C after so long, for what runs on. */
  readonly stopAfterMs?: number;
}

let folder: string;
let stack: DevStack;
let logged = '';

const project = (url: string): string => `project: canary
defaultEnvironment: here
sensitive: ["*.hush", "batch.size"]
environments:
  here:
    connect: { url: "${url}", auth: { basic: { username: me, password: "\${env.BASIC}" } } }
    variables: { db: "\${env.DB}" }
  down:
    connect: { url: "http://me:${CANARY}-in-the-url@127.0.0.1:1" }
    variables: { db: "\${env.DB}" }
`;

const pipeline = (batchSize = '100', more = ''): string => `pipeline: canary
connectors:
  - name: canary
    class: FileStreamSource
    state: paused
    config:
      file: in.txt
      topic: canary
      batch.size: ${batchSize}
      connection.password: \${var.db}
      api.token: ${CANARY}-in-clear
      deep.hush: ${CANARY}-by-glob
      connection.url: "jdbc:postgresql://u:${CANARY}-user@h/db?password=${CANARY}-param"
      producer.override.sasl.jaas.config: "x required password=\\"\${var.db}\\";"
${more}`;

const formats = ['text', 'json', 'markdown', 'html'];
const outputs = ['table', 'json', 'yaml'];
const levels = ['error', 'warn', 'info', 'debug', 'trace'];

/** In order: each finds what the ones before have left. */
const steps: readonly Step[] = [
  { argv: ['init', 'fresh'] },
  ...levels.map((level) => ({ argv: ['validate', '-e', 'here', '--log-level', level] })),
  { argv: ['validate', '-e', 'here', '--format', 'json', '--online'] },
  { argv: ['resolve'] },
  { argv: ['resolve', '--format', 'properties'] },
  { argv: ['fmt', '--check'] },
  { argv: ['fmt'] },
  ...formats.map((format) => ({ argv: ['plan', '--format', format] })),
  ...levels.map((level) => ({ argv: ['plan', '--log-level', level, '--color', 'always'] })),
  { argv: ['plan', '--out', 'plan.json'] },
  ...formats.map((format) => ({ argv: ['show', 'plan.json', '--format', format] })),
  { argv: ['apply'], code: 3 },
  { argv: ['apply', '--auto-approve', '--json'] },
  { argv: ['apply', 'plan.json', '--auto-approve'], code: 3 },
  { argv: ['plan', '--strict', '--detailed-exitcode'] },
  { argv: ['plan', '--replace', 'canary', '--out', 'replace.json'] },
  ...outputs.flatMap((form) => [
    { argv: ['get', 'connectors', '-o', form] },
    { argv: ['describe', 'canary', '-o', form] },
    { argv: ['status', '-o', form] },
    { argv: ['offsets', 'get', 'canary', '-o', form] },
    { argv: ['doctor', '-o', form] },
  ]),
  { argv: ['get', 'topics'] },
  { argv: ['plugins'] },
  { argv: ['logs', 'level'] },
  ...['mermaid', 'dot', 'svg'].flatMap((format) => [
    { argv: ['graph', '--format', format] },
    { argv: ['graph', '--live', '--format', format] },
  ]),
  { argv: ['schema', 'pull'] },
  { argv: ['import', '--out', 'imported'], code: 1 },
  { argv: ['import', '--out', '../elsewhere', '-C', 'other'], files: { 'other/connectctl.yaml': 'OTHER' } },
  { argv: ['restart', 'canary', '--wait', 'none'] },
  { argv: ['resume', 'canary'] },
  { argv: ['stop', 'canary'] },
  { argv: ['pause', 'canary'] },
  // What goes wrong says so, and shows lines of files.
  { argv: ['plan'], files: { 'pipelines/a.yaml': pipeline('${var.db}') }, code: 1 },
  { argv: ['apply', '--auto-approve', '--json'], code: 1 },
  { argv: ['validate', '-e', 'here', '--online'], code: 1 },
  { argv: ['validate', '-e', 'here', '--online', '--format', 'json'], code: 1 },
  { argv: ['plan'], files: { 'pipelines/a.yaml': pipeline('100', '      api.token: again\n') }, code: 1 },
  { argv: ['plan'], files: { 'pipelines/a.yaml': pipeline('100', `      my.secret: [${CANARY}\n`) }, code: 1 },
  { argv: ['plan'], files: { 'pipelines/a.yaml': pipeline('100', '    clas: X\n') }, code: 1 },
  { argv: ['plan', '--log-level', 'trace', '-e', 'down'], files: { 'pipelines/a.yaml': pipeline() }, code: 1 },
  { argv: ['status', '--connect', `http://me:${CANARY}@127.0.0.1:1`], code: 1 },
  { argv: ['plan'], files: { 'pipelines/a.yaml': pipeline('50') } },
  { argv: ['apply', '--auto-approve'] },
  { argv: ['delete', 'canary', '--auto-approve'] },
  { argv: ['completion', 'bash'] },
  { argv: ['broker', '--listen', '127.0.0.1:0', '--data', 'b'], stopAfterMs: 500 },
  { argv: ['worker', 'PROPERTIES', 'connector.json', '--log-level', 'trace'], stopAfterMs: 3000 },
  { argv: ['dev', '--port', '0', '--listen', '127.0.0.1:0', '--log-level', 'trace'], stopAfterMs: 6000 },
];

describe('a secret shows nowhere', () => {
  beforeAll(async () => {
    folder = tempFolder();
    const { io } = ioOf(new AbortController().signal);
    const log = { ...io, stderr: { write: (text: string) => (logged += text) } };
    const options = { host: '127.0.0.1', kafkaPort: 0, restPort: await freePort(), dataDir: join(folder, 'data') };
    stack = await startDevStack(options, { color: 'never', logLevel: 'trace' }, log);
    write('connectctl.yaml', project(stack.restUrl));
    write('pipelines/a.yaml', pipeline());
    write('in.txt', 'a line\n');
    const config = { 'connector.class': 'FileStreamSource', file: 'in.txt', topic: 't', 'db.password': env.DB };
    write('connector.json', JSON.stringify({ name: 'started', config }));
    const worker = {
      'bootstrap.servers': stack.bootstrapServer,
      listeners: 'http://127.0.0.1:0',
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'offset.storage.file.filename': join(folder, 'worker.offsets'),
      'producer.sasl.jaas.config': `x required password="${env.DB}";`,
    };
    write(
      'PROPERTIES',
      Object.entries(worker)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    );
  }, 120_000);

  afterAll(async () => {
    await stack.close();
    removeFolder(folder);
  });

  test.each(steps.map((step) => ({ ...step, line: step.argv.join(' ').replaceAll(CANARY, 'SECRET') })))(
    '$line',
    async ({ argv, code = 0, files = {}, stopAfterMs }) => {
      for (const [path, text] of Object.entries(files)) write(path, text === 'OTHER' ? project(stack.restUrl) : text);
      const stop = new AbortController();
      const { io, output } = ioOf(stop.signal);
      const timer = stopAfterMs === undefined ? undefined : setTimeout(() => stop.abort(), stopAfterMs);
      const exitCode = await runCli(argv, io);
      clearTimeout(timer);
      expect({ exitCode, output: exitCode === code ? '' : output() }).toEqual({ exitCode: code, output: '' });
      expect(leaks(output())).toEqual([]);
      for (const [path, text] of writtenFiles(folder))
        expect({ path, leaks: leaks(text) }).toEqual({ path, leaks: [] });
      const live = await connectRest<Record<string, { info: { config: Record<string, string> } }>>(
        stack.restUrl,
        'GET',
        '/connectors?expand=info',
      );
      for (const { info } of Object.values(live)) {
        const marks = Object.entries(info.config).filter(([key]) => key.startsWith('connectctl.'));
        expect(leaks(JSON.stringify(marks))).toEqual([]);
      }
      expect(leaks(logged)).toEqual([]);
    },
    60_000,
  );

  test('what the search would find is there: --show-secrets shows it, and so does base64', async () => {
    const { io, output } = ioOf(new AbortController().signal);
    write('connectctl.yaml', project(stack.restUrl));
    write('pipelines/a.yaml', pipeline());
    expect(await runCli(['resolve', '--show-secrets'], io)).toBe(0);
    expect(leaks(output()).length).toBeGreaterThan(4);
    for (const user of ['a', 'ab', 'abc']) {
      expect(leaks(Buffer.from(`${user}:${env.BASIC}`).toString('base64')).length).toBe(1);
    }
  });

  test('and every command was asked', () => {
    const asked = new Set(steps.map(({ argv }) => argv[0]));
    expect(commands.map(({ usage }) => usage.split(' ')[0]).filter((name) => !asked.has(name!))).toEqual([]);
  });
});

/** The words around each find, in clear or in base64. */
function leaks(text: string): string[] {
  const found = [...text.matchAll(new RegExp(`.{0,60}(?:${CANARY}|${base64Parts().join('|')}).{0,20}`, 'g'))];
  return found.map(([line]) => line);
}

/** What base64 makes of the canary at each of the three offsets, without the characters that depend on neighbours. */
function base64Parts(): string[] {
  return [0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + CANARY)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset + (offset > 0 ? 1 : 0), -1),
  );
}

function ioOf(signal: AbortSignal) {
  let text = '';
  const stream = { write: (part: string) => (text += part) };
  const never = new AbortController().signal;
  const io: CliIo = {
    stdout: stream,
    stderr: stream,
    stdin: new PassThrough(),
    env,
    cwd: folder,
    signal,
    hardSignal: never,
  };
  return { io, output: () => text };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** What commands have written: all but the project's own files, whose secrets are the user's to keep. */
function* writtenFiles(root: string, below = ''): Generator<[string, string]> {
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (/^(?:connectctl\.yaml|pipelines|other|PROPERTIES|connector\.json)/.test(path)) continue;
    if (entry.isDirectory()) yield* writtenFiles(root, path);
    else yield [path, readFileSync(join(root, path), 'latin1')];
  }
}
