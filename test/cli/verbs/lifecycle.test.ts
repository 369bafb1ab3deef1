import { describe, expect, it } from 'vitest';
import { run, sink, source, startStandIn } from './harness.ts';

const quick = ['--settle', '200ms', '--timeout', '5s'];
const trace = 'java.lang.RuntimeException: boom\n\tat a.b.C(D.java:1)\nCaused by: java.io.IOException: disk full\n';

describe('pause, resume and stop', () => {
  const rows = [
    { verb: 'pause', from: 'RUNNING', done: 'paused', state: 'PAUSED', tasks: 1 },
    { verb: 'stop', from: 'RUNNING', done: 'stopped', state: 'STOPPED', tasks: 0 },
    { verb: 'resume', from: 'PAUSED', done: 'running', state: 'RUNNING', tasks: 1 },
    { verb: 'resume', from: 'STOPPED', done: 'running', state: 'RUNNING', tasks: 1 },
  ] as const;
  it.each(rows)('$verb waits until a $from connector is $state', async ({ verb, from, done, state, tasks }) => {
    const worker = await startStandIn({ lagMs: 400 });
    worker.fake.add('a', source('t'), from);
    worker.fake.add('b', sink('t'), from);
    const ran = await worker.run([verb, 'a', ...quick]);
    expect(ran).toEqual({ code: 0, stdout: `✓ a  ${done}\n1 ${done}.\n`, stderr: '' });
    // What the worker showed when the command ended, and not what it was asked for.
    expect(worker.fake.connectors.get('a')!.status).toMatchObject({ connector: state });
    expect(worker.fake.connectors.get('a')!.status.tasks).toHaveLength(tasks);
    expect(worker.fake.connectors.get('b')!.target).toBe(from);
  });

  it('acts on all that match, and one that fails does not stop the others', async () => {
    const worker = await startStandIn({
      intercept: (_method, path, response) => {
        if (path !== '/connectors/b/pause') return false;
        response.writeHead(500).end(JSON.stringify({ error_code: 500, message: 'Cannot do that' }));
        return true;
      },
    });
    for (const name of ['a', 'b', 'c']) worker.fake.add(name, source('t'));
    const { code, stdout, stderr } = await worker.run(['pause', '*', ...quick]);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n').sort()).toEqual(
      ['2 paused, 1 failed.', '✓ a  paused', '✓ c  paused', '✗ b  failed: Cannot do that'].sort(),
    );
  });

  it('reports JSON as one array and nothing else', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const { stdout } = await worker.run(['stop', 'a', '-o', 'json', ...quick]);
    expect(JSON.parse(stdout)).toEqual([{ name: 'a', result: 'done', message: 'stopped' }]);
  });

  it('watches two hundred connectors with one request a look', async () => {
    const worker = await startStandIn({ lagMs: 300 });
    for (let i = 0; i < 200; i++) worker.fake.add(`c-${i}`, source('t'));
    const ran = await worker.run(['pause', '*', '--timeout', '20s', '--parallelism', '50']);
    expect(ran.stdout).toContain('200 paused.');
    const looks = worker.fake.requests.filter((request) => request.includes('expand=status'));
    expect(looks.length).toBeLessThan(25);
    expect(worker.fake.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(200);
  });

  it('says that it was so already', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'), 'PAUSED');
    expect((await worker.run(['pause', 'a', ...quick])).stdout).toBe('✓ a  already paused\n1 paused.\n');
  });

  it('fails with the last state it saw when the time is over', async () => {
    const worker = await startStandIn({ lagMs: 60_000 });
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['pause', 'a', '--timeout', '300ms']);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ a  failed: not paused after 0.3 s (connector RUNNING, task 0 RUNNING)');
  });

  it('says so where the worker has gone away meanwhile', async () => {
    let isGone = false;
    const worker = await startStandIn({
      lagMs: 60_000,
      intercept: (method, _path, response) => {
        if (isGone) response.writeHead(503).end();
        const wasGone = isGone;
        isGone ||= method === 'PUT';
        return wasGone;
      },
    });
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['pause', 'a', '--timeout', '300ms']);
    expect(code).toBe(1);
    expect(stdout).toContain('(the worker shows no status of it; by now it does not answer)');
  });

  it('does not believe what stands on a worker that is dead', async () => {
    const worker = await startStandIn();
    // Reaches this machine, refuses, and is no loopback address by its name.
    worker.fake.workerId = '0.0.0.0:1';
    worker.fake.add('a', source('t'), 'PAUSED');
    const { code, stdout } = await worker.run(['resume', 'a', '--settle', '100ms', '--timeout', '1s']);
    expect(code).toBe(1);
    expect(stdout).toContain(`connector RUNNING, task 0 RUNNING, on ${worker.fake.workerId}, which does not answer`);
  });

  it('says so where a worker behind a forwarded port cannot be asked', async () => {
    const worker = await startStandIn();
    worker.fake.workerId = '127.0.0.1:1';
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['pause', 'a', ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain("✓ a  paused (as the worker says; 127.0.0.1:1 can't be asked from here)");
  });

  it('does not wait with --wait none', async () => {
    const worker = await startStandIn({ lagMs: 60_000 });
    worker.fake.add('a', source('t'));
    expect(await worker.run(['pause', 'a', '--wait', 'none'])).toMatchObject({
      code: 0,
      stdout: '✓ a  asked to be paused, not waited for\n1 paused.\n',
    });
    expect(worker.fake.connectors.get('a')!.target).toBe('PAUSED');
  });

  it('shows why a connector that was resumed has failed', async () => {
    const worker = await startStandIn({ failWith: () => trace });
    worker.fake.add('a', source('t'), 'STOPPED');
    const { code, stdout } = await worker.run(['resume', 'a', ...quick]);
    expect(code).toBe(1);
    expect(stdout).toBe(
      '✗ a  failed: task 0 FAILED\n    task 0: java.lang.RuntimeException: boom\n    Caused by: java.io.IOException: disk full\n0 running, 1 failed.\n',
    );
  });

  it('waits through a rebalance that hides the states for a while', async () => {
    let rebalancing = 0;
    const worker = await startStandIn({
      lagMs: 300,
      intercept: (method, path, response) => {
        if (method === 'PUT') rebalancing = 3;
        if (!path.includes('expand=status') || rebalancing-- <= 0) return false;
        response.writeHead(409).end(
          JSON.stringify({
            error_code: 409,
            message: 'Cannot complete request momentarily due to stale configuration',
          }),
        );
        return true;
      },
    });
    worker.fake.add('a', source('t'));
    expect((await worker.run(['pause', 'a', ...quick])).stdout).toBe('✓ a  paused\n1 paused.\n');
  });

  it('stop is refused on a worker before 3.5, with what works there', async () => {
    const worker = await startStandIn({ version: '3.4.1' });
    worker.fake.add('a', source('t'));
    const { code, stderr } = await worker.run(['stop', 'a']);
    expect(code).toBe(1);
    expect(stderr).toContain('error CC9014  stop needs Kafka Connect 3.5');
    expect(stderr).toContain('connectctl pause');
    expect(worker.fake.requests.some((request) => request.startsWith('PUT'))).toBe(false);
  });

  it.each(['pause', 'resume', 'stop', 'restart', 'delete'])(
    '%s never means all by leaving the names out',
    async (verb) => {
      const worker = await startStandIn();
      worker.fake.add('a', source('t'));
      const { code, stderr } = await worker.run([verb]);
      expect(code).toBe(1);
      expect(stderr).toContain(`connectctl ${verb} "*"`);
      expect(worker.fake.requests).toEqual([]);
    },
  );

  it('finishes what is under way on Ctrl-C, tells what it did not do, and ends with 130', async () => {
    const worker = await startStandIn({ lagMs: 60_000 });
    for (const name of ['a', 'b']) worker.fake.add(name, source('t'));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const ran = await worker.run(['pause', '*', '--parallelism', '1'], { signal: stop.signal });
    expect(ran.code).toBe(130);
    expect(ran.stdout).toBe(
      '✗ a  failed: asked for, and not waited for: stopped by Ctrl-C (connector RUNNING, task 0 RUNNING)\n' +
        '✗ b  failed: not asked for: stopped by Ctrl-C\n0 paused, 2 failed.\n',
    );
    expect(worker.fake.connectors.get('b')!.target).toBe('RUNNING');
  });
});

it('a second Ctrl-C cuts the request off, and the report says what is unknown', async () => {
  const [stop, hardStop] = [new AbortController(), new AbortController()];
  // Takes the request and never answers.
  const worker = await startStandIn({
    intercept: (method) => {
      if (method === 'PUT') setTimeout(() => stop.abort(), 100);
      if (method === 'PUT') setTimeout(() => hardStop.abort(), 300);
      return method === 'PUT';
    },
  });
  for (const name of ['a', 'b']) worker.fake.add(name, source('t'));
  const signals = { signal: stop.signal, hardSignal: hardStop.signal };
  const ran = await worker.run(['pause', '*', '--parallelism', '1'], signals);
  expect(ran).toMatchObject({ code: 130, stderr: '' });
  expect(ran.stdout).toBe(
    '✗ a  failed: stopped before the worker had answered: it is unknown whether it was done\n' +
      '    `connectctl status` shows what came of it.\n' +
      '✗ b  failed: not asked for: stopped by Ctrl-C\n0 paused, 2 failed.\n',
  );
});

describe('restart', () => {
  it('believes RUNNING only when it has held, for the old state stands after the request', async () => {
    let restarted = false;
    const worker = await startStandIn({
      lagMs: 300,
      failWith: () => (restarted ? trace : undefined),
      intercept: (method) => {
        restarted ||= method === 'POST';
        return false;
      },
    });
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['restart', 'a', '--tasks', '--settle', '600ms']);
    expect(stdout).toContain('✗ a  failed: task 0 FAILED');
    expect(code).toBe(1);
  });

  const requestRows = [
    {
      name: 'the connector alone',
      argv: ['a'],
      expected: ['POST /connectors/a/restart?includeTasks=false&onlyFailed=false'],
    },
    {
      name: 'with its tasks',
      argv: ['a', '--tasks'],
      expected: ['POST /connectors/a/restart?includeTasks=true&onlyFailed=false'],
    },
    {
      name: 'what is FAILED',
      argv: ['--failed'],
      expected: ['POST /connectors/bad/restart?includeTasks=true&onlyFailed=true'],
    },
    { name: 'one task', argv: ['a', '--task', '0'], expected: ['POST /connectors/a/tasks/0/restart'] },
  ];
  it.each(requestRows)('$name', async ({ argv, expected }) => {
    const worker = await startStandIn({
      failWith: (config) => (config['file'] === '/bad' ? trace : undefined),
      intercept: (method, path, response) => {
        if (method !== 'POST' || !path.includes('/tasks/')) return false;
        response.writeHead(204).end();
        return true;
      },
    });
    worker.fake.add('a', source('t'));
    worker.fake.add('bad', sink('t', { file: '/bad' }));
    await worker.run(['restart', ...argv, '--wait', 'none']);
    expect(worker.fake.requests.filter((request) => request.startsWith('POST'))).toEqual(expected);
  });

  it('restarts tasks one by one before 3.0, which takes the flags and ignores them', async () => {
    const worker = await startStandIn({
      version: '2.8.1',
      failWith: () => trace,
      intercept: (method, path, response) => {
        if (method !== 'POST' || !path.includes('/tasks/')) return false;
        response.writeHead(204).end();
        return true;
      },
    });
    worker.fake.add('a', source('t'));
    await worker.run(['restart', '--failed', '--wait', 'none']);
    expect(worker.fake.requests.filter((request) => request.startsWith('POST'))).toEqual([
      'POST /connectors/a/tasks/0/restart',
    ]);
  });

  it('tells of a task that stays FAILED because only the connector was restarted', async () => {
    const worker = await startStandIn({ failWith: () => trace });
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['restart', 'a', ...quick]);
    expect(code).toBe(0);
    expect(stdout).toContain('✓ a  restarted (task 0 still FAILED; add --tasks to restart it too)');
  });

  it('has nothing to do where nothing is FAILED', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    expect(await worker.run(['restart', '--failed'])).toEqual({ code: 0, stdout: '', stderr: 'Nothing is FAILED.\n' });
  });

  it('names the tasks that there are', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const { code, stdout } = await worker.run(['restart', 'a', '--task', '4']);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ a  failed: a has no task 4\n    It has: 0.');
    expect(await worker.run(['restart', 'a', '--task', 'x'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--task takes a number from 0 on'),
    });
  });
});

describe('delete', () => {
  it('asks, with the names and states, and does it for a yes', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    worker.fake.add('b', sink('t'), 'STOPPED');
    const ran = await worker.run(['delete', 'a', 'b'], { typed: 'yes\n' });
    expect(ran.stderr).toBe('- a  source, RUNNING\n- b  sink, STOPPED\nDelete 2 connectors? Only "yes" goes ahead: ');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('2 deleted.\n');
    expect([...worker.fake.connectors.keys()]).toEqual([]);
  });

  const refusals = [
    { name: 'anything but yes', options: { typed: 'y\n' }, message: 'it was not approved' },
    { name: 'the end of the input', options: { typed: '' }, message: 'it was not approved' },
    { name: 'nobody to ask', options: { piped: 'yes\n' }, message: 'Add --auto-approve.' },
  ];
  it.each(refusals)('$name deletes nothing and exits 3', async ({ options, message }) => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const ran = await worker.run(['delete', 'a'], options);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain(message);
    expect([...worker.fake.connectors.keys()]).toEqual(['a']);
  });

  it('a Ctrl-C at the question deletes nothing and exits 130', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const ran = await worker.run(['delete', 'a'], { terminal: true, signal: stop.signal });
    expect(ran.code).toBe(130);
    expect(worker.fake.connectors.size).toBe(1);
  });

  it('leaves alone what preventDestroy protects, whatever was approved', async () => {
    const worker = await startStandIn();
    worker.fake.add('a', source('t'));
    worker.fake.add('b', sink('t', { 'connectctl.protected': 'true' }));
    const ran = await worker.run(['delete', '*', '--auto-approve']);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('preventDestroy stands on b');
    expect(worker.fake.connectors.size).toBe(2);
  });

  it('is done when another one has deleted it meanwhile', async () => {
    const worker = await startStandIn({
      intercept: (method) => {
        if (method === 'DELETE') worker.fake.connectors.clear();
        return false;
      },
    });
    worker.fake.add('a', source('t'));
    expect(await worker.run(['delete', 'a', '--auto-approve'])).toMatchObject({
      code: 0,
      stdout: '✓ a  deleted, offsets kept\n1 deleted.\n',
    });
  });
});

describe('times on the command line', () => {
  it.each(['5', 'soon', '-1s', '1 h'])('--timeout %s is a clear mistake', async (text) => {
    const { code, stderr } = await run(['pause', 'a', `--timeout=${text}`, '--connect', 'http://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(stderr).toContain(`--timeout takes a time such as 30s or 10m, not "${text}"`);
  });
});
