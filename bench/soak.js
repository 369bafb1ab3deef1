// The delivery test over many seeds: node bench/soak.js --seeds 200 [--first 1]. Takes about 3 s a seed.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, first: { type: 'string', default: '1' } },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  console.error(`--${name} has to be a whole number from 1 on, and is ${value}`);
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', 'test/e2e/delivery'],
  {
    stdio: 'inherit',
    env: { ...process.env, CONNECTCTL_SOAK_SEEDS: values.seeds, CONNECTCTL_SOAK_FIRST_SEED: values.first },
  },
);
process.exit(status ?? 1);
