#!/usr/bin/env node
// The built-in worker beside Kafka Connect's standalone worker: the same broker, file, connectors and machine.
// Usage: npm run -s build && node bench/worker.js [--scale 0.1] [--rounds 1]   (docs/benchmarks.md)
import { runBundled } from './bundled.js';

await runBundled('worker');
