#!/usr/bin/env node
// The built-in worker beside Kafka Connect's standalone worker: the same broker, file, connectors and machine.
// Usage: npm run -s build && node bench/worker.js [--scale 0.1] [--rounds 1]   (docs/benchmarks.md)
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// As deep below the root as test/harness and test/real are, whose modules it takes along: they find the root by that.
const bundle = `${root}.cache/bench/worker.mjs`;
await build({
  entryPoints: [`${root}bench/worker/main.ts`],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
await import(bundle);
