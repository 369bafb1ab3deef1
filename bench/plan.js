#!/usr/bin/env node
// What a plan costs: 1,000 and 10,000 equal connectors on a stand-in, 1,000 stopped ones on a real cluster.
// Usage: npm run -s build && node bench/plan.js [--no-real] [--cli bin/connectctl.js]   (docs/benchmarks.md)
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// As deep below the root as test/harness and test/real are, whose modules it takes along: they find the root by that.
const bundle = `${root}.cache/bench/plan.mjs`;
await build({
  entryPoints: [`${root}bench/plan/main.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
await import(bundle);
