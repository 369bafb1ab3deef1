import { median } from './median.ts';
import { costOf, medianCost, type ProcessCost } from './process-cost.ts';

/**
 * Runs a script of Node's `runs` times, each beside a bare `node -e 0`: the machine's speed changes from minute to minute, and
 * counts for both alike.
 *
 * @param before work that is not measured, done before each run
 * @return the medians, and the median of the runs' ratios in words
 */
export async function besideNode(
  runs: number,
  args: readonly string[],
  before: (run: number) => void = () => {},
): Promise<{ readonly cost: ProcessCost; readonly bare: ProcessCost; readonly note: string }> {
  const [bare, costs] = [[], []] as [ProcessCost[], ProcessCost[]];
  for (let run = 0; run < runs; run++) {
    before(run);
    bare.push(await costOf(process.execPath, ['-e', '0']));
    costs.push(await costOf(process.execPath, args));
  }
  const times = median(costs.map((cost, run) => cost.wallSeconds / bare[run]!.wallSeconds));
  return {
    cost: medianCost(costs),
    bare: medianCost(bare),
    note: `${times.toFixed(times < 2 ? 2 : 1)} times \`node -e 0\``,
  };
}
