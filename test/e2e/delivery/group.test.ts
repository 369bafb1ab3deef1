import { expect, it } from 'vitest';
import { testFolder, waitUntil } from '../../harness/index.ts';
import { account } from './accounting.ts';
import { groupFaults } from './group-faults.ts';
import { GroupStack } from './group-stack.ts';
import { Seeded } from './seeded.ts';

const seeds = Number(process.env['CONNECTCTL_SOAK_SEEDS'] ?? groupFaults.length);
const firstSeed = Number(process.env['CONNECTCTL_SOAK_FIRST_SEED'] ?? 1);
/** What a seed may take on a machine that has other things to do. */
const SEED_TIMEOUT_MS = 120_000;

it(`a group of sink tasks delivers every line, in order within its partition, over ${seeds} seeded rebalances`, {
  timeout: 60_000 + seeds * SEED_TIMEOUT_MS,
}, async () => {
  const total = { lines: 0, partitions: 0, duplicates: 0 };
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += groupFaults.length) {
    const round = await rebalances(seed, Math.min(groupFaults.length, firstSeed + seeds - seed));
    total.lines += round.lines;
    total.partitions += round.partitions;
    total.duplicates += round.duplicates;
  }
  process.stdout.write(
    `${seeds} rebalances, ${total.lines} lines in ${total.partitions} partitions, none missing, order kept; ` +
      `came twice: ${((100 * total.duplicates) / total.lines).toFixed(1)} %\n`,
  );
});

/** On a stack of their own: topics are added, and every line is looked at after each seed. */
async function rebalances(first: number, count: number) {
  const stack = await GroupStack.start(testFolder());
  try {
    for (let seed = first; seed < first + count; seed++) await rebalance(stack, seed);
    const accounts = [...stack.arrived()].map(([sent, arrived]) => account(sent.lines, arrived));
    expect(
      accounts.map(({ torn }) => torn).filter((torn) => torn > 0),
      'lines that nobody sent',
    ).toEqual([]);
    return {
      lines: stack.sent.reduce((sum, sent) => sum + sent.lines, 0),
      partitions: stack.sent.length,
      duplicates: accounts.reduce((sum, one) => sum + one.duplicates, 0),
    };
  } finally {
    await stack.close();
  }
}

async function rebalance(stack: GroupStack, seed: number): Promise<void> {
  const random = new Seeded(seed);
  const [name, fault] = groupFaults[seed % groupFaults.length]!;
  await stack.send(random, 400);
  await fault(stack, random);
  await stack.send(random, 20);
  await waitUntil(`seed ${seed}, ${name}: every line`, () => missing(stack) === '', {
    timeoutMs: SEED_TIMEOUT_MS,
    everyMs: 100,
  }).catch((error: unknown) => {
    throw new Error(`${String(error).slice(0, 200)}\nmissing: ${missing(stack)}\n${stack.logs().slice(-3000)}`);
  });
  expect(jumps(stack), `seed ${seed}, ${name}: places where the order breaks`).toEqual([]);
}

function missing(stack: GroupStack): string {
  return [...stack.arrived()]
    .map(([{ topic, partition, lines }, arrived]) => ({
      about: `${topic}/${partition} of ${lines}`,
      list: account(lines, arrived).missing,
    }))
    .filter(({ list }) => list.length > 0)
    .map(({ about, list }) => `${about}: ${list.length} from ${list[0]}`)
    .join('; ');
}

function jumps(stack: GroupStack): readonly string[] {
  return [...stack.arrived()].flatMap(([{ topic, partition, lines }, arrived]) =>
    account(lines, arrived).jumps.map(([before, after]) => `${topic}/${partition}: ${before}, then ${after}`),
  );
}
