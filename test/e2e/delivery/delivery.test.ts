import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { endOffset, readTopic, testFolder, waitUntil, withAdmin } from '../../harness/index.ts';
import { account, line } from './accounting.ts';
import { faults } from './faults.ts';
import { Seeded } from './seeded.ts';
import { Stack } from './stack.ts';

/** `npm run soak -- --only delivery --seeds 200` runs more, with `--from` from another first seed. */
const seeds = Number(process.env['CONNECTCTL_SOAK_SEEDS'] ?? 20);
const firstSeed = Number(process.env['CONNECTCTL_SOAK_FIRST_SEED'] ?? 1);
/** What a seed may take on a machine that has other things to do. */
const SEED_TIMEOUT_MS = 120_000;

it(`delivers every line, in order, over ${seeds} seeded faults`, {
  timeout: 60_000 + seeds * SEED_TIMEOUT_MS,
}, async () => {
  const stack = await Stack.start(testFolder());
  onTestFinished(() => stack.close());
  for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
    const random = new Seeded(seed);
    const [name, fault] = faults[seed % faults.length]!;
    const about = `seed ${seed}, ${name}`;
    stack.append(random.integer(100, 2000));
    await fault(stack, random);
    stack.append(random.integer(1, 100));
    const last = `${line(stack.lines - 1)}\n`;
    await waitUntil(
      `${about}: the last line in the sink's file`,
      () => readFileSync(stack.output, 'utf8').endsWith(last),
      {
        timeoutMs: SEED_TIMEOUT_MS,
      },
    ).catch((error: unknown) => {
      throw new Error(`${String(error).slice(0, 200)}\n${stack.workerLog().slice(-3000)}`);
    });
    expect(problems(stack.lines, sinkLines(stack)), about).toEqual({ missing: [], jumps: [] });
  }
  expect(await stack.stopWorker()).toEqual({ code: 0, signal: null });

  const count = await withAdmin(stack.bootstrap, (admin) => endOffset(admin, 'lines'));
  const topic = (await readTopic(stack.bootstrap, 'lines', count)).map(({ value }) => `${value}`);
  expect(problems(stack.lines, topic), 'the topic').toEqual({ missing: [], jumps: [] });
  expect(account(stack.lines, topic).torn, 'lines in the topic that nobody sent').toBe(0);
  const inTopic = account(stack.lines, topic).duplicates;
  const { duplicates, torn } = account(stack.lines, sinkLines(stack));
  process.stdout.write(
    `${seeds} seeds, ${stack.lines} lines, none missing, order kept; came twice: ` +
      `${share(inTopic, stack.lines)} in the topic, ${share(duplicates, stack.lines)} in the sink's file; ${torn} cut off\n`,
  );
});

function sinkLines(stack: Stack): readonly string[] {
  return readFileSync(stack.output, 'utf8').trimEnd().split('\n');
}

function problems(count: number, arrived: readonly string[]): object {
  const { missing, jumps } = account(count, arrived);
  return { missing: missing.slice(0, 10), jumps: jumps.slice(0, 10) };
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
