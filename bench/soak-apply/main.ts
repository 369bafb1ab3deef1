import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSeed } from '../../test/apply/faults/fault-run.ts';
import { startLocalWorker } from '../../test/apply/faults/local-worker.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '4' },
    /** Stops early, in seconds; the seeds done until then are counted. */
    seconds: { type: 'string', default: '86400' },
  },
});
const [first, seeds, parallel] = [Number(values.from), Number(values.seeds), Number(values.parallel)];
if (!(seeds >= 1) || !(parallel >= 1) || !(first >= 0)) throw new Error('--seeds, --from and --parallel are numbers');

const folder = mkdtempSync(join(tmpdir(), 'connectctl-soak-'));
const worker = await startLocalWorker(folder);
const counts = new Map<string, number>();
const count = (what: string, by = 1): void => void counts.set(what, (counts.get(what) ?? 0) + by);
const startedAt = performance.now();
const secondsSoFar = (): number => (performance.now() - startedAt) / 1000;
let next = first;
let failed = 0;

async function work(): Promise<void> {
  while (next < first + seeds && secondsSoFar() < Number(values.seconds)) {
    const seed = next++;
    const { violations, injected, outcomes } = await runSeed(seed, worker.url, folder).catch((error: unknown) => ({
      violations: [`the run ended in ${error}`],
      injected: new Map<string, number>(),
      outcomes: [],
    }));
    count('seeds');
    for (const [kind, times] of injected) count(`fault ${kind}`, times);
    for (const outcome of outcomes) count(`change ${outcome.split(' ')[1]}`);
    if (violations.length > 0) failed++;
    for (const violation of violations) process.stdout.write(`seed ${seed}: ${violation}\n`);
    if (counts.get('seeds')! % 50 === 0) process.stderr.write(`${counts.get('seeds')} seeds, ${failed} failed\n`);
  }
}

try {
  await Promise.all(Array.from({ length: parallel }, work));
} finally {
  await worker.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const [what, times] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  process.stdout.write(`${what}: ${times}\n`);
process.stdout.write(`${failed} seeds with a violation, ${Math.round(secondsSoFar())} s\n`);
process.exitCode = failed > 0 ? 1 : 0;
