import { afterEach, expect, test } from 'vitest';
import { createConnectClient } from '../../src/connect/index.ts';
import type { RemovedConnector, ResolvedConnector } from '../../src/definition/index.ts';
import { startFakeConnect } from '../connect/fake-connect.ts';
import { startFaultProxy } from '../harness/fault-proxy.ts';
import type { FaultKind } from '../harness/faults.ts';
import { desired, removed } from '../plan/desired.ts';
import { applyAgainst, planAgainst, quick } from './harness.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const config = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' };
const src = desired({ name: 'src', config });
const changed = desired({ name: 'src', config: { ...config, file: '/b' } });
const moved = desired({ name: 'new', movedFrom: ['src'], config });
const offsets = [{ partition: { filename: '/a' }, offset: { position: 12 } }];

interface Row {
  readonly name: string;
  readonly before?: readonly ResolvedConnector[];
  readonly after: readonly ResolvedConnector[];
  readonly removed?: readonly RemovedConnector[];
  /** `METHOD path nth` → fault; nth `*` for every one. */
  readonly faults: Readonly<Record<string, FaultKind>>;
  readonly outcome?: 'done' | 'failed' | 'not-proven';
  /** How long an old status stands; the worker's own where left out. */
  readonly lagMs?: number;
  /** For one change, where a row waits it out. */
  readonly timeoutMs?: number;
  /** How often the worker carried out which write. */
  readonly effects: readonly string[];
}

const rows: readonly Row[] = [
  {
    name: 'a stop whose answer was lost is not sent again',
    after: [{ ...src, state: 'STOPPED' }],
    faults: { 'PUT /connectors/src/stop 1': 'cut-after' },
    effects: ['src state STOPPED'],
  },
  {
    name: 'a stop whose answer was lost is not sent again while the status still lags behind it',
    after: [{ ...src, state: 'STOPPED' }],
    lagMs: 100,
    faults: { 'PUT /connectors/src/stop 1': 'cut-after' },
    effects: ['src state STOPPED'],
  },
  {
    name: 'a stop that was not carried out is sent again, though its answer was lost',
    after: [{ ...src, state: 'STOPPED' }],
    faults: { 'PUT /connectors/src/stop 1': 'cut-before' },
    effects: ['src state STOPPED'],
  },
  {
    name: 'the last config of a move is not written again',
    after: [moved],
    faults: { 'PUT /connectors/new/config 1': 'malformed' },
    effects: [
      'new existence',
      'new config',
      'new state STOPPED',
      'src state STOPPED',
      'new offsets',
      'src existence',
      'new config',
      'new state RUNNING',
      'new config',
    ],
  },
  {
    name: 'the offsets of a move are not written again, and an answer that is cut is read again',
    after: [moved],
    faults: { 'PATCH /connectors/new/offsets 1': 'half-body', 'GET /connectors/src/offsets 1': 'malformed' },
    effects: [
      'new existence',
      'new config',
      'new state STOPPED',
      'src state STOPPED',
      'new offsets',
      'src existence',
      'new config',
      'new state RUNNING',
      'new config',
    ],
  },
  {
    name: 'a release whose first try was lost is not done while the worker can not be read',
    after: [],
    removed: [removed('src', { destroy: false })],
    faults: { 'PATCH /connectors/src/config 1': 'cut-before', 'GET /connectors/src/config 2': 'gateway' },
    effects: ['src config'],
  },
  {
    name: 'a name that is taken by nothing is waited for',
    before: [],
    after: [src],
    faults: { 'POST /connectors 1': 'exists' },
    effects: ['src existence', 'src config', 'src state RUNNING'],
  },
  {
    name: 'tasks that can not be read while waiting are looked at again',
    after: [changed],
    faults: { 'GET /connectors/src/tasks 1': 'malformed' },
    effects: ['src config'],
  },
  {
    name: 'a write that can not be read back has not failed: it is not proven',
    after: [changed],
    faults: {
      'PUT /connectors/src/config 1': 'cut-after',
      'GET /connectors/src/config 2': 'error-lasts',
      'GET /connectors/src/config 3': 'error-lasts',
      'GET /connectors/src/config 4': 'error-lasts',
    },
    outcome: 'not-proven',
    effects: ['src config'],
  },
  {
    name: 'a write that is refused each time has failed',
    after: [changed],
    faults: { 'PUT /connectors/src/config *': 'error-lasts' },
    outcome: 'failed',
    effects: [],
  },
  {
    name: 'a rebalance that is answered with a 500 is waited for as long as one with a 409',
    after: [changed],
    faults: Object.fromEntries([1, 2, 3, 4].map((n) => [`GET /connectors/src/config ${n}`, 'rebalance-500' as const])),
    effects: ['src config'],
  },
  {
    name: 'a rebalance during the validation is not what the worker thinks of the config',
    after: [changed],
    faults: { 'PUT /connector-plugins/FileStreamSource/config/validate 1': 'rebalance' },
    effects: ['src config'],
  },
  {
    name: 'a leader that is gone is waited for beyond three tries, and the create is made once',
    before: [],
    after: [src],
    faults: times(5, 'POST /connectors', 'leader-gone'),
    effects: ['src existence', 'src config', 'src state RUNNING'],
  },
  {
    name: 'a create that the leader carried out before it died is not made again',
    before: [],
    after: [src],
    faults: { 'POST /connectors 1': 'leader-dies' },
    effects: ['src existence', 'src config', 'src state RUNNING'],
  },
  {
    name: 'a config that the leader wrote before it died is not written again, while a new one is elected',
    after: [changed],
    faults: {
      'PUT /connectors/src/config 1': 'leader-dies',
      ...times(4, 'GET /connectors/src/config', 'no-leader', 2),
    },
    effects: ['src config'],
  },
  {
    name: 'a delete that the leader carried out before it died is done',
    after: [],
    removed: [removed('src')],
    faults: { 'DELETE /connectors/src 1': 'leader-dies' },
    effects: ['src existence'],
  },
  {
    name: 'a stop is sent again until there is a leader, and carried out once',
    after: [{ ...src, state: 'STOPPED' }],
    faults: {
      ...times(2, 'PUT /connectors/src/stop', 'no-leader'),
      ...times(3, 'PUT /connectors/src/stop', 'leader-gone', 3),
    },
    effects: ['src state STOPPED'],
  },
  {
    name: 'the offsets of a move are not set again by the next leader',
    after: [moved],
    faults: { 'PATCH /connectors/new/offsets 1': 'leader-dies', 'DELETE /connectors/src 1': 'leader-gone' },
    effects: [
      'new existence',
      'new config',
      'new state STOPPED',
      'src state STOPPED',
      'new offsets',
      'src existence',
      'new config',
      'new state RUNNING',
      'new config',
    ],
  },
  {
    name: 'a create that no leader answers for up to the timeout may be done all the same: it is not proven',
    before: [],
    after: [src],
    faults: { 'POST /connectors *': 'leader-gone' },
    timeoutMs: 700,
    outcome: 'not-proven',
    effects: [],
  },
  {
    name: 'a create that meets no leader at all up to the timeout has failed',
    before: [],
    after: [src],
    faults: { 'POST /connectors *': 'no-leader' },
    timeoutMs: 700,
    outcome: 'failed',
    effects: [],
  },
];

/** The same fault for so many of these requests, from the nth. */
function times(count: number, request: string, fault: FaultKind, from = 1): Record<string, FaultKind> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${request} ${from + i}`, fault]));
}

test.each(rows)('$name', async (row) => {
  const { before = [src], after, removed: gone = [], faults, outcome = 'done', effects, lagMs, timeoutMs = 5000 } = row;
  const { url, fake, close } = await startFakeConnect(lagMs === undefined ? {} : { lagMs });
  closing.push(close);
  await applyAgainst(url, await planAgainst(url, before));
  const old = fake.connectors.get('src');
  if (old) old.offsets = offsets;
  const proxy = await startFaultProxy(url);
  closing.push(proxy.close);
  proxy.arm(({ method, path, nth }) => faults[`${method} ${path} ${nth}`] ?? faults[`${method} ${path} *`]);

  const planned = await planAgainst(proxy.url, after, { removed: gone });
  expect(planned.plan.diagnostics).toEqual([]);
  const client = createConnectClient({ urls: [proxy.url] });
  const report = await applyAgainst(proxy.url, planned, { client, times: { ...quick, timeoutMs, retryMs: 40 } });
  client.close();
  expect(report.changes.map((change) => change.outcome)).toEqual([outcome]);
  const seen = proxy.log.effects.map(({ name, aspect, value }) =>
    aspect === 'state' ? `${name} state ${value}` : `${name} ${aspect}`,
  );
  expect(seen).toEqual(effects);
});
