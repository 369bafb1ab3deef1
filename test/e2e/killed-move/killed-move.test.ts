import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalWorker } from '../../apply/faults/local-worker.ts';
import { removeFolder, tempFolder, testFolder } from '../../harness/index.ts';
import { type KilledMoves, killedMoves } from './killed-moves.ts';

const folder = tempFolder();
let target: Awaited<ReturnType<typeof startLocalWorker>>;
beforeAll(async () => {
  target = await startLocalWorker(folder);
});
afterAll(async () => {
  await target.close();
  removeFolder(folder);
});

/**
 * A plan's own requests change nothing: what an apply does begins with its first look at a single connector. Its polls
 * of all statuses come any number of times; a kill after one is a kill after the request before it.
 */
function isOfApply(method: string, path: string): boolean {
  return method !== 'OPTIONS' && (path === '/connectors' || path.startsWith('/connectors/'));
}

function isWrite(method: string, path: string): boolean {
  return method !== 'GET' && isOfApply(method, path);
}

type Row = Pick<KilledMoves, 'kind' | 'movedFrom' | 'prefix' | 'counts'> & { readonly which: 'request' | 'write' };

const rows: readonly Row[] = [
  { kind: 'source', movedFrom: 'stays in the file', prefix: 'source', counts: isOfApply, which: 'request' },
  { kind: 'source', movedFrom: 'is gone from the file', prefix: 'later', counts: isWrite, which: 'write' },
  { kind: 'sink', movedFrom: 'stays in the file', prefix: 'sink', counts: isWrite, which: 'write' },
];

it.each(rows)(
  'a move of a $kind, killed (-9) after each $which of its apply, is completed by the next one; movedFrom $movedFrom',
  async ({ prefix, which, ...row }) => {
    const result = await killedMoves({
      ...row,
      target,
      prefix,
      folder: testFolder(),
      most: which === 'write' ? 8 : 25,
    });
    expect(result.violations).toEqual([]);
    const [old, next] = [`/connectors/${prefix}-old-N`, `/connectors/${prefix}-new-N`];
    const writes = [
      'POST /connectors',
      `PUT ${old}/stop`,
      `PATCH ${next}/offsets`,
      `DELETE ${old}`,
      `PUT ${next}/config`,
      `PUT ${next}/resume`,
      `PATCH ${next}/config`,
    ];
    const killedAfter = result.killedAfter.map((request) => request.replace(/-\d+/, '-N'));
    // How many reads come between two writes depends on time: which one the nth is, too.
    if (which === 'write') expect(killedAfter).toEqual(writes);
    else expect(killedAfter.length).toBeGreaterThan(writes.length);
  },
);
