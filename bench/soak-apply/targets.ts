import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultTarget } from '../../test/apply/faults/fault-run.ts';
import { startLocalWorker } from '../../test/apply/faults/local-worker.ts';
import { startRealBroker } from '../../test/real/broker.ts';
import { startDistributed } from '../../test/real/distributed.ts';
import { prepareKafkaLibs } from '../../test/real/kafka-libs.ts';

/** A distributed worker of Kafka Connect 4.3.1 on Kafka 4.3.1, or the built-in worker on the embedded broker. */
export type TargetKind = 'connect' | 'built-in';

export interface RunningTarget extends FaultTarget {
  readonly close: () => Promise<void>;
}

/** Starts a worker with the broker it needs; what they keep is below `root` or a temporary folder. */
export async function startTarget(kind: TargetKind, root: string): Promise<RunningTarget> {
  const folder = join(root, 'worker');
  mkdirSync(folder);
  if (kind === 'built-in') return startLocalWorker(folder);
  const unavailable = await prepareKafkaLibs();
  if (unavailable !== undefined) throw new Error(`Kafka Connect can't run here: ${unavailable}`);
  const broker = await startRealBroker();
  const { bootstrap } = broker;
  const worker = await startDistributed({ bootstrap, folder, group: 'soak' });
  return {
    url: worker.url,
    bootstrap,
    close: async () => {
      await worker.process.stop(0);
      await broker.stop();
    },
  };
}
