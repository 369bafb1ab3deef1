import { afterEach, expect, test } from 'vitest';
import { type FakeOptions, startFakeConnect } from '../connect/fake-connect.ts';
import { desired } from '../plan/desired.ts';
import { applyAgainst, planAgainst } from './harness.ts';

let server: Awaited<ReturnType<typeof startFakeConnect>>;
afterEach(() => server.close());

const pairs = [{ partition: { filename: '/a' }, offset: { position: 12 } }];
const source = desired({
  name: 'src',
  config: { 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: '/a', topic: 't' },
  offsets: { kind: 'pairs', json: JSON.stringify(pairs), source: { file: 'pipelines/p.yaml', line: 1, column: 1 } },
});
const rows = [source, { ...source, state: 'RUNNING' as const }, { ...source, state: 'PAUSED' as const }];

async function started(options: FakeOptions) {
  server = await startFakeConnect(options);
  return server;
}

const writes = ['POST /connectors', 'PATCH /connectors/src/offsets', 'PUT /connectors/src/config'];
const ends = [
  ['PUT /connectors/src/resume', 'PATCH /connectors/src/config'],
  ['PUT /connectors/src/resume'],
  ['PUT /connectors/src/pause'],
];

test.each(rows.map((connector, i) => ({ connector, all: [...writes, ...ends[i]!], state: `${connector.state}` })))(
  'state $state: the offsets are set before the first start, and once, wherever an apply is stopped',
  async ({ connector, all }) => {
    for (let after = 1; after <= all.length; after++) {
      const stop = new AbortController();
      const seen: string[] = [];
      const { url, fake, close } = await started({
        intercept: (method, path) => {
          if (!/^(?:GET|OPTIONS)$/.test(method) && !path.endsWith('/validate')) seen.push(`${method} ${path}`);
          if (seen.length >= after) stop.abort();
          return false;
        },
      });
      await applyAgainst(url, await planAgainst(url, [connector]), { signal: stop.signal });
      const end = await applyAgainst(url, await planAgainst(url, [connector]));
      expect(end.changes.every((change) => change.outcome === 'done')).toBe(true);
      // A resume may be sent again by a plan that looks before the status has followed.
      expect([...new Set(seen)]).toEqual(all);
      // Before the mark is off they may be set once more: it has not run yet.
      expect(seen.lastIndexOf('PATCH /connectors/src/offsets')).toBeLessThan(
        seen.indexOf('PUT /connectors/src/config'),
      );
      expect(fake.connectors.get('src')).toMatchObject({ offsets: pairs, target: connector.state ?? 'RUNNING' });
      expect((await planAgainst(url, [connector])).plan.changes).toEqual([]);
      await close();
    }
    await started({});
  },
);
