import type { Reporter, TestModule } from 'vitest/node';

/** Says in one loud line how many tests were skipped because this machine lacks what they need. */
export class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules
      .filter((module) => module.project.name === 'real')
      .reduce(
        (sum, module) =>
          sum + [...module.children.allTests('skipped')].filter((test) => test.options.mode === 'skip').length,
        0,
      );
    if (skipped === 0) return;
    process.stderr.write(
      `\nSKIPPED: ${skipped} tests need a JDK 17 and Maven, or their jars in .cache: ` +
        'nothing was proven against real Kafka in this run (docs/testing.md)\n',
    );
  }
}
