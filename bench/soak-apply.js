#!/usr/bin/env node
// Plan and apply under injected faults, seed after seed (docs/reliability.md).
// Usage: npm run soak:apply -- --seeds 1000 [--from 1] [--parallel 4]
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = `${root}.cache/bench/soak-apply.mjs`;
await build({
  entryPoints: [`${root}bench/soak-apply/main.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
await import(bundle);
