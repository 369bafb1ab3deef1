#!/usr/bin/env node
// What a plan costs: 1,000 and 10,000 equal connectors on a stand-in, 1,000 stopped ones on a real cluster.
// Usage: npm run -s build && node bench/plan.js [--no-real] [--runs 5] [--cli bin/connectctl.js]   (docs/benchmarks.md)
import { runBundled } from './bundled.js';

await runBundled('plan');
