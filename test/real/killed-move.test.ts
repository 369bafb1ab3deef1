import { afterAll, expect, it } from 'vitest';
import { killedMoves } from '../e2e/killed-move/killed-moves.ts';
import { deleteConnectors, testFolder } from '../harness/index.ts';
import { describeReal, sharedBroker, sharedDistributed } from './shared.ts';

/** Where a worker of Kafka Connect still has to do something that was asked for: tasks that end, offsets, a name that becomes free. */
const chosen = /^(?:PUT .*\/stop|PATCH .*\/offsets|DELETE \/connectors\/[^/]+)$/;

describeReal('a move on Kafka Connect 4.3.1, distributed', () => {
  afterAll(async () => deleteConnectors((await sharedDistributed()).url, 'killed-'));

  it.each(['source', 'sink'] as const)(
    'of a %s, killed (-9) right after it has stopped the old one, set the offsets or deleted the old one, is completed by the next apply',
    async (kind) => {
      const { url } = await sharedDistributed();
      const result = await killedMoves({
        target: { url, bootstrap: await sharedBroker() },
        kind,
        movedFrom: 'stays in the file',
        prefix: `killed-${kind}`,
        folder: testFolder(),
        counts: (method, path) => chosen.test(`${method} ${path}`),
        most: 4,
      });
      expect(result).toEqual({
        violations: [],
        killedAfter: [
          `PUT /connectors/killed-${kind}-old-1/stop`,
          `PATCH /connectors/killed-${kind}-new-2/offsets`,
          `DELETE /connectors/killed-${kind}-old-3`,
        ],
      });
    },
  );
});
