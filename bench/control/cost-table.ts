import type { ProcessCost } from './process-cost.ts';

/** Prints a Markdown table as it grows, a row a measurement, so that a long run shows where it is. */
export function costTable(): { row(title: string, cost: ProcessCost, note?: string): void } {
  console.log('| | wall time, s | CPU, s | memory, MB | |');
  console.log('| --- | ---: | ---: | ---: | --- |');
  return {
    row(title, { wallSeconds, cpuSeconds, memoryMb }, note = '') {
      const figures = [wallSeconds.toFixed(2), cpuSeconds.toFixed(2), memoryMb.toFixed(0)];
      console.log(`| ${[title, ...figures, note].join(' | ')} |`);
    },
  };
}
