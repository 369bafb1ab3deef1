import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import {
  freePort,
  projectRoot,
  runCommand,
  runConnectctl,
  stackLine,
  startConnectctl,
  testFolder,
  waitUntil,
  writeFiles,
} from '../harness/index.ts';

const nowhere = 'http://127.0.0.1:1';
const project = `project: bad
defaultEnvironment: local
environments:
  local: { connect: { url: "${nowhere}" }, kafka: { bootstrapServers: "127.0.0.1:1" } }
`;
const source = `pipeline: p
connectors:
  - name: a
    class: FileStreamSource
    config: { file: x, topic: t }
`;

interface Row {
  readonly name: string;
  readonly files?: Readonly<Record<string, string>>;
  /** `{folder}` and `{port}` (one that is taken) stand in. */
  readonly args: readonly string[];
  readonly code: number;
  /** Each in the output. */
  readonly says: readonly (string | RegExp)[];
  readonly program?: 'connect-standalone';
}

const standard = { 'connectctl.yaml': project, 'pipelines/p.yaml': source };
const at = ['-C', '{folder}'];

const workerFile = (lines: string): Readonly<Record<string, string>> => ({
  'worker.properties': `bootstrap.servers=127.0.0.1:1
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename={folder}/connect.offsets
${lines}
`,
});

const rows: readonly Row[] = [
  { name: 'no command', args: [], code: 1, says: ['Name a command'] },
  { name: 'an unknown command', args: ['pln'], code: 1, says: ['plan'] },
  { name: 'an unknown flag', files: standard, args: ['plan', ...at, '--nope'], code: 1, says: ['nope'] },
  {
    name: 'a folder without a project',
    files: { 'x.txt': '' },
    args: ['plan', ...at],
    code: 1,
    says: ['connectctl.yaml'],
  },
  { name: 'a folder that is not there', args: ['plan', '-C', '{folder}/no/such'], code: 1, says: ['no/such'] },
  {
    name: 'YAML that does not parse',
    files: { ...standard, 'pipelines/p.yaml': 'pipeline: [oops\nconnectors:\n' },
    args: ['validate', ...at],
    code: 1,
    says: ['pipelines/p.yaml', /p\.yaml:\d+:\d+/],
  },
  {
    name: 'YAML that does not parse, in a plan',
    files: { ...standard, 'pipelines/p.yaml': 'pipeline: p\n  connectors: x: y\n' },
    args: ['plan', ...at],
    code: 1,
    says: [/p\.yaml:\d+:\d+/],
  },
  {
    name: 'an unknown key',
    files: { ...standard, 'pipelines/p.yaml': source.replace('class:', 'clas:') },
    args: ['validate', ...at],
    code: 1,
    says: [/p\.yaml:4:\d+/, 'clas', 'did you mean "class"'],
  },
  {
    name: 'two errors, both told',
    files: { ...standard, 'pipelines/p.yaml': `${source}    tasksMx: 2\n    stat: paused\n` },
    args: ['validate', ...at],
    code: 1,
    says: ['tasksMx', 'stat'],
  },
  {
    name: 'an unknown environment',
    files: standard,
    args: ['plan', ...at, '-e', 'prd'],
    code: 1,
    says: ['prd', 'local'],
  },
  {
    name: 'an unknown variable',
    files: { ...standard, 'pipelines/p.yaml': source.replace('topic: t', 'topic: "${var.topc}"') },
    args: ['validate', ...at],
    code: 1,
    says: ['topc', /p\.yaml:5:\d+/],
  },
  {
    name: 'one name twice',
    files: { ...standard, 'pipelines/q.yaml': source.replace('pipeline: p', 'pipeline: q') },
    args: ['validate', ...at],
    code: 1,
    says: ['"a"', 'p.yaml', 'q.yaml'],
  },
  {
    name: 'an empty project file',
    files: { 'connectctl.yaml': '', 'pipelines/p.yaml': source },
    args: ['validate', ...at],
    code: 1,
    says: ['connectctl.yaml'],
  },
  { name: 'the worker is down, plan', files: standard, args: ['plan', ...at], code: 1, says: ['CC7001', nowhere] },
  {
    name: 'the worker is down, apply',
    files: standard,
    args: ['apply', ...at, '--auto-approve', '--timeout', '2s'],
    code: 1,
    says: ['CC7001', nowhere],
  },
  { name: 'the worker is down, status', files: standard, args: ['status', ...at], code: 1, says: ['CC7001', nowhere] },
  {
    name: 'what answers is no Connect',
    files: standard,
    args: ['status', '--connect', 'http://127.0.0.1:{port}'],
    code: 1,
    says: ['127.0.0.1:{port}'],
  },
  {
    name: 'a URL that is none',
    files: standard,
    args: ['status', '--connect', 'not a url'],
    code: 1,
    says: ['not a url'],
  },
  { name: 'worker: no file given', args: [], program: 'connect-standalone', code: 1, says: ['worker.properties'] },
  {
    name: 'worker: its file is missing',
    args: ['{folder}/none.properties'],
    program: 'connect-standalone',
    code: 2,
    says: ['none.properties'],
  },
  {
    name: 'worker: a required setting is missing',
    files: { 'worker.properties': 'bootstrap.servers=127.0.0.1:1\n' },
    args: ['{folder}/worker.properties'],
    program: 'connect-standalone',
    code: 2,
    says: ['Missing required configuration "key.converter"'],
  },
  {
    name: 'worker: an unknown converter',
    files: {
      'worker.properties': workerFile('')['worker.properties']!.replace(
        'storage.StringConverter',
        'storage.StrngConverter',
      ),
    },
    args: ['{folder}/worker.properties'],
    program: 'connect-standalone',
    code: 2,
    says: ['StrngConverter'],
  },
  {
    name: 'worker: the broker is down',
    files: workerFile('listeners=http://127.0.0.1:0\ndefault.api.timeout.ms=2000'),
    args: ['{folder}/worker.properties'],
    program: 'connect-standalone',
    code: 2,
    says: ['127.0.0.1:1'],
  },
  {
    name: 'broker: the port is taken',
    args: ['broker', '--listen', '127.0.0.1:{port}', '--data', '{folder}/data'],
    code: 1,
    says: ['CC9003', '{port}'],
  },
  {
    name: 'broker: an address that is none',
    args: ['broker', '--listen', 'nowhere', '--data', '{folder}/data'],
    code: 1,
    says: ['nowhere'],
  },
  {
    name: 'dev: the port of the broker is taken',
    files: standard,
    args: ['dev', ...at, '--port', '0', '--listen', '127.0.0.1:{port}', '--data', '{folder}/data', '--once'],
    code: 1,
    says: ['CC9003', '{port}', '--listen'],
  },
  {
    name: 'dev: the port of the worker is taken',
    files: standard,
    args: ['dev', ...at, '--port', '{port}', '--listen', '127.0.0.1:{free}', '--data', '{folder}/data', '--once'],
    code: 1,
    says: ['CC9003', '{port}', '--port'],
  },
];

it.each(rows)('$name: one clear message, exit $code, no stack trace', async (row) => {
  const folder = testFolder();
  const [port, free] = [await takenPort(), await freePort()];
  const fill = (text: string): string =>
    text.replaceAll('{folder}', folder).replaceAll('{port}', String(port)).replaceAll('{free}', String(free));
  writeFiles(folder, Object.fromEntries(Object.entries(row.files ?? {}).map(([path, text]) => [path, fill(text)])));
  const args = row.args.map(fill);
  const result = await (row.program
    ? runCommand(process.execPath, [join(projectRoot, 'bin', row.program), ...args], { cwd: folder })
    : runConnectctl(args, { cwd: folder }));
  const output = result.stdout + result.stderr;
  expect({ code: result.code, output }).toMatchObject({ code: row.code });
  for (const text of row.says) expect(output).toMatch(typeof text === 'string' ? literal(fill(text)) : text);
  expect(output).not.toMatch(stackLine);
  expect(output).not.toContain('This is a bug');
});

it('an unknown connector class: apply names it and ends with 1', async () => {
  const folder = testFolder();
  const { url } = await devWorker(folder);
  writeFiles(folder, {
    'p/connectctl.yaml': project.replace(nowhere, url),
    'p/pipelines/p.yaml': source.replace('FileStreamSource', 'com.example.NoSuchConnector'),
  });
  for (const command of [['plan'], ['apply', '--auto-approve']]) {
    const result = await runConnectctl([...command, '-C', join(folder, 'p')], { cwd: folder });
    const output = result.stdout + result.stderr;
    expect({ code: result.code, output }).toMatchObject({ code: 1 });
    expect(output).toContain('com.example.NoSuchConnector');
    expect(output).not.toMatch(stackLine);
  }
});

/** A broker and a worker of the built binary, empty. */
async function devWorker(folder: string): Promise<{ url: string }> {
  const [rest, kafka] = [await freePort(), await freePort()];
  const broker = startConnectctl(['broker', '--listen', `127.0.0.1:${kafka}`, '--data', join(folder, 'broker')], {
    logFile: join(folder, 'broker.log'),
  });
  onTestFinished(async () => void (await broker.stop(0)));
  await waitUntil('the broker', () => /listening on/.test(broker.stdout()));
  const files = workerFile(`listeners=http://127.0.0.1:${rest}`);
  writeFiles(folder, {
    'worker.properties': files['worker.properties']!.replace('127.0.0.1:1', `127.0.0.1:${kafka}`).replaceAll(
      '{folder}',
      folder,
    ),
  });
  const worker = startConnectctl(['worker', join(folder, 'worker.properties')], {
    logFile: join(folder, 'worker.log'),
  });
  onTestFinished(async () => void (await worker.stop(0)));
  const url = `http://127.0.0.1:${rest}`;
  await waitUntil('the worker', async () => (await fetch(`${url}/health`)).status === 200);
  return { url };
}

/** A port of 127.0.0.1 that something listens on, and never answers. */
function takenPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('this is no HTTP\r\n\r\n');
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      onTestFinished(() => void server.close());
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

function literal(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}
