import { describe, expect, it } from 'vitest';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run, sink, source, startStandIn } from './harness.ts';

const pipeline = `pipeline: orders
labels: { team: data }
connectors:
  - name: orders-source
    class: FileStreamSource
    config: { file: /in.txt, topic: orders }
  - name: orders-sink
    class: FileStreamSink
    config: { file: /out.txt, topics: orders }
`;

async function project(more: Readonly<Record<string, string>> = {}) {
  const worker = await startStandIn();
  worker.fake.add('orders-source', source('orders'));
  worker.fake.add('orders-sink', sink('orders'));
  worker.fake.add('billing', sink('bills', { 'connectctl.pipeline': 'billing' }));
  const folder = testFolder();
  writeFiles(folder, {
    'connectctl.yaml': `project: shop
defaultEnvironment: local
sensitive: ["*.hush"]
environments:
  local: { connect: { url: ${worker.url} } }
  guarded: { connect: { url: ${worker.url} }, protected: true }
  down: { connect: { url: "http://127.0.0.1:1" } }
  secret: { connect: { url: ${worker.url}, auth: { basic: { username: me, password: "\${env.PW}" } } } }
`,
    'pipelines/orders.yaml': pipeline,
    ...more,
  });
  return { worker, folder, run: (...argv: string[]) => run([...argv, '-C', folder]) };
}

describe('selectors', () => {
  const rows = [
    { name: 'a name', selectors: ['billing'], expected: ['billing'] },
    { name: 'a glob', selectors: ['orders-*'], expected: ['orders-sink', 'orders-source'] },
    {
      name: 'several, each connector once',
      selectors: ['orders-sink', '*-s*'],
      expected: ['orders-sink', 'orders-source'],
    },
    {
      name: 'a pipeline of the files, without marks',
      selectors: ['pipeline=orders'],
      expected: ['orders-sink', 'orders-source'],
    },
    { name: 'a pipeline that only a mark names', selectors: ['pipeline=bill*'], expected: ['billing'] },
    { name: 'a label', selectors: ['label.team=data'], expected: ['orders-sink', 'orders-source'] },
  ];
  it.each(rows)('$name', async ({ selectors, expected }) => {
    const { run: go } = await project();
    expect((await go('get', 'connectors', ...selectors, '-o', 'name')).stdout.trimEnd().split('\n')).toEqual(expected);
  });

  const misses = [
    { name: 'a name near another', selector: 'order-sink', help: 'Did you mean "orders-sink"?' },
    { name: 'a pipeline near another', selector: 'pipeline=order', help: 'Did you mean "pipeline=orders"?' },
    { name: 'a glob', selector: 'x*', help: 'connectctl get connectors' },
    { name: 'a label', selector: 'label.team=ops', help: 'connectctl get connectors' },
  ];
  it.each(misses)('$name that matches nothing is an error, whatever else matches', async ({ selector, help }) => {
    const { run: go, worker } = await project();
    const ran = await go('pause', 'billing', selector);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(`error CC9012  No connector at local matches "${selector}"`);
    expect(ran.stderr).toContain(help);
    expect(worker.fake.requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
  });

  it('a name of digits stays as it is typed', async () => {
    const worker = await startStandIn();
    for (const name of ['007', '1e3', '7']) worker.fake.add(name, source('t'));
    expect((await worker.run(['get', 'connectors', '007', '1e3', '-o', 'name'])).stdout).toBe('007\n1e3\n');
    expect((await worker.run(['describe', '007'])).stdout).toContain('Name    007\n');
    expect((await worker.run(['offsets', 'get', '007'])).stderr).toBe('No offsets are committed yet.\n');
  });

  it('labels need a project', async () => {
    const { worker } = await project();
    const ran = await worker.run(['get', 'connectors', 'label.team=data']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('--connect reads none') });
  });

  it('labels need whole files, and names do not', async () => {
    const { run: go } = await project({ 'pipelines/broken.yaml': 'pipeline: broken\nconnectors: {\n' });
    expect((await go('get', 'connectors', '-o', 'name')).code).toBe(0);
    const ran = await go('get', 'connectors', 'label.team=data');
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('connectctl validate');
  });

  it('no connectors at all is said', async () => {
    const worker = await startStandIn();
    expect((await worker.run(['describe', 'x'])).stderr).toContain('The worker has no connectors.');
  });
});

describe('environments', () => {
  it('several stand in one table with their names, and one that is down hides none', async () => {
    const { run: go } = await project();
    const ran = await go('get', 'connectors', 'billing', '-e', 'local', '-e', 'down', '-e', 'guarded');
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe(
      'ENVIRONMENT  NAME     TYPE  STATE    TASKS        PIPELINE\n' +
        'local        billing  sink  RUNNING  1/1 RUNNING  billing\n' +
        'guarded      billing  sink  RUNNING  1/1 RUNNING  billing\n',
    );
    expect(ran.stderr).toContain('down: error CC7001  No Connect worker answers at http://127.0.0.1:1');
  });

  it('JSON of several is one array with the environment in each', async () => {
    const { run: go } = await project();
    const { stdout } = await go(
      'get',
      'connectors',
      'billing',
      '-e',
      '{local,guarded}'.slice(1, 6),
      '-e',
      'guarded',
      '-o',
      'json',
    );
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ environment: 'local', name: 'billing' }),
      expect.objectContaining({ environment: 'guarded', name: 'billing' }),
    ]);
  });

  const protectedRows = [
    { name: '--auto-approve is not enough', argv: ['--auto-approve'], code: 3 },
    { name: 'the name of another one is not enough', argv: ['--approve', 'local'], code: 3 },
    { name: 'its name is', argv: ['--approve', 'guarded'], code: 0 },
  ];
  it.each(protectedRows)('a protected one: $name', async ({ argv, code }) => {
    const { run: go, worker } = await project();
    const ran = await go('delete', 'billing', '-e', 'guarded', ...argv);
    expect(ran.code).toBe(code);
    expect(worker.fake.connectors.has('billing')).toBe(code !== 0);
  });

  it("masks the project's own sensitive keys", async () => {
    const { run: go, worker } = await project();
    worker.fake.add('x', source('t', { 'my.hush': 'hunter2' }));
    expect((await go('describe', 'x')).stdout).toContain('my.hush          (sensitive)');
  });

  const mistakes = [
    { name: 'an environment that does not exist', argv: ['-e', 'locl'], message: 'Did you mean local?' },
    { name: 'an environment variable that is not set', argv: ['-e', 'secret'], message: 'PW' },
    {
      name: 'a worker that is down',
      argv: ['-e', 'down'],
      message: 'error CC7001  No Connect worker answers at http://127.0.0.1:1 (connection refused)',
    },
    { name: 'two workers', argv: ['--connect', 'http://127.0.0.1:1', '-e', 'local'], message: 'two different workers' },
  ];
  it.each(mistakes)('$name is one clear message', async ({ argv, message }) => {
    const { run: go } = await project();
    const ran = await go('status', ...argv);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toMatch(/^\s+at /m);
  });

  it('no project is told with both ways out', async () => {
    const ran = await run(['status'], { cwd: testFolder() });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('error CC1012');
    expect(ran.stderr).toContain('--connect URL');
  });
});

describe('--connect', () => {
  it.each(['http://me:hunter2@127.0.0.1:1', 'me:hunter2@127.0.0.1:1', 'http://127.0.0.1:1,https://me@x:1'])(
    'refuses credentials on the command line: %s',
    async (url) => {
      const ran = await run(['status', '--connect', url]);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain('error CC9013');
      expect(ran.stderr).toContain('${env.CONNECT_PASSWORD}');
      expect(ran.stderr).not.toContain('hunter2');
    },
  );

  it('tries several in turn, and takes a host without http://', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const ran = await run([
      'get',
      'connectors',
      '-o',
      'name',
      '--connect',
      `127.0.0.1:1,${worker.url.replace('http://', '')}`,
    ]);
    expect(ran).toMatchObject({ code: 0, stdout: 'a\n' });
  });

  const strangers = [
    { name: 'a worker that is still starting', status: 404, body: '<html>Not Found</html>', message: 'still starting' },
    { name: 'another kind of server', status: 200, body: 'hello', message: "not Kafka Connect's JSON" },
    { name: 'a proxy without its worker', status: 502, body: 'Bad Gateway', message: 'cannot reach it' },
    { name: 'missing credentials', status: 401, body: '', message: 'credentials' },
  ];
  it.each(strangers)('$name is one clear message', async ({ status, body, message }) => {
    const worker = await startStandIn({
      intercept: (_method, _path, response) => {
        response.writeHead(status).end(body);
        return true;
      },
    });
    for (const argv of [
      ['status'],
      ['get', 'connectors'],
      ['describe', 'x'],
      ['pause', 'x'],
      ['offsets', 'get', 'x'],
    ]) {
      const ran = await worker.run(argv);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain(message);
      expect(ran.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
    }
  });
});
