#!/usr/bin/env node
// CPU seconds of `connectctl validate`: 1,000 connectors in one file, in 1,000 files of each kind, and 10,000 in ten
// files. An empty project says how much of it is the start of Node and of the command itself.
// Usage: npm run -s build && node bench/definition.js [RUNS]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../bin/connectctl.js', import.meta.url));
const RUNS = Number(process.argv[2] ?? 3);

const PROJECT = 'project: bench\nenvironments: { local: { connect: { url: "http://127.0.0.1:8083" } } }\n';

function connector(index) {
  return `  - name: connector-${index}
    class: FileStreamSource
    tasksMax: 1
    config:
      file: /data/in-${index}.txt
      topic: topic-${index}
      batch.size: 2000
      errors.tolerance: none
    keyConverter: StringConverter
    valueConverter: { class: JsonConverter, schemas.enable: false }
    transforms:
      - { name: line, type: HoistField$Value, config: { field: line } }
`;
}

/** The same connector as Kafka Connect's own JSON. */
function plainConnector(index) {
  return JSON.stringify(
    {
      name: `connector-${index}`,
      config: {
        'connector.class': 'FileStreamSource',
        'tasks.max': '1',
        file: `/data/in-${index}.txt`,
        topic: `topic-${index}`,
        'batch.size': '2000',
        'errors.tolerance': 'none',
        'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
        'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
        'value.converter.schemas.enable': 'false',
        transforms: 'line',
        'transforms.line.type': 'org.apache.kafka.connect.transforms.HoistField$Value',
        'transforms.line.field': 'line',
      },
    },
    undefined,
    2,
  );
}

function writeProject(folder, { files, perFile, kind = 'yaml' }) {
  mkdirSync(join(folder, 'pipelines'), { recursive: true });
  writeFileSync(join(folder, 'connectctl.yaml'), PROJECT);
  for (let file = 0; file < files; file++) {
    const path = join(folder, 'pipelines', `p${file}`);
    if (kind === 'json') {
      writeFileSync(`${path}.json`, plainConnector(file));
      continue;
    }
    const all = Array.from({ length: perFile }, (_, i) => connector(file * perFile + i)).join('');
    const text = `pipeline: p${file}\nconnectors:${all && `\n${all}`}${all ? '' : ' []\n'}`;
    writeFileSync(`${path}.yaml`, kind === 'crlf' ? text.replaceAll('\n', '\r\n') : text);
  }
}

/** User and system seconds of one run, as the shell counts its children. */
function cpuSecondsOf(folder) {
  const command = `TIMEFORMAT='%U %S'; time "$0" "$@" >/dev/null`;
  const args = ['-c', command, process.execPath, CLI, 'validate', '-C', folder];
  const shell = spawnSync('bash', args, { encoding: 'utf8' });
  if (shell.status !== 0) throw new Error(shell.stderr);
  const [user, system] = shell.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return user + system;
}

const rows = [
  ['no connector', { files: 1, perFile: 0 }],
  ['1,000 connectors in 1 file', { files: 1, perFile: 1000 }],
  ['1,000 connectors in 1,000 files', { files: 1000, perFile: 1 }],
  ['1,000 in 1,000 files with CRLF', { files: 1000, perFile: 1, kind: 'crlf' }],
  ['1,000 in 1,000 JSON files', { files: 1000, perFile: 1, kind: 'json' }],
  ['10,000 connectors in 10 files', { files: 10, perFile: 1000 }],
];

const root = mkdtempSync(join(tmpdir(), 'connectctl-bench-'));
try {
  for (const [index, [name, shape]] of rows.entries()) {
    const folder = join(root, String(index));
    writeProject(folder, shape);
    const seconds = Array.from({ length: RUNS }, () => cpuSecondsOf(folder)).sort((a, b) => a - b);
    console.log(`${name.padEnd(34)} ${seconds.map((one) => one.toFixed(2)).join('  ')}  CPU seconds`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
