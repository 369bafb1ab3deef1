import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type FakeConnect, startFakeConnect } from '../connect/fake-connect.ts';
import { desired, removed } from '../plan/desired.ts';
import { applyAgainst, type Planned, planAgainst } from './harness.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

const config = { 'connector.class': 'FileStreamSource', file: '/a', topic: 't' };
const offsets = [{ partition: { filename: '/a' }, offset: { position: 12 } }];
const source = (name: string, more: Partial<Parameters<typeof desired>[0]> = {}) => desired({ name, config, ...more });
const declared = { kind: 'pairs' as const, json: JSON.stringify(offsets), source: source('new').source };
const atOffsets = source('new', { offsets: declared });

type Plans = Readonly<Record<string, (url: string) => Promise<Planned>>>;

/** What a plan may want of a worker on which `c` and `d` run. */
const plans = {
  move: (url) => planAgainst(url, [source('c-2', { movedFrom: ['c'] }), source('d')]),
  'two moves': (url) => planAgainst(url, [source('c-2', { movedFrom: ['c'] }), source('d-2', { movedFrom: ['d'] })]),
  'create at offsets': (url) => planAgainst(url, [source('c'), source('d'), atOffsets]),
  reset: (url) => planAgainst(url, [source('d')], { removed: [removed('c', { offsets: 'reset' })] }),
  stop: (url) => planAgainst(url, [source('c', { state: 'STOPPED' }), source('d')]),
  'stop with a new config': (url) =>
    planAgainst(url, [source('c', { state: 'STOPPED', config: { ...config, file: '/b' } }), source('d')]),
} satisfies Plans;

async function started(options: Parameters<typeof startFakeConnect>[0] = {}) {
  const { url, fake, close } = await startFakeConnect(options);
  closing.push(close);
  await applyAgainst(url, await planAgainst(url, [source('c'), source('d')]));
  fake.connectors.get('c')!.offsets = offsets;
  fake.requests.length = 0;
  return { url, fake };
}

function writes(fake: FakeConnect): string[] {
  return fake.requests.filter((request) => !/^(?:GET|OPTIONS)|validate$/.test(request));
}

const promised: readonly { plan: keyof typeof plans; lacks: readonly string[]; code: string; says: string }[] = [
  {
    plan: 'move',
    lacks: ['PATCH offsets'],
    code: 'CC4009',
    says: 'says that it is 4.3.1 and has no PATCH of offsets (3.6)',
  },
  {
    plan: 'move',
    lacks: ['GET offsets', 'PATCH offsets', 'DELETE offsets', 'PUT stop'],
    code: 'CC4009',
    says: 'has no offsets and no STOPPED (3.5), and a move needs 3.7',
  },
  { plan: 'create at offsets', lacks: ['PATCH offsets'], code: 'CC4007', says: 'has no PATCH of offsets (3.6)' },
  {
    plan: 'reset',
    lacks: ['PATCH offsets', 'DELETE offsets'],
    code: 'CC4007',
    says: 'has no PATCH and DELETE of offsets',
  },
];

test.each(promised)(
  '$plan on a worker without $lacks, whose version promises them: refused by the plan',
  async (row) => {
    const { url, fake } = await started({ lacks: row.lacks });
    const { plan } = await plans[row.plan](url);
    const refused = plan.changes.flatMap((change) => change.refused ?? []);
    expect(refused).toEqual([
      { code: row.code, message: expect.stringContaining(row.says), help: expect.stringContaining('newer worker') },
    ]);
    expect(writes(fake)).toEqual([]);
  },
);

test('the worker is asked once, and only where a plan changes offsets', async () => {
  const { url, fake } = await started();
  const asked = () => fake.requests.splice(0).filter((request) => request.startsWith('OPTIONS'));
  await plans.stop(url);
  expect(asked()).toEqual([]);
  await plans['two moves'](url);
  expect(asked()).toHaveLength(1);
});

const no: (method: string, path: string, response: ServerResponse) => true = (method, path, response) => {
  response.writeHead(405, { 'content-type': 'text/html' }).end(`<html>no ${method} ${path}</html>`);
  return true;
};

/** A gateway that lets OPTIONS through to a worker that has everything, and refuses the call itself. */
const behindGateway: readonly {
  readonly plan: keyof typeof plans;
  readonly refuses: RegExp;
  readonly code: string;
  readonly says: string;
  readonly stands: string;
  readonly left: Readonly<Record<string, string>>;
}[] = [
  {
    plan: 'move',
    refuses: /^PATCH .*offsets$/,
    code: 'CC4009',
    says: 'PATCH /connectors/c-2/offsets',
    stands: '"c" is STOPPED, "c-2" is STOPPED',
    left: { c: 'STOPPED', 'c-2': 'STOPPED', d: 'RUNNING' },
  },
  {
    plan: 'move',
    refuses: /^PUT .*stop$/,
    code: 'CC4009',
    says: 'which came with Kafka Connect 3.5',
    stands: '"c" is RUNNING, "c-2" is ',
    left: { c: 'RUNNING', 'c-2': 'STOPPED', d: 'RUNNING' },
  },
  {
    plan: 'create at offsets',
    refuses: /^PATCH .*offsets$/,
    code: 'CC4007',
    says: 'which came with Kafka Connect 3.6',
    stands: '"new" is STOPPED',
    left: { c: 'RUNNING', d: 'RUNNING', new: 'STOPPED' },
  },
  {
    plan: 'reset',
    refuses: /^DELETE .*offsets$/,
    code: 'CC4007',
    says: 'DELETE /connectors/c/offsets',
    stands: '"c" is STOPPED',
    left: { c: 'STOPPED', d: 'RUNNING' },
  },
  {
    plan: 'stop',
    refuses: /^PUT .*stop$/,
    code: 'CC4008',
    says: 'PUT /connectors/c/stop',
    stands: '"c" is RUNNING',
    left: { c: 'RUNNING', d: 'RUNNING' },
  },
  {
    plan: 'stop with a new config',
    refuses: /^PUT .*stop$/,
    code: 'CC4008',
    says: 'PUT /connectors/c/stop',
    stands: '"c" is RUNNING',
    left: { c: 'RUNNING', d: 'RUNNING' },
  },
];

test.each(behindGateway)('$plan where $refuses is refused with 405: the report says how it stands', async (row) => {
  let isBehind = false;
  const { url, fake } = await started({
    intercept: (method, path, response) =>
      isBehind && row.refuses.test(`${method} ${path}`) && no(method, path, response),
  });
  const planned = await plans[row.plan](url);
  isBehind = true;
  const { changes } = await applyAgainst(url, planned);
  expect(changes).toMatchObject([{ outcome: 'failed', code: row.code }]);
  expect(changes[0]?.message).toContain('answered 405: it does not have this');
  expect(changes[0]?.message).toContain(row.says);
  expect(changes[0]?.message).toContain(`As it stands: ${row.stands}`);
  expect(Object.fromEntries([...fake.connectors].map(([name, { target }]) => [name, target]))).toEqual(row.left);
  // What was refused is not tried again, and no offset or config was lost on the way.
  expect(fake.requests.filter((request) => row.refuses.test(request))).toHaveLength(1);
  expect(fake.connectors.get('c')).toMatchObject({ offsets, config: { file: '/a' } });
});

test('once it is known, no further change that needs it is begun', async () => {
  let isBehind = false;
  const { url, fake } = await started({
    intercept: (method, path, response) => isBehind && /stop$/.test(path) && no(method, path, response),
  });
  const planned = await plans['two moves'](url);
  isBehind = true;
  const { changes } = await applyAgainst(url, planned, { parallelism: 1 });
  expect(changes).toMatchObject([
    { name: 'c-2', outcome: 'failed', code: 'CC4009', message: expect.stringContaining('delete c-2 and resume c') },
    { name: 'd-2', outcome: 'failed', code: 'CC4009', message: expect.stringMatching(/^not begun: PUT .*c.stop/) },
  ]);
  expect(fake.connectors.get('d')?.target).toBe('RUNNING');
  expect(fake.connectors.has('d-2')).toBe(false);
});

test('a move that found no PATCH of offsets is completed by the next apply that does', async () => {
  let isBehind = false;
  const { url, fake } = await started({
    intercept: (method, path, response) =>
      isBehind && /offsets$/.test(path) && method === 'PATCH' && no(method, path, response),
  });
  const planned = await plans.move(url);
  isBehind = true;
  expect((await applyAgainst(url, planned)).changes).toMatchObject([{ outcome: 'failed' }]);
  isBehind = false;
  expect((await applyAgainst(url, await plans.move(url))).changes).toMatchObject([{ outcome: 'done' }]);
  expect(fake.connectors.get('c-2')).toMatchObject({ target: 'RUNNING', offsets });
  expect(fake.connectors.has('c')).toBe(false);
});

test('one that is to be created STOPPED, on a worker that knows neither that nor how to stop it, is not created', async () => {
  const { url, fake } = await started({
    lacks: ['GET offsets', 'PATCH offsets', 'DELETE offsets', 'PUT stop'],
    intercept: (method, path, response, body) => {
      if (method !== 'POST' || path !== '/connectors' || !body.includes('initial_state')) return false;
      const message = 'Unrecognized field "initial_state" (class CreateConnectorRequest), not marked as ignorable';
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error_code: 500, message }));
      return true;
    },
  });
  const planned = await planAgainst(url, [source('c'), source('d'), source('new', { state: 'STOPPED' })]);
  const { changes } = await applyAgainst(url, planned);
  expect(changes).toMatchObject([
    { outcome: 'failed', code: 'CC4008', message: expect.stringContaining('"new" was not created') },
  ]);
  expect(fake.connectors.has('new')).toBe(false);
});
