import { setTimeout as delay } from 'node:timers/promises';
import type { GroupStack } from './group-stack.ts';
import type { Seeded } from './seeded.ts';

/** One thing that happens to a sink's group while lines are on their way; afterwards the first worker runs alone. */
export type GroupFault = (stack: GroupStack, random: Seeded) => Promise<void>;

const MANY = 400;

const secondWorker =
  (signal: 'SIGTERM' | 'SIGKILL'): GroupFault =>
  async (stack, random) => {
    await stack.startWorker(1);
    await stack.send(random, MANY);
    await delay(random.integer(0, 200));
    await stack.endWorker(1, signal);
  };

/** The one that leads the group goes, and comes back to another leader. */
const killedLeader: GroupFault = async (stack, random) => {
  await stack.startWorker(1);
  await stack.send(random, MANY);
  await stack.endWorker(0, 'SIGKILL');
  await stack.send(random, MANY);
  await stack.startWorker(0);
  await stack.endWorker(1, 'SIGTERM');
};

/** Paused, another one comes and goes: it reads, and what it has committed is not read again. */
const pausedInRebalance: GroupFault = async (stack, random) => {
  await delay(random.integer(0, 100));
  await stack.pause();
  await stack.startWorker(1);
  await stack.send(random, MANY);
  await stack.endWorker(1, random.integer(0, 1) === 0 ? 'SIGTERM' : 'SIGKILL');
  await stack.resume();
};

const laterTopic: GroupFault = async (stack, random) => {
  await stack.addTopic(random.integer(1, 3));
  await stack.send(random, MANY);
};

const laterTopicInRebalance: GroupFault = async (stack, random) => {
  const starting = stack.startWorker(1);
  await stack.addTopic(random.integer(1, 3));
  await stack.send(random, MANY);
  await starting;
  await stack.endWorker(1, 'SIGTERM');
};

const restartedTasks: GroupFault = async (stack, random) => {
  await stack.restartTask(random.integer(0, 1));
  await stack.send(random, MANY);
  await stack.restartTask(random.integer(0, 1));
};

const otherTasks: GroupFault = async (stack, random) => {
  await stack.setTasks(random.integer(3, 5));
  await stack.send(random, MANY);
  await stack.setTasks(2);
};

const killedBrokerInRebalance: GroupFault = async (stack, random) => {
  const starting = stack.startWorker(1);
  await delay(random.integer(0, 500));
  await stack.killBroker();
  await stack.startBroker();
  await starting;
  await stack.send(random, MANY);
  await stack.endWorker(1, 'SIGTERM');
};

/** A worker that stood still until the others took its partitions must not commit over them. */
const frozenWorker: GroupFault = async (stack, random) => {
  await stack.startWorker(1);
  stack.signalWorker(1, 'SIGSTOP');
  await stack.send(random, MANY);
  // Past the session timeout, so that the first worker has taken over.
  await delay(random.integer(6_500, 7_500));
  stack.signalWorker(1, 'SIGCONT');
  await delay(random.integer(0, 500));
  await stack.endWorker(1, 'SIGTERM');
};

export const groupFaults: readonly (readonly [name: string, fault: GroupFault])[] = [
  ['a second worker comes and leaves', secondWorker('SIGTERM')],
  ['a topic appears later', laterTopic],
  ['a second worker comes while the first is paused', pausedInRebalance],
  ['a second worker comes and is killed', secondWorker('SIGKILL')],
  ['tasks are restarted', restartedTasks],
  ['a topic appears in a rebalance', laterTopicInRebalance],
  ['more tasks, and fewer again', otherTasks],
  ['the broker is killed in a rebalance', killedBrokerInRebalance],
  ['the first worker is killed beside a second', killedLeader],
  ['a worker stands still past its session', frozenWorker],
];
