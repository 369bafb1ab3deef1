import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from '../../test/harness/index.ts';
import { cpuSeconds } from './process-cost.ts';

export interface SteadyFlow {
  readonly recordsPerSecond: number;
  readonly cpuSecondsPerMillion: number;
}

/** What is written before counts as getting up to speed. */
const RUN_UP = 0.1;
const LOOK_EVERY_MS = 20;
const STALLED_MS = 120_000;

/** Follows a flow of `records` from its first tenth to its end. @param seen how many have arrived so far */
export async function measureFlow(
  process: RunningProcess,
  records: number,
  seen: () => Promise<number>,
): Promise<SteadyFlow> {
  const first = await reach(process, records * RUN_UP, seen);
  const last = await reach(process, records, seen);
  const flowed = last.count - first.count;
  return {
    recordsPerSecond: flowed / ((last.atMs - first.atMs) / 1000),
    cpuSecondsPerMillion: ((last.cpuSeconds - first.cpuSeconds) / flowed) * 1_000_000,
  };
}

async function reach(process: RunningProcess, wanted: number, seen: () => Promise<number>) {
  let before = -1;
  let movedMs = performance.now();
  while (true) {
    const count = await seen();
    const atMs = performance.now();
    if (count >= wanted) return { count, atMs, cpuSeconds: cpuSeconds(process.pid) };
    if (process.exit() !== undefined) throw new Error(`the worker ended: ${process.stderr().slice(-2000)}`);
    if (count !== before) movedMs = atMs;
    if (atMs - movedMs > STALLED_MS) throw new Error(`nothing moves: ${count} of ${wanted} records`);
    before = count;
    await delay(LOOK_EVERY_MS);
  }
}
