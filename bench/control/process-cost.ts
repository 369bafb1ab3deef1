import { runCommand } from '../../test/harness/index.ts';
import { median } from './median.ts';

/** What one process costs, as GNU time tells it. */
export interface ProcessCost {
  readonly wallSeconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
  /** Resident at most. */
  readonly memoryMb: number;
}

/** Runs a process to its end. Throws, with what it printed, where it fails. */
export async function costOf(command: string, args: readonly string[]): Promise<ProcessCost> {
  const startedAt = performance.now();
  const run = await runCommand('/usr/bin/time', ['-f', '%U %S %M', command, ...args], { timeoutMs: 300_000 });
  // GNU time rounds the wall time to 10 ms; its own start costs less than that.
  const wallSeconds = (performance.now() - startedAt) / 1000;
  if (run.code !== 0) throw new Error(`${command} ${args.join(' ')}\n${run.stdout}${run.stderr}`);
  const [user, system, kilobytes] = run.stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return { wallSeconds, cpuSeconds: user! + system!, memoryMb: kilobytes! / 1024 };
}

/** Of each figure its own median. */
export function medianCost(costs: readonly ProcessCost[]): ProcessCost {
  return {
    wallSeconds: median(costs.map((cost) => cost.wallSeconds)),
    cpuSeconds: median(costs.map((cost) => cost.cpuSeconds)),
    memoryMb: median(costs.map((cost) => cost.memoryMb)),
  };
}
