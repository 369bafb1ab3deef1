import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { offsetText, parseAssignment, parsePartition, partitionKey } from '../../../src/cli/offsets/index.ts';
import { loopback } from '../../connect/loopback.ts';
import { testFolder } from '../../harness/index.ts';
import { run, type StandIn, sink, source, startStandIn } from './harness.ts';

const orders = (partition: number, offset: number) => ({
  partition: { kafka_topic: 'orders', kafka_partition: partition },
  offset: { kafka_offset: offset },
});

async function stoppedSink(): Promise<StandIn> {
  const worker = await startStandIn();
  worker.fake.add('s', sink('orders'), 'STOPPED');
  worker.fake.connectors.get('s')!.offsets = [orders(1, 20), orders(0, 10)];
  return worker;
}

const writes = ({ fake }: StandIn): string[] => fake.requests.filter((request) => !/^(?:GET|OPTIONS) /.test(request));

describe('offsets get', () => {
  it('shows a sink by topic and partition, a source by its own words', async () => {
    const worker = await stoppedSink();
    expect((await worker.run(['offsets', 'get', 's'])).stdout).toBe(
      'PARTITION  OFFSET\norders:0   10\norders:1   20\n',
    );
    worker.fake.add('f', source('t'));
    worker.fake.connectors.get('f')!.offsets = [{ partition: { filename: '/in.txt' }, offset: { position: 12 } }];
    expect((await worker.run(['offsets', 'get', 'f'])).stdout).toContain('{"filename":"/in.txt"}  {"position":12}');
  });

  it('prints JSON that set --file takes back', async () => {
    const worker = await stoppedSink();
    const { stdout } = await worker.run(['offsets', 'get', 's', '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual({ offsets: [orders(0, 10), orders(1, 20)] });
    const again = await worker.run(['offsets', 'set', 's', '--file', '-', '--auto-approve'], { piped: stdout });
    expect(again).toEqual({ code: 0, stdout: '', stderr: 'The offsets are these already.\n' });
    expect(writes(worker)).toEqual([]);
  });
});

describe('offsets set', () => {
  it('shows before and after of each partition, asks, and sets them', async () => {
    const worker = await stoppedSink();
    const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', 'orders:7=1', 'orders:1=20'], {
      typed: 'yes\n',
    });
    expect(ran.stderr).toBe(
      `Offsets of s:
PARTITION  BEFORE      AFTER
orders:0   10      ->  3
orders:1   20      =   20
orders:7   (none)  ->  1
Set them? Only "yes" goes ahead: `,
    );
    expect(ran).toMatchObject({ code: 0, stdout: 'altered\n' });
    expect(worker.fake.connectors.get('s')!.offsets).toEqual([orders(0, 3), orders(7, 1), orders(1, 20)]);
  });

  it('changes nothing without a yes', async () => {
    const worker = await stoppedSink();
    expect((await worker.run(['offsets', 'set', 's', 'orders:0=3'], { typed: 'no\n' })).code).toBe(3);
    expect((await worker.run(['offsets', 'set', 's', 'orders:0=3'])).code).toBe(3);
    expect(writes(worker)).toEqual([]);
  });

  it('explains that the connector has to be STOPPED, before it asks', async () => {
    const worker = await startStandIn();
    worker.fake.add('s', sink('orders'));
    const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', '--auto-approve']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('error CC9015  s is RUNNING, and offsets change only while it is STOPPED');
    expect(ran.stderr).toContain('connectctl stop s');
    expect(ran.stderr).toContain('--stop');
    expect(writes(worker)).toEqual([]);
  });

  it.each([
    { state: 'RUNNING', back: 'PUT /connectors/s/resume' },
    { state: 'PAUSED', back: 'PUT /connectors/s/pause' },
  ] as const)('--stop stops a $state connector for it and puts its state back', async ({ state, back }) => {
    const worker = await startStandIn();
    worker.fake.add('s', sink('orders'), state);
    const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', '--stop', '--auto-approve']);
    expect(ran.code).toBe(0);
    expect(writes(worker)).toEqual(['PUT /connectors/s/stop', 'PATCH /connectors/s/offsets', back]);
    expect(worker.fake.connectors.get('s')!.offsets).toEqual([orders(0, 3)]);
  });

  it('puts the state back when the worker refuses the offsets', async () => {
    const worker = await startStandIn({
      intercept: (method, _path, response) => {
        if (method !== 'PATCH') return false;
        response
          .writeHead(400)
          .end(JSON.stringify({ error_code: 400, message: 'Kafka topic names must be valid strings' }));
        return true;
      },
    });
    worker.fake.add('s', sink('orders'));
    const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', '--stop', '--auto-approve']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('Kafka topic names must be valid strings') });
    expect(writes(worker).at(-1)).toBe('PUT /connectors/s/resume');
  });

  it('puts the state back after a Ctrl-C while it waits for the stop', async () => {
    const worker = await startStandIn({ lagMs: 60_000 });
    worker.fake.add('s', sink('orders'));
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const argv = ['offsets', 'set', 's', 'orders:0=3', '--stop', '--auto-approve'];
    expect(await worker.run(argv, { signal: stop.signal })).toMatchObject({ code: 130 });
    expect(writes(worker)).toEqual(['PUT /connectors/s/stop', 'PUT /connectors/s/resume']);
  });

  it('tries again while the stopped tasks are still in their group', async () => {
    let tries = 0;
    const message = 'Failed to alter consumer group offsets …. this operation can be safely retried';
    const worker = await startStandIn({
      intercept: (method, _path, response) => {
        if (method !== 'PATCH' || tries++ > 0) return false;
        response.writeHead(500).end(JSON.stringify({ error_code: 500, message }));
        return true;
      },
    });
    worker.fake.add('s', sink('orders'), 'STOPPED');
    expect((await worker.run(['offsets', 'set', 's', 'orders:0=3', '--auto-approve'])).code).toBe(0);
    expect(tries).toBe(2);
  });

  it('sends 64-bit offsets whole', async () => {
    const bodies: string[] = [];
    const server = await loopback((request, body, response) => {
      const isOffsets = request.url === '/connectors/pg/offsets';
      if (request.method === 'PATCH') bodies.push(body);
      const lsn = bodies.length === 0 ? '1' : '9007199254740993';
      const info = { name: 'pg', config: source('t'), tasks: [], type: 'source' };
      const status = { ...info, connector: { state: 'STOPPED', worker_id: 'w:1' } };
      if (isOffsets) response.end(`{"offsets":[{"partition":{"server":"a"},"offset":{"lsn":${lsn}}}],"message":"m"}`);
      else if (request.url === '/') response.end('{"version":"4.3.1"}');
      else response.end(JSON.stringify(request.url === '/connectors' ? ['pg'] : { pg: { info, status } }));
    });
    onTestFinished(() => server.close());
    const argv = ['offsets', 'set', 'pg', '{"server":"a"}={"lsn":9007199254740993}', '--auto-approve'];
    const ran = await run([...argv, '--connect', server.url]);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('{"lsn":1}  ->  {"lsn":9007199254740993}') });
    expect(bodies).toEqual(['{"offsets":[{"partition":{"server":"a"},"offset":{"lsn":9007199254740993}}]}']);
  });

  const mistakes = [
    { name: 'no offsets at all', argv: [], message: 'Name the offsets to set' },
    { name: 'an offset without its partition', argv: ['12'], message: 'is no PARTITION=OFFSET' },
    { name: 'a partition without its number', argv: ['orders=12'], message: '"orders" is no partition' },
    { name: 'a file that is not there', argv: ['--file', 'nope.json'], message: 'nope.json cannot be read' },
    { name: 'a file and words', argv: ['orders:0=1', '--file', 'x'], message: 'not both' },
    { name: 'a number without end', argv: ['{"f":1}={"position":1e400}'], message: 'a number that is out of range' },
  ];
  it.each(mistakes)('$name is one clear message', async ({ argv, message }) => {
    const worker = await stoppedSink();
    const ran = await worker.run(['offsets', 'set', 's', ...argv, '--auto-approve']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
    expect(writes(worker)).toEqual([]);
  });

  const fileRows = [
    { name: 'that is not JSON', text: '{', message: 'offsets.json is not JSON' },
    { name: 'without a list', text: '{"offset": 1}', message: 'are not a list of partitions and offsets' },
    {
      name: 'with an entry without offset',
      text: '[{"partition": {}}]',
      message: 'are not a list of partitions and offsets',
    },
  ];
  it.each(fileRows)('a file $name is one clear message', async ({ text, message }) => {
    const worker = await stoppedSink();
    const folder = testFolder();
    writeFileSync(join(folder, 'offsets.json'), text);
    const ran = await worker.run(['offsets', 'set', 's', '-f', 'offsets.json', '--auto-approve'], { cwd: folder });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
  });

  it('is refused before 3.6, with what does it there', async () => {
    const worker = await startStandIn({ version: '3.5.2' });
    worker.fake.add('s', sink('orders'), 'STOPPED');
    const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', '--auto-approve']);
    expect(ran.stderr).toContain('error CC9014');
    expect(ran.stderr).toContain('kafka-consumer-groups');
  });

  it('takes one connector at a time', async () => {
    const worker = await stoppedSink();
    worker.fake.add('s2', sink('orders'), 'STOPPED');
    const ran = await worker.run(['offsets', 'reset', 's*', '--auto-approve']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('takes 2 connectors') });
    expect(writes(worker)).toEqual([]);
  });
});

describe('offsets reset', () => {
  it('resets all, partition by partition in the preview', async () => {
    const worker = await stoppedSink();
    const ran = await worker.run(['offsets', 'reset', 's', '--auto-approve']);
    expect(ran.stderr).toContain('orders:0   10      ->  (none)\norders:1   20      ->  (none)\n');
    expect(ran).toMatchObject({ code: 0, stdout: 'reset\n' });
    expect(writes(worker)).toEqual(['DELETE /connectors/s/offsets']);
  });

  it('resets one partition by setting it to null', async () => {
    const worker = await stoppedSink();
    await worker.run(['offsets', 'reset', 's', 'orders:1', '--auto-approve']);
    expect(writes(worker)).toEqual(['PATCH /connectors/s/offsets']);
    expect(worker.fake.connectors.get('s')!.offsets).toEqual([{ ...orders(1, 0), offset: null }]);
  });

  it('names the partitions that there are', async () => {
    const worker = await stoppedSink();
    const ran = await worker.run(['offsets', 'reset', 's', 'orders:9', '--auto-approve']);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('There are: orders:0, orders:1') });
  });

  it('has nothing to do where nothing is committed', async () => {
    const worker = await startStandIn();
    worker.fake.add('s', sink('orders'));
    expect(await worker.run(['offsets', 'reset', 's', '--auto-approve'])).toMatchObject({
      code: 0,
      stderr: 'There are no offsets to reset.\n',
    });
  });
});

describe('how offsets are typed and shown', () => {
  const rows = [
    { text: 'orders:0=12', partition: 'orders:0', offset: '12' },
    { text: 'a:b=c:3=0', partition: 'a:b=c:3', offset: '0' },
    { text: '{"a":"x=1"}={"position":5}', partition: '{"a":"x=1"}', offset: '{"position":5}' },
    { text: '{"a":1}={"b":{"c":2}}', partition: '{"a":1}', offset: '{"b":{"c":2}}' },
    { text: 't:0=9007199254740993', partition: 't:0', offset: '9007199254740993' },
  ];
  it.each(rows)('$text', ({ text, partition, offset }) => {
    const parsed = parseAssignment(text);
    expect(offsetText(parsed.partition)).toBe(partition);
    expect(offsetText(parsed.offset)).toBe(offset);
  });

  it('two spellings of one partition are one', () => {
    expect(partitionKey({ b: 1, a: { d: 2, c: 3 } })).toBe(partitionKey({ a: { c: 3, d: 2 }, b: 1 }));
    expect(parsePartition('{"kafka_topic":"t","kafka_partition":0}')).toEqual(parsePartition('t:0'));
  });
});
