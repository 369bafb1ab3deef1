import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../../harness/index.ts';
import type { Seeded } from './seeded.ts';
import type { Stack } from './stack.ts';

/** One thing that goes wrong while lines are on their way; afterwards broker and worker run again. */
export type Fault = (stack: Stack, random: Seeded) => Promise<void>;

const killedWorker: Fault = async (stack, random) => {
  await delay(random.integer(0, 400));
  await stack.killWorker();
  stack.startWorker();
};

/** Offsets are flushed every 50 ms: most of these come upon a flush. */
const stoppedWorker: Fault = async (stack, random) => {
  await delay(random.integer(0, 400));
  await stack.stopWorker();
  stack.startWorker();
};

const killedBroker: Fault = async (stack, random) => {
  await delay(random.integer(0, 400));
  await stack.stopBroker('SIGKILL');
  await stack.startBroker();
};

const stoppedBroker: Fault = async (stack, random) => {
  await delay(random.integer(0, 400));
  await stack.stopBroker('SIGTERM');
  await stack.startBroker();
};

/** Offsets cannot be written for a while; then the worker is killed, and has to repeat what it could not note. */
const lockedOffsets: Fault = async (stack, random) => {
  stack.lockOffsets();
  try {
    stack.append(random.integer(1, 100));
    await delay(random.integer(100, 400));
    await stack.killWorker();
  } finally {
    stack.unlockOffsets();
  }
  stack.startWorker();
};

/** The sink's task fails in the middle of a line; the disk has room again when the worker is started anew. */
const fullDisk: Fault = async (stack, random) => {
  await stack.stopWorker();
  stack.append(100);
  stack.startWorkerOnFullDisk(random.integer(600, 4000));
  await waitUntil('the sink to fail', () => /EFBIG|too large/i.test(stack.workerLog()), { timeoutMs: 60_000 });
  await stack.killWorker();
  stack.startWorker();
};

/** In turn, so that a few seeds meet each of them. */
export const faults: readonly (readonly [name: string, fault: Fault])[] = [
  ['kill -9 of the worker', killedWorker],
  ['SIGTERM of the worker', stoppedWorker],
  ['kill -9 of the broker', killedBroker],
  ['an offset file that cannot be written', lockedOffsets],
  ['SIGTERM of the broker', stoppedBroker],
  ['a full disk', fullDisk],
];
