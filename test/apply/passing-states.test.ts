import { afterEach, expect, test } from 'vitest';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { desired } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const config = { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' };

async function stoppedConnector() {
  const { url, fake, close } = await startFakeConnect();
  closing.push(close);
  const connectors = [desired({ name: 'c', config, state: 'STOPPED' })];
  await applyAgainst(url, await planAgainst(url, connectors));
  const { status } = fake.connectors.get('c')!;
  status.connector = 'UNASSIGNED';
  return { url, fake, connectors, status };
}

test('a stopped connector that shows UNASSIGNED for a moment is no change', async () => {
  const { url, fake, connectors, status } = await stoppedConnector();
  fake.options = {
    ...fake.options,
    intercept: (_method, path) => {
      if (path === '/connectors?expand=status') status.connector = 'STOPPED';
      return false;
    },
  };
  expect((await planAgainst(url, connectors)).plan.changes).toEqual([]);
});

test('one that stays UNASSIGNED is stopped', async () => {
  const { url, connectors } = await stoppedConnector();
  const { changes } = (await planAgainst(url, connectors)).plan;
  expect(changes).toMatchObject([{ action: 'state', state: { before: 'UNASSIGNED', after: 'STOPPED' } }]);
});

test('one that is to run is not waited for', async () => {
  const { url, fake, status } = await stoppedConnector();
  fake.requests.length = 0;
  status.connector = 'UNASSIGNED';
  const planned = await planAgainst(url, [desired({ name: 'c', config, state: 'RUNNING' })]);
  expect(planned.plan.changes).toEqual([]);
  expect(fake.requests).toHaveLength(3);
});

test('a list that Kafka Connect answers with a 500 without words, as where a connector goes meanwhile, is read again', async () => {
  const { url, fake, connectors } = await stoppedConnector();
  let refusals = 0;
  fake.options = {
    ...fake.options,
    intercept: (_method, path, response) => {
      if (!path.includes('expand=info') || refusals++ > 0) return false;
      response.writeHead(500).end('{"error_code":500,"message":null}');
      return true;
    },
  };
  expect((await planAgainst(url, connectors)).plan.changes).toMatchObject([{ name: 'c' }]);
  expect(refusals).toBe(2);
});
