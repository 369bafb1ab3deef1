#!/usr/bin/env node
// What seeded runs hold, over many seeds (docs/reliability.md): plan and apply under injected faults, and the worker's
// delivery under kill -9 and the like.
// Usage: npm run soak -- --seeds 1000 [--only apply|delivery] [--worker connect|built-in] [--from 1]
//        [--parallel 8] [--seconds 600]
// The worker is that of the apply runs: Kafka Connect 4.3.1, distributed, unless told. Of the delivery runs the first 200 are done.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBundled } from './bundled.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const MAX_DELIVERY_SEEDS = 200;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    only: { type: 'string' },
    worker: { type: 'string', default: 'connect' },
    parallel: { type: 'string', default: '8' },
    /** Begins no further apply seed after so many seconds. */
    seconds: { type: 'string', default: '86400' },
  },
});
for (const name of ['seeds', 'from', 'parallel', 'seconds']) {
  if (!/^[1-9]\d*$/.test(values[name])) fail(`--${name} has to be a whole number from 1 on, and is ${values[name]}`);
}
oneOf('only', [undefined, 'apply', 'delivery']);
oneOf('worker', ['connect', 'built-in']);
const [seeds, from] = [Number(values.seeds), Number(values.from)];

const failed = values.only === 'delivery' ? 0 : await soakApply();
const isDelivered = values.only === 'apply' || soakDelivery();
process.exit(failed === 0 && isDelivered ? 0 : 1);

async function soakApply() {
  const module = await runBundled('soak-apply', 'soak-apply');
  const { worker, parallel, seconds } = values;
  return module.soakApply({ worker, from, seeds, parallel: Number(parallel), seconds: Number(seconds) });
}

/** About 10 s a seed on two loaded cores. */
function soakDelivery() {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', 'test/e2e/delivery'],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        CONNECTCTL_SOAK_SEEDS: String(Math.min(seeds, MAX_DELIVERY_SEEDS)),
        CONNECTCTL_SOAK_FIRST_SEED: values.from,
      },
    },
  );
  return status === 0;
}

function oneOf(name, allowed) {
  if (!allowed.includes(values[name])) fail(`--${name} is one of ${allowed.filter(Boolean).join(', ')}`);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
