import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { CliIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run.ts';
import { fakeKeys, keyInfo, startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder } from '../../harness/index.ts';

const CANARY = 'c4n4ry';
const secrets = {
  'connection.password': `${CANARY}-key`,
  'sasl.jaas.config': `x required password="${CANARY} jaas";`,
  // A password by its class alone.
  'vault.entry': `${CANARY}-class`,
  dsn: `jdbc:x://h/db?user=me&password=${CANARY}-url`,
};

/** A connector's own words: every secret that it was given, each by itself and in its text. */
function quoting(config: Readonly<Record<string, string>>): string {
  const jaas = /password="([^"]*)"/.exec(config['sasl.jaas.config'] ?? '')?.[1];
  return `${'x'.repeat(270)} ${config['connection.password']} ${config['vault.entry']} (${jaas}) at ${config['dsn']}, with ${JSON.stringify(config)}`;
}

type What = 'task' | 'validation' | 'create' | 'unsure create';

async function project(what: What) {
  const server = await startFakeConnect({
    failWith: (config) =>
      what === 'task' ? `E: ${quoting(config)}\n\tat x\nCaused by: F: ${quoting(config)}` : undefined,
    intercept(method, path, response, body) {
      if (/^\/connector-plugins\/[^/]+\/config$/.test(path)) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify([...fakeKeys, keyInfo('vault.entry', 'PASSWORD', null)]));
        return true;
      }
      const isValidate = method === 'PUT' && path.endsWith('/validate');
      const isAsked = (what === 'validation' && isValidate) || (what.endsWith('create') && method === 'POST');
      if (!isAsked) return false;
      const parsed = JSON.parse(body) as { config?: Record<string, string> } & Record<string, string>;
      const message = `Connector configuration is invalid: ${quoting(parsed.config ?? parsed)}`;
      const value = { name: 'dsn', value: '', recommended_values: [], errors: [message], visible: true };
      // As a worker does, with the definition of each key.
      const entry = { ...value, name: 'vault.entry', errors: [] };
      const password = { definition: keyInfo('vault.entry', 'PASSWORD', null), value: entry };
      const infos = { name: 'x', error_count: 1, groups: [], configs: [{ definition: null, value }, password] };
      // A 500 that may pass is tried again, and each try is told.
      const status = isValidate ? 200 : what === 'create' ? 400 : 500;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isValidate ? infos : { error_code: status, message }));
      return true;
    },
  });
  onTestFinished(() => server.close());
  const folder = testFolder();
  mkdirSync(join(folder, 'pipelines'));
  const variables = Object.entries(secrets).map(
    ([key, value]) => `${key.replaceAll('.', '_')}: ${JSON.stringify(value)}`,
  );
  writeFileSync(
    join(folder, 'connectctl.yaml'),
    `project: p\ndefaultEnvironment: e\nenvironments:\n  e: { connect: { url: "${server.url}" }, variables: { ${variables.join(', ')} } }\n`,
  );
  const keys = Object.keys(secrets).map((key) => `      ${key}: \${var.${key.replaceAll('.', '_')}}\n`);
  writeFileSync(
    join(folder, 'pipelines/p.yaml'),
    `pipeline: p\nconnectors:\n  - name: c\n    class: FileStreamSource\n    config:\n      file: /a\n      topic: t\n${keys.join('')}`,
  );
  const run = async (...argv: string[]): Promise<{ code: number; output: string }> => {
    let output = '';
    const stream = { write: (text: string) => (output += text) };
    const never = new AbortController().signal;
    const io: CliIo = {
      stdout: stream,
      stderr: stream,
      stdin: new PassThrough(),
      env: {},
      cwd: folder,
      signal: never,
      hardSignal: never,
    };
    return { code: await runCli(argv, io), output };
  };
  return { folder, run, fake: server.fake };
}

const commands: readonly {
  readonly what: What;
  readonly argv: string;
  readonly told: string;
}[] = [
  { what: 'validation', argv: 'plan', told: 'configuration is invalid' },
  { what: 'validation', argv: 'plan --format json', told: 'configuration is invalid' },
  { what: 'validation', argv: 'plan --format markdown', told: 'configuration is invalid' },
  { what: 'validation', argv: 'plan --format html', told: 'configuration is invalid' },
  { what: 'validation', argv: 'apply --auto-approve --json', told: 'configuration is invalid' },
  { what: 'validation', argv: 'validate --online', told: 'configuration is invalid' },
  { what: 'validation', argv: 'validate --online --format json', told: 'configuration is invalid' },
  { what: 'create', argv: 'apply --auto-approve', told: 'answered 400' },
  { what: 'create', argv: 'apply --auto-approve --json', told: 'answered 400' },
  { what: 'create', argv: 'apply --auto-approve --rollback', told: 'answered 400' },
  { what: 'unsure create', argv: 'apply --auto-approve', told: 'retry c: POST /connectors' },
  { what: 'unsure create', argv: 'apply --auto-approve --json', told: '"event":"retry"' },
  { what: 'task', argv: 'apply --auto-approve', told: 'xxx' },
  { what: 'task', argv: 'apply --auto-approve --json', told: 'xxx' },
];

test.each(commands)('a $what that quotes secrets: $argv shows none', async ({ what, argv, told }) => {
  const { run } = await project(what);
  const { code, output } = await run(...argv.split(' '));
  expect(code).toBe(1);
  expect(output).toContain(told);
  expect(output).not.toContain(CANARY);
});

const afterwards = [
  'plan',
  'plan --format json',
  'plan --format markdown',
  'plan --format html',
  'plan --restart-failed --out plan.json',
  'show plan.json',
  'status',
  'status -o json',
  'status -o yaml',
  'describe c',
  'describe c -o json',
  'describe c -o yaml',
  'restart --failed c',
  'doctor',
  'get connectors -o json',
];

test('what stands FAILED with secrets in its trace shows none', async () => {
  const { folder, run, fake } = await project('task');
  await run('apply', '--auto-approve');
  expect(fake.connectors.get('c')?.config).toMatchObject(secrets);
  for (const argv of afterwards) {
    const { output } = await run(...argv.split(' '));
    expect({ argv, leak: /.{0,40}c4n4ry.{0,20}/.exec(output)?.[0] }).toEqual({ argv, leak: undefined });
  }
  expect(readFileSync(join(folder, 'plan.json'), 'utf8')).not.toContain(CANARY);
});
