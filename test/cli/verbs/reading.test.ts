import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testFolder, writeFiles } from '../../harness/index.ts';
import { run, type StandIn, sink, source, startStandIn } from './harness.ts';

const trace = [
  'org.apache.kafka.connect.errors.ConnectException: no file jdbc:x://u:hunter2@h/db',
  '\tat some.Frame.poll(Frame.java:1)',
  'Caused by: java.nio.file.NoSuchFileException: /nowhere',
  '\t... 9 more',
].join('\n');

async function demo(): Promise<StandIn> {
  const worker = await startStandIn({ failWith: (config) => (config['file'] === '/nowhere' ? trace : undefined) });
  worker.fake.add(
    'orders-source',
    source('orders', { 'connectctl.pipeline': 'orders', 'connectctl.owner': 'shop/local' }),
  );
  worker.fake.add('orders-sink', sink('orders', { 'connectctl.pipeline': 'orders', 'connectctl.owner': 'shop/local' }));
  worker.fake.add('broken', sink('orders', { file: '/nowhere' }));
  worker.fake.add('idle', source('other'), 'PAUSED');
  worker.fake.add('resting', source('other'), 'STOPPED');
  return worker;
}

const table = `NAME           TYPE    STATE    TASKS        PIPELINE
broken         sink    RUNNING  1/1 FAILED   -
idle           source  PAUSED   1/1 PAUSED   -
orders-sink    sink    RUNNING  1/1 RUNNING  orders
orders-source  source  RUNNING  1/1 RUNNING  orders
resting        source  STOPPED  -            -
`;

describe('get', () => {
  it('lists connectors as a table, plain through a pipe', async () => {
    const worker = await demo();
    expect(await worker.run(['get', 'connectors'])).toEqual({ code: 0, stdout: table, stderr: '' });
  });

  it('prints the same words with colours on a terminal', async () => {
    const worker = await demo();
    const { stdout } = await worker.run(['get', 'connectors'], { columns: 80 });
    const lines = stdout.split('\n');
    expect(lines[0]).toContain('\u001b[1mNAME\u001b[22m');
    expect(lines[1]).toContain('\u001b[31m1/1 FAILED\u001b[39m');
    expect(lines[3]).toContain('\u001b[32mRUNNING\u001b[39m');
    expect(withoutColors(stdout)).toBe(table);
  });

  const colorRows = [
    { name: 'NO_COLOR takes the colours away on a terminal', env: { NO_COLOR: '1' }, columns: 80, colored: false },
    { name: 'an empty NO_COLOR says nothing', env: { NO_COLOR: '' }, columns: 80, colored: true },
    { name: 'a dumb terminal has no colours', env: { TERM: 'dumb' }, columns: 80, colored: false },
    { name: 'FORCE_COLOR gives a pipe colours', env: { FORCE_COLOR: '1' }, colored: true },
    { name: '--color never is stronger than FORCE_COLOR', env: { FORCE_COLOR: '1' }, flag: 'never', colored: false },
    { name: '--color always is stronger than NO_COLOR', env: { NO_COLOR: '1' }, flag: 'always', colored: true },
  ];
  it.each(colorRows)('$name', async ({ env, columns, flag, colored }) => {
    const worker = await demo();
    const argv = ['get', 'connectors', ...(flag ? ['--color', flag] : [])];
    const { stdout } = await worker.run(argv, { env, ...(columns && { columns }) });
    expect(stdout.includes('\u001b[')).toBe(colored);
  });

  it('keeps a terminal of 80 columns in one line a row, and a pipe whole', async () => {
    const worker = await startStandIn();
    const long = `orders-${'very-'.repeat(15)}long`;
    worker.fake.add(long, source('t', { 'connectctl.pipeline': 'a-pipeline-with-a-long-name' }));
    const narrow = withoutColors((await worker.run(['get', 'connectors'], { columns: 80 })).stdout)
      .trimEnd()
      .split('\n');
    expect(Math.max(...narrow.map((line) => line.length))).toBe(80);
    expect(narrow[1]).toContain('…');
    expect(narrow[1]).toContain('RUNNING');
    expect((await worker.run(['get', 'connectors'])).stdout).toContain(long);
  });

  it('gives scripts JSON, YAML and names, and nothing else on stdout', async () => {
    const worker = await demo();
    const json: unknown = JSON.parse((await worker.run(['get', 'connectors', '-o', 'json', 'orders-*'])).stdout);
    const expected = [
      {
        name: 'orders-sink',
        type: 'sink',
        state: 'RUNNING',
        tasks: [{ id: 0, state: 'RUNNING' }],
        class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
        pipeline: 'orders',
      },
      expect.objectContaining({ name: 'orders-source', type: 'source' }),
    ];
    expect(json).toEqual(expected);
    expect(parse((await worker.run(['get', 'connectors', '-o', 'yaml', 'orders-*'])).stdout)).toEqual(expected);
    expect((await worker.run(['get', 'connectors', '-o', 'name', 'orders-*'])).stdout).toBe(
      'orders-sink\norders-source\n',
    );
  });

  it('says that there is nothing, on stderr', async () => {
    const worker = await startStandIn();
    expect(await worker.run(['get', 'connectors'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'The worker has no connectors.\n',
    });
    expect((await worker.run(['get', 'connectors', '-o', 'json'])).stdout).toBe('[]\n');
  });

  it('lists one that was created a moment ago and has no status yet', async () => {
    const worker = await startStandIn({ lagMs: 10_000 });
    await fetch(`${worker.url}/connectors`, {
      method: 'POST',
      body: JSON.stringify({ name: 'new', config: source('t') }),
    });
    expect((await worker.run(['get', 'connectors'])).stdout).toContain('new   source  -      -      -\n');
  });

  it('shows a name that would do something to the terminal as text', async () => {
    const worker = await startStandIn();
    worker.fake.add('a\u001b[31mb\nc', source('t'));
    expect((await worker.run(['get', 'connectors'])).stdout).toContain('a\\u001b[31mb\\nc');
  });

  const listRows = [
    {
      argv: ['get', 'topics'],
      stdout: 'TOPIC   WRITTEN BY     READ BY\norders  orders-source  broken, orders-sink\nother   idle, resting  -\n',
    },
    { argv: ['get', 'topic', 'ord*', '-o', 'name'], stdout: 'orders\n' },
    { argv: ['get', 'loggers'], stdout: 'LOGGER  LEVEL  CHANGED\nroot    INFO   -\n' },
    {
      argv: ['get', 'plugins', 'StringConverter'],
      stdout: `${'CLASS'.padEnd(48)}  TYPE       VERSION\norg.apache.kafka.connect.storage.StringConverter  converter  4.3.1\n`,
    },
    {
      argv: ['plugins', '*FileStreamSink*', '-o', 'name'],
      stdout: 'org.apache.kafka.connect.file.FileStreamSinkConnector\n',
    },
  ];
  it.each(listRows)('$argv.0 $argv.1 $argv.2', async ({ argv, stdout }) => {
    const worker = await demo();
    expect(await worker.run(argv)).toEqual({ code: 0, stdout, stderr: '' });
  });
});

describe('status', () => {
  it('shows the worker, the counts, the connectors and the cause of each failure', async () => {
    const worker = await demo();
    const { stdout, code } = await worker.run(['status']);
    expect(code).toBe(0);
    expect(stdout).toBe(`Kafka Connect 4.3.1 at ${worker.url}, Kafka cluster cluster-1
5 connectors: 1 PAUSED, 3 RUNNING, 1 STOPPED; 4 tasks: 1 FAILED, 1 PAUSED, 2 RUNNING

${table}
FAILED  broken, task 0
  org.apache.kafka.connect.errors.ConnectException: no file jdbc:x://u:(sensitive)@h/db
  Caused by: java.nio.file.NoSuchFileException: /nowhere

Restart what is FAILED: connectctl restart --failed
`);
  });

  it('ends with 1 under --check while anything is FAILED', async () => {
    const worker = await demo();
    expect((await worker.run(['status', '--check'])).code).toBe(1);
    expect((await worker.run(['status', 'orders-*', '--check'])).code).toBe(0);
  });
});

describe('describe', () => {
  it('shows config, tasks, topics and offsets, secrets masked by name and by type', async () => {
    const worker = await startStandIn({ failWith: () => trace });
    worker.fake.add(
      'db',
      sink('orders', {
        'connection.password': 'hunter2',
        'connection.url': 'jdbc:postgresql://me:hunter2@db/x?ssl=1',
        'ssl.key.password': '${file:/secrets:key}',
        'some.api.token': 'hunter2',
        'connectctl.applied': '1 a=b',
      }),
    );
    worker.fake.connectors.get('db')!.offsets = [
      { partition: { kafka_topic: 'orders', kafka_partition: 10 }, offset: { kafka_offset: 7 } },
      { partition: { kafka_topic: 'orders', kafka_partition: 2 }, offset: { kafka_offset: 5 } },
    ];
    const { stdout } = await worker.run(['describe', 'db']);
    expect(stdout).not.toContain('hunter2');
    expect(stdout).toBe(`Name    db
Type    sink
State   RUNNING
Worker  ${worker.fake.workerId}

Config
  connection.password  (sensitive)
  connection.url       jdbc:postgresql://me:(sensitive)@db/x?ssl=1
  connector.class      org.apache.kafka.connect.file.FileStreamSinkConnector
  file                 /out.txt
  some.api.token       (sensitive)
  ssl.key.password     \${file:/secrets:key}
  topics               orders

Tasks
  ID  STATE   WORKER
  0   FAILED  ${worker.fake.workerId}
      org.apache.kafka.connect.errors.ConnectException: no file jdbc:x://u:(sensitive)@h/db
      Caused by: java.nio.file.NoSuchFileException: /nowhere

Topics
  orders

Offsets
  orders:2   5
  orders:10  7
`);
  });

  it('masks what a class that the worker cannot describe may call a password', async () => {
    const worker = await startStandIn({
      intercept: (method, path, response) => {
        if (method !== 'GET' || !/connector-plugins\/.*config/.test(path)) return false;
        response.writeHead(404).end(JSON.stringify({ error_code: 404, message: 'Unknown plugin x.' }));
        return true;
      },
    });
    worker.fake.add('odd', sink('orders', { 'connection.url': 'maybe a secret' }));
    const { stdout } = await worker.run(['describe', 'odd']);
    expect(stdout).not.toContain('maybe a secret');
    expect(stdout).toContain('connection.url   (sensitive)');
    expect(stdout).toContain('topics           orders');
  });

  it('asks a validation which keys are passwords before 3.2, which describes no class', async () => {
    const worker = await startStandIn({
      version: '3.1.0',
      intercept: (method, path, response) => {
        if (!/connector-plugins\/.*config/.test(path)) return false;
        const definition = { name: 'connection.pin', type: 'PASSWORD' };
        if (method === 'PUT') response.end(JSON.stringify({ configs: [{ definition, value: {} }] }));
        else response.writeHead(404).end(JSON.stringify({ error_code: 404, message: 'HTTP 404 Not Found' }));
        return true;
      },
    });
    worker.fake.add('db', sink('orders', { 'connection.pin': 'hunter2', 'connection.user': 'me' }));
    const { stdout } = await worker.run(['describe', 'db']);
    expect(stdout).toContain('connection.pin   (sensitive)');
    expect(stdout).toContain('connection.user  me');
  });

  it('masks what a transform calls a password', async () => {
    const worker = await startStandIn();
    worker.fake.add(
      't',
      source('t', {
        transforms: 'x',
        'transforms.x.type': 'com.X',
        'transforms.x.connection.password': 'hunter2',
        'transforms.x.file': 'f',
      }),
    );
    const { stdout } = await worker.run(['describe', 't']);
    expect(stdout).not.toContain('hunter2');
    expect(stdout).toMatch(/transforms\.x\.file +f\n/);
    expect(stdout).toMatch(/transforms\.x\.type +com\.X\n/);
  });

  it('never prints a mask of the worker as if it were a value', async () => {
    const worker = await startStandIn({ masks: true });
    worker.fake.add('db', sink('orders', { 'connection.password': 'hunter2' }));
    expect((await worker.run(['describe', 'db', '-o', 'json'])).stdout).toContain(
      '"connection.password": "(sensitive)"',
    );
  });

  it('knows what the files call sensitive, and says where they cannot be read', async () => {
    const worker = await startStandIn();
    worker.fake.add('mine', { ...source('t', { hook: 'hunter2', pin: 'hunter3' }), name: 'mine' });
    const folder = testFolder();
    const pipeline = (className: string) => `pipeline: p
variables: { hook: hunter2 }
connectors: [{ name: mine, ${className}: FileStreamSource, sensitive: [pin, var.hook], config: { pin: hunter3, hook: "\${var.hook}" } }]
`;
    writeFiles(folder, {
      'connectctl.yaml': `project: demo\ndefaultEnvironment: local\nenvironments:\n  local: { connect: { url: "${worker.url}" } }\n`,
      'pipelines/p.yaml': pipeline('class'),
    });
    const described = await run(['-C', folder, 'describe', 'mine']);
    expect(described).toMatchObject({ code: 0, stderr: '' });
    expect(described.stdout).toMatch(/hook +\(sensitive\)\n[\s\S]*pin +\(sensitive\)\n/);
    writeFiles(folder, { 'pipelines/p.yaml': pipeline('clas') });
    expect((await run(['-C', folder, 'describe', 'mine'])).stderr).toBe(
      'warning  which keys the files of the project call sensitive is not known: the files have 2 errors, and this needs them whole\n',
    );
  });

  it('keeps 64-bit offsets whole in JSON', async () => {
    const worker = await startStandIn({
      intercept: (_method, path, response) => {
        if (!path.endsWith('/offsets')) return false;
        response.end('{"offsets":[{"partition":{"server":"a"},"offset":{"lsn":9007199254740993}}]}');
        return true;
      },
    });
    worker.fake.add('pg', source('t'));
    expect((await worker.run(['describe', 'pg', '-o', 'json'])).stdout).toContain('"lsn": 9007199254740993');
    expect((await worker.run(['describe', 'pg'])).stdout).toContain('{"server":"a"}  {"lsn":9007199254740993}');
    expect((await worker.run(['describe', 'pg', '-o', 'yaml'])).stdout).toContain('lsn: 9007199254740993');
  });

  it('shows the rest where a worker before 3.5 has no offsets to show', async () => {
    const worker = await startStandIn({
      version: '3.4.0',
      intercept: (_method, path, response) => {
        if (!path.endsWith('/offsets')) return false;
        response.writeHead(404).end(JSON.stringify({ error_code: 404, message: 'HTTP 404 Not Found' }));
        return true;
      },
    });
    worker.fake.add('old', source('t'));
    const { stdout, code } = await worker.run(['describe', 'old']);
    expect(code).toBe(0);
    expect(stdout).toContain('Offsets\n  not known: the worker is older than Kafka Connect 3.5\n');
  });

  it('shows all but what cannot be asked about a name that a worker from 4.0 on refuses in a URL', async () => {
    const worker = await startStandIn({
      intercept: (_method, path, response) => {
        if (!/%(?:25|2F|5C)/i.test(path)) return false;
        response.writeHead(400, { 'content-type': 'text/html' }).end('<h2>HTTP ERROR 400 Ambiguous URI</h2>');
        return true;
      },
    });
    worker.fake.add('a/b', source('t'));
    worker.fake.add('c', source('u'));
    const warning = /^warning {2}the topics that a\/b has used are not known: GET .* a name that holds .*\n$/;
    const topics = await worker.run(['get', 'topics', '-o', 'name']);
    expect(topics).toEqual({ code: 0, stdout: 'u\n', stderr: expect.stringMatching(warning) });
    const graph = await worker.run(['graph', '--live']);
    expect(graph).toEqual({ code: 0, stdout: expect.stringContaining('a/b'), stderr: expect.stringMatching(warning) });
    const { code, stdout } = await worker.run(['describe', 'a/b']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Topics\n {2}not known: .*\n\nOffsets\n {2}not known: /);
  });

  it("takes the kind before the name, as kcctl's users type it", async () => {
    const worker = await demo();
    expect((await worker.run(['describe', 'connector', 'orders-sink'])).stdout).toContain('Name      orders-sink');
  });
});

describe('plugins --keys', () => {
  it('lists the keys of one class', async () => {
    const worker = await startStandIn();
    const { stdout } = await worker.run(['plugins', 'FileStreamSinkConnector', '--keys']);
    expect(stdout).toMatch(/^KEY +TYPE +DEFAULT +WHAT\n/);
    expect(stdout).toMatch(/^name +STRING +\(required\)/m);
    expect(stdout).toMatch(/^tasks\.max +INT +1/m);
  });

  it('wants one class, and names those that fit', async () => {
    const worker = await startStandIn();
    const ran = await worker.run(['plugins', 'FileStream*', '--keys']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('2 match') });
    expect(ran.stderr).toContain('FileStreamSourceConnector');
  });
});

describe('logs level', () => {
  it('shows one logger, sets it on every worker, and refuses what is no level', async () => {
    const worker = await demo();
    expect((await worker.run(['logs', 'level', 'root'])).stdout).toContain('root    INFO   -');
    expect((await worker.run(['logs', 'level', 'org.x', 'debug'])).stdout).toBe('org.x is DEBUG on every worker.\n');
    expect(worker.fake.requests).toContain('PUT /admin/loggers/org.x?scope=cluster');
    expect((await worker.run(['logs', 'level', 'org.x'])).stdout).toContain('org.x   DEBUG  2023-11-14T22:13:20.000Z');
    const wrong = await worker.run(['logs', 'level', 'org.x', 'DEBU']);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('Did you mean DEBUG?') });
    const nameless = await worker.run(['logs', 'level', '', 'DEBUG']);
    expect(nameless).toMatchObject({ code: 1, stderr: expect.stringContaining('The name of a logger is empty') });
  });

  it('stays on the worker that answers before 3.7, and says so', async () => {
    const worker = await startStandIn({ version: '3.6.0' });
    expect((await worker.run(['logs', 'level', 'org.x', 'WARN'])).stdout).toBe(`org.x is WARN on ${worker.url}.\n`);
    const refused = await worker.run(['logs', 'level', 'org.x', 'WARN', '--scope', 'cluster']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('needs Kafka Connect 3.7') });
  });
});

function withoutColors(text: string): string {
  return text.replace(/\u001b\[\d+m/g, '');
}
