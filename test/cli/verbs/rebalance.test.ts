import { describe, expect, it } from 'vitest';
import { sink, source, startStandIn } from './harness.ts';

const told = 'The workers are rebalancing: waiting for the end of it …\n';
const message = 'Cannot complete request momentarily due to stale configuration (typically caused by a rebalance)';

/** A worker that answers 409 to the first request of each kind, and has done nothing then. */
async function rebalancingWorker() {
  const seen = new Set<string>();
  const worker = await startStandIn({
    failWith: (config) => (config['file'] === '/bad' ? 'java.lang.RuntimeException: boom' : undefined),
    intercept: (method, path, response) => {
      const key = `${method} ${path}`;
      if (seen.has(key)) return false;
      seen.add(key);
      response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify({ error_code: 409, message }));
      return true;
    },
  });
  worker.fake.add('a', source('t'));
  worker.fake.add('stopped', sink('t'), 'STOPPED');
  worker.fake.connectors.get('stopped')!.offsets = [
    { partition: { kafka_topic: 't', kafka_partition: 0 }, offset: { kafka_offset: 5 } },
  ];
  worker.fake.add('bad', sink('t', { file: '/bad' }));
  return worker;
}

describe('a rebalance is waited for', () => {
  it.each(
    [
      'get connectors',
      'get topics',
      'describe a',
      'status',
      'pause a',
      'stop a',
      'resume stopped --settle 100ms',
      'restart a --settle 100ms',
      'restart --failed --wait none',
      'delete a --auto-approve',
      'offsets get stopped',
      'offsets set stopped t:0=1 --auto-approve',
      'offsets set stopped t:0=1 --auto-approve --stop',
      'offsets reset stopped --auto-approve',
      'logs level',
      'plugins',
      'graph --live',
    ].map((line) => ({ line })),
  )('$line', async ({ line }) => {
    const worker = await rebalancingWorker();
    const { code, stderr } = await worker.run(line.split(' '));
    expect(stderr.replace(/^(?:Offsets of|PARTITION|t:0|- a).*\n/gm, '')).toBe(told);
    expect(code).toBe(0);
  });
});

/** A worker that reads, and refuses every write. */
async function endlessRebalance() {
  const worker = await startStandIn({
    intercept: (method, _path, response) => {
      if (method === 'GET') return false;
      response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify({ error_code: 409, message }));
      return true;
    },
  });
  worker.fake.add('a', source('t'));
  return worker;
}

it('one that does not end fails after --timeout, and says what it was', async () => {
  const worker = await endlessRebalance();
  const { code, stdout } = await worker.run(['pause', 'a', '--timeout', '600ms']);
  expect(code).toBe(1);
  expect(stdout).toBe(
    `✗ a  failed: ${message}\n    The workers are rebalancing, and did nothing; that passes, so try again in a while.\n0 paused, 1 failed.\n`,
  );
});

it('a Ctrl-C ends the waiting', async () => {
  const worker = await endlessRebalance();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 400);
  const { code, stdout } = await worker.run(['pause', 'a'], { signal: stop.signal });
  expect(code).toBe(130);
  expect(stdout).toContain(`✗ a  failed: ${message}`);
});

it('doctor tells of it rather than wait', async () => {
  const worker = await rebalancingWorker();
  const { code, stdout } = await worker.run(['doctor', '-o', 'json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ result: 'failed', message: expect.stringContaining(message) }),
  );
});

it('a connector that was stopped for its offsets is put back, also when a rebalance comes then', async () => {
  let isLate = false;
  const worker = await startStandIn({
    intercept: (method, path, response) => {
      if (method === 'PATCH') isLate = true;
      if (!isLate || path !== '/connectors/a/resume') return false;
      isLate = false;
      response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify({ error_code: 409, message }));
      return true;
    },
  });
  worker.fake.add('a', sink('t'));
  const { code } = await worker.run(['offsets', 'set', 'a', 't:0=1', '--stop', '--auto-approve']);
  expect(code).toBe(0);
  expect(worker.fake.connectors.get('a')!.target).toBe('RUNNING');
});

it('one that can not be put back is said to be STOPPED', async () => {
  const worker = await startStandIn({
    intercept: (_method, path, response) => {
      if (path !== '/connectors/a/resume') return false;
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error_code":500,"message":"no"}');
      return true;
    },
  });
  worker.fake.add('a', sink('t'));
  const { code, stderr } = await worker.run(['offsets', 'set', 'a', 't:0=1', '--stop', '--auto-approve']);
  expect(code).toBe(1);
  expect(stderr).toContain('error CC9015  a may still be STOPPED');
  expect(stderr).toContain('`connectctl resume a` puts it back.');
});
