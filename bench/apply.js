#!/usr/bin/env node
// What an apply costs on a real cluster: 10 changes among 1,000 stopped connectors, and 1,000 creates beside bare POSTs.
// Usage: npm run -s build && node bench/apply.js [--rounds 3] [--runs 5] [--connectors 1000] [--cli bin/connectctl.js]
// (docs/benchmarks.md)
import { runBundled } from './bundled.js';

await runBundled('apply');
