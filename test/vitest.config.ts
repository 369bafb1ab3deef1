import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SkippedReporter } from './reporters/skipped-reporter.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const results = process.env['CONNECTCTL_TEST_RESULTS'];

// Two cores, and the real Kafka beside the tests: two files at a time. The times are for a machine that has other work.
const shared = { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  root,
  test: {
    // .ci/run takes its counts from the JSON.
    reporters: ['default', new SkippedReporter(), ...(results ? [json(results)] : [])],
    projects: [
      {
        root,
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/real/**'],
        },
      },
      // Processes of the built binary; after the unit tests, which say more about what is wrong.
      {
        root,
        test: {
          ...shared,
          name: 'e2e',
          // They wait for processes more than they work.
          maxWorkers: 3,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root,
        test: {
          ...shared,
          name: 'real',
          // One file at a time: they share workers, and a distributed one answers 409 or 500 while another file's
          // connectors make it rebalance.
          maxWorkers: 1,
          // Of the tests that say they run side by side.
          maxConcurrency: 10,
          include: ['test/real/**/*.test.ts'],
          globalSetup: ['test/real/global-setup.ts'],
          // Java starts up to three times in one test.
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});

function json(outputFile: string): ['json', { outputFile: string }] {
  return ['json', { outputFile }];
}
