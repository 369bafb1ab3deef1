import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSeed } from '../../test/apply/faults/fault-run.ts';
import { connectPace, localPace } from '../../test/apply/faults/pace.ts';
import { startTarget, type TargetKind } from './targets.ts';

export interface SoakOptions {
  readonly worker: TargetKind;
  readonly from: number;
  readonly seeds: number;
  /** Seeds at a time, on one worker. */
  readonly parallel: number;
  /** Begins no further seed after so many seconds. */
  readonly seconds: number;
}

/** Seed after seed of plan and apply under faults; prints violations as they come, and counts. Gives the seeds that failed. */
export async function soakApply({ worker, from, seeds, parallel, seconds }: SoakOptions): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'connectctl-soak-'));
  const target = await startTarget(worker, root);
  const pace = worker === 'built-in' ? localPace : connectPace;
  const counts = new Map<string, number>();
  const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);
  const startedAt = performance.now();
  const secondsSoFar = (): number => (performance.now() - startedAt) / 1000;
  let next = from;
  let failed = 0;

  async function work(): Promise<void> {
    while (next < from + seeds && secondsSoFar() < seconds) {
      const seed = next++;
      const folder = join(root, `seed-${seed}`);
      mkdirSync(folder);
      const { violations, injected, outcomes } = await runSeed(seed, target, folder, pace).catch((error: unknown) => ({
        violations: [`the run ended in ${error}`],
        injected: new Map<string, number>(),
        outcomes: [],
      }));
      rmSync(folder, { recursive: true, force: true });
      count('seeds');
      for (const [kind, times] of injected) count(`fault ${kind}`, times);
      for (const outcome of outcomes) count(`change ${outcome.split(' ')[1]}`);
      if (violations.length > 0) failed++;
      for (const violation of violations) process.stdout.write(`seed ${seed}: ${violation}\n`);
      if (violations.length > 0) process.stdout.write(outcomes.map((outcome) => `  ${outcome}\n`).join(''));
      if (counts.get('seeds')! % 20 === 0) {
        process.stderr.write(`${counts.get('seeds')} seeds, ${failed} failed, ${Math.round(secondsSoFar())} s\n`);
      }
    }
  }

  try {
    await Promise.all(Array.from({ length: parallel }, work));
  } finally {
    await target.close();
    rmSync(root, { recursive: true, force: true });
  }
  for (const [what, times] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    process.stdout.write(`${what}: ${times}\n`);
  }
  process.stdout.write(`${failed} seeds with a violation, ${Math.round(secondsSoFar())} s, worker: ${worker}\n`);
  return failed;
}
