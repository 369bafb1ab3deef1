import { expect, onTestFinished, test } from 'vitest';
import { startFakeConnect } from '../../connect/fake-connect.ts';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run } from '../verbs/harness.ts';

/** Clears the screen, sets the title, makes a link, and turns the direction of what follows. */
const EVIL = 'x\u001b[2J\u001b]0;t\u0007\u009b1m\u202etxt.\u2066\u200f';
const config = { 'connector.class': 'FileStreamSource', file: `/a${EVIL}`, topic: `t${EVIL}`, [`k${EVIL}`]: EVIL };

/** What moves a cursor, hides or turns text; a line feed is the program's own. */
const ACTS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

function linesThatAct(output: string): readonly string[] {
  return output.split('\n').filter((line) => ACTS.test(line));
}

async function hostile(refuses: (method: string, path: string) => boolean = () => false) {
  const server = await startFakeConnect({
    version: `4.3.1${EVIL}`,
    failWith: () => `E: ${EVIL}\n\tat x\nCaused by: F: ${EVIL}\r\n${EVIL}`,
    intercept(method, path, response) {
      if (!refuses(method, path)) return false;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error_code: 400, message: `no: ${EVIL}` }));
      return true;
    },
  });
  onTestFinished(() => server.close());
  server.fake.workerId = `w${EVIL}:8083`;
  server.fake.add(`c${EVIL}`, config);
  server.fake.add('mine', { ...config, 'connectctl.owner': 'p/e', 'connectctl.pipeline': `p${EVIL}` });
  server.fake.loggers.set(`l${EVIL}`, { level: `I${EVIL}`, last_modified: null });
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: p\ndefaultEnvironment: e\nenvironments:\n  e: { connect: { url: "${server.url}" } }\n`,
    'pipelines/p.yaml': `pipeline: p\nconnectors:\n  - name: mine\n    class: FileStreamSource\n    config: { file: /b, topic: ${JSON.stringify(EVIL)} }\n`,
  });
  return (argv: string) => run(argv.split(' '), { cwd: folder });
}

test.each([
  'get connectors',
  'get plugins',
  'get topics',
  'get loggers',
  'describe *',
  'status',
  'offsets get *',
  'plan',
  'plan --prune --format markdown',
  'plan --adopt *',
  'import --out out',
  'doctor',
  'graph',
  'graph --format dot',
  'restart --failed *',
  'pause *',
  'logs',
  'delete * --auto-approve',
])('%s: nothing that a worker says acts on the terminal', async (argv) => {
  const { stdout, stderr } = await (await hostile())(argv);
  expect(`${stdout}${stderr}`).not.toBe('');
  expect(linesThatAct(stdout + stderr)).toEqual([]);
});

test.each<{ argv: string; refuses: (method: string, path: string) => boolean }>([
  { argv: 'plan', refuses: (_method, path) => path === '/' },
  { argv: 'plan', refuses: (_method, path) => path.endsWith('/validate') },
  { argv: 'apply --auto-approve', refuses: (method, path) => method === 'PUT' && path.endsWith('/config') },
  { argv: 'apply --auto-approve --rollback', refuses: (method, path) => method === 'PUT' && path.endsWith('/config') },
  { argv: 'get connectors', refuses: (_method, path) => path.startsWith('/connectors') },
  { argv: 'get plugins', refuses: (_method, path) => path.startsWith('/connector-plugins') },
  { argv: 'status', refuses: (_method, path) => path.startsWith('/connectors') },
  { argv: 'pause *', refuses: (method) => method === 'PUT' },
  { argv: 'delete * --auto-approve', refuses: (method) => method === 'DELETE' },
  { argv: 'offsets get *', refuses: (_method, path) => path.endsWith('/offsets') },
  { argv: 'logs level root debug', refuses: (method) => method === 'PUT' },
  { argv: 'doctor', refuses: (_method, path) => path !== '/' },
])('$argv, refused: nothing of the reason acts on the terminal', async ({ argv, refuses }) => {
  const { stdout, stderr } = await (await hostile(refuses))(argv);
  expect(stdout + stderr).toContain('no: x\\u001b[2J');
  expect(linesThatAct(stdout + stderr)).toEqual([]);
});
