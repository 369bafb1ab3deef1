import { expect, it } from 'vitest';
import { sink, source, startStandIn } from './harness.ts';

// The version promises everything: what is missing shows in the answers alone.
const NO_OFFSETS = ['GET offsets', 'PATCH offsets', 'DELETE offsets'];

it('stop says what the worker lacks and from which version it is there', async () => {
  const worker = await startStandIn({ lacks: ['PUT stop'] });
  worker.fake.add('a', source('t'));
  const { code, stdout } = await worker.run(['stop', 'a']);
  expect(code).toBe(1);
  expect(stdout).toContain(
    `✗ a  failed: PUT /connectors/a/stop at ${worker.url} answered 404: it does not have this, which came with Kafka Connect 3.5\n`,
  );
  expect(stdout).toContain('Take a worker from 3.5 on.');
  expect(worker.fake.connectors.get('a')?.target).toBe('RUNNING');
});

it('offsets get says so', async () => {
  const worker = await startStandIn({ lacks: NO_OFFSETS });
  worker.fake.add('a', source('t'));
  const ran = await worker.run(['offsets', 'get', 'a']);
  expect(ran).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('error CC9014') });
  expect(ran.stderr).toContain('shown from Kafka Connect 3.5 on');
});

it.each(['set', 'reset'])('offsets %s finds out before it stops the connector', async (action) => {
  const worker = await startStandIn({ lacks: ['PATCH offsets', 'DELETE offsets'] });
  worker.fake.add('s', sink('orders'));
  const partition = { kafka_topic: 'orders', kafka_partition: 0 };
  worker.fake.connectors.get('s')!.offsets = [{ partition, offset: { kafka_offset: 1 } }];
  const what = action === 'set' ? ['orders:0=3'] : [];
  const ran = await worker.run(['offsets', action, 's', ...what, '--stop', '--auto-approve']);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('says that it is 4.3.1 and has no PATCH and DELETE of offsets');
  expect(worker.fake.requests.filter((request) => !/^(?:GET|OPTIONS) /.test(request))).toEqual([]);
});

it('offsets set that a gateway refuses puts the state back and says that no offset was changed', async () => {
  const worker = await startStandIn({
    intercept: (method, _path, response) => {
      if (method !== 'PATCH') return false;
      response.writeHead(405, { 'content-type': 'text/html' }).end('<html>no</html>');
      return true;
    },
  });
  worker.fake.add('s', sink('orders'));
  const ran = await worker.run(['offsets', 'set', 's', 'orders:0=3', '--stop', '--auto-approve']);
  expect(ran).toMatchObject({ code: 1, stdout: '' });
  expect(ran.stderr).toContain('error CC9014  No offset was changed: PATCH /connectors/s/offsets');
  expect(ran.stderr).toContain('came with Kafka Connect 3.6');
  expect(worker.fake.connectors.get('s')?.target).toBe('RUNNING');
});
